/**
 * Draws two moments and says how long it is between them. Days are dates of the calendar; times of
 * day are those of one fixed day, as no clock may be asked. The answer is as fine as what is shown.
 */
import type { Rng } from '../../random.ts';
import { civilDate, isoDate, months, parseDate, twoDigits, weekdayOf } from '../calendar.ts';

export const taskTypes = [
  'time',
  'time_seconds',
  'time_ms',
  'date',
  'datetime',
  'datetime_tz',
] as const;
export type TaskType = (typeof taskTypes)[number];
export const formats = [
  'HH:MM',
  'HH:MM:SS',
  'HH:MM:SS.mmm',
  'D days',
  'D days, HH:MM',
  'D days, HH:MM:SS',
] as const;
export type Format = (typeof formats)[number];

export interface IntervalConfig {
  readonly min_time: string;
  readonly max_time: string;
  readonly max_time_difference_seconds: number;
  readonly min_date: string;
  readonly max_date: string;
  readonly max_date_difference_days: number;
  readonly task_types: readonly TaskType[];
}

export interface Interval {
  readonly question: string;
  readonly answer: string;
  readonly task_type: TaskType;
  readonly start_time: string;
  readonly end_time: string;
  readonly format: string;
  readonly expected_format: Format;
}

const fixedDay = '2000-01-01';
const daySeconds = 86_400;
const stories = [
  'How long is it from {a} to {b}?',
  'What is the difference between {a} and {b}?',
  'A ferry left at {a} and arrived at {b}. How long was the crossing?',
  'A night watch began at {a} and ended at {b}. How long did it last?',
  'An experiment ran from {a} to {b}. How much time did it take?',
  'The power went out at {a} and came back at {b}. How long was it dark?',
];
const dateStories = [
  'How many days is it from {a} to {b}?',
  'A ship left port on {a} and came back on {b}. How many days later was that?',
  'A library book was borrowed on {a} and returned on {b}. After how many days?',
  'The seeds were sown on {a} and the first leaf was seen on {b}. How many days passed?',
];
const dateFormats = ['%Y-%m-%d', '%d %B %Y', '%B %d, %Y', '%m/%d/%Y', '%A, %d %B %Y'];
const momentFormats = [
  '%Y-%m-%d %H:%M',
  '%Y-%m-%d %H:%M:%S',
  '%d %B %Y, %H:%M',
  '%A, %B %d, %Y at %H:%M:%S',
];

export function drawInterval(rng: Rng, c: IntervalConfig): Interval {
  const type = rng.choice(c.task_types);
  if (type === 'date') return betweenDates(rng, c);
  return type.startsWith('time') ? betweenTimes(rng, c, type) : betweenMoments(rng, c, type);
}

function betweenTimes(rng: Rng, c: IntervalConfig, type: TaskType): Interval {
  const [format, expected, unit] =
    type === 'time_ms'
      ? (['%H:%M:%S.%f', 'HH:MM:SS.mmm', 1] as const)
      : type === 'time_seconds'
        ? (['%H:%M:%S', 'HH:MM:SS', 1_000] as const)
        : (['%H:%M', 'HH:MM', 60_000] as const);
  const steps = (daySeconds * 1_000) / unit;
  const low = Math.ceil(milliseconds(c.min_time) / unit);
  const high = Math.max(low, Math.floor(milliseconds(c.max_time) / unit));
  const start = Math.min(rng.randint(low, high), steps - 2);
  const most = Math.max(1, Math.floor((c.max_time_difference_seconds * 1_000) / unit));
  const length = rng.randint(1, Math.min(most, steps - 1 - start));
  const day = parseDate(fixedDay) as number;
  const [from, to] = [day * steps + start, day * steps + start + length].map((n) => n * unit);
  return tell(rng, type, format, expected, [from as number, to as number]);
}

function betweenDates(rng: Rng, c: IntervalConfig): Interval {
  const [first, last] = [parseDate(c.min_date) as number, parseDate(c.max_date) as number];
  const most = Math.min(c.max_date_difference_days, last - first);
  const start = rng.randint(first, last - most);
  const end = start + rng.randint(1, most);
  const range = [start, end].map((day) => day * daySeconds * 1_000) as [number, number];
  return tell(rng, 'date', rng.choice(dateFormats), 'D days', range);
}

function betweenMoments(rng: Rng, c: IntervalConfig, type: TaskType): Interval {
  const plain = rng.choice(momentFormats);
  const hasSeconds = plain.includes('%S');
  const format = type === 'datetime_tz' ? `${plain} %z` : plain;
  const [first, last] = [parseDate(c.min_date) as number, parseDate(c.max_date) as number];
  const unit = hasSeconds ? 1 : 60;
  const most = Math.max(1, Math.floor(c.max_time_difference_seconds / unit));
  const start = rng.randint(first, last) * daySeconds + rng.below(daySeconds / unit) * unit;
  const length =
    rng.randint(0, c.max_date_difference_days) * daySeconds + rng.randint(1, most) * unit;
  const range = [start, start + length].map((second) => second * 1_000) as [number, number];
  const zones: [number, number] =
    type === 'datetime_tz' ? [rng.randint(-11, 12), rng.randint(-11, 12)] : [0, 0];
  const expected = hasSeconds ? 'D days, HH:MM:SS' : 'D days, HH:MM';
  return tell(rng, type, format, expected, range, zones);
}

/** Moments in milliseconds since 1970; each is shown in its own zone. */
function tell(
  rng: Rng,
  type: TaskType,
  format: string,
  expected: Format,
  range: readonly [number, number],
  zones: readonly [number, number] = [0, 0],
): Interval {
  const [from, to] = [show(range[0], format, zones[0]), show(range[1], format, zones[1])];
  const story = rng.choice(type === 'date' ? dateStories : stories);
  const iso = format.includes('%z') ? '%Y-%m-%d %H:%M:%S%:z' : '%Y-%m-%d %H:%M:%S';
  const full = type === 'time_ms' ? `${iso}.%f000` : iso;
  return {
    question: `${story.replace('{a}', from).replace('{b}', to)} Answer in the form ${expected}.`,
    answer: write(range[1] - range[0], expected),
    task_type: type,
    start_time: show(range[0], full, zones[0]),
    end_time: show(range[1], full, zones[1]),
    format,
    expected_format: expected,
  };
}

/** The directives of strftime that the formats use; %f has three digits, %:z a colon. */
function show(moment: number, format: string, zone: number): string {
  const local = moment + zone * 3_600_000;
  const day = Math.floor(local / (daySeconds * 1_000));
  const rest = local - day * daySeconds * 1_000;
  const date = civilDate(day);
  const zoneText = (colon: string) =>
    `${zone < 0 ? '-' : '+'}${twoDigits(Math.abs(zone))}${colon}00`;
  const values: Readonly<Record<string, string>> = {
    '%Y': isoDate(day).slice(0, 4),
    '%m': twoDigits(date.month),
    '%d': twoDigits(date.day),
    '%B': months[date.month - 1] as string,
    '%A': weekdayOf(day),
    '%H': twoDigits(Math.floor(rest / 3_600_000)),
    '%M': twoDigits(Math.floor(rest / 60_000) % 60),
    '%S': twoDigits(Math.floor(rest / 1_000) % 60),
    '%f': String(rest % 1_000).padStart(3, '0'),
    '%z': zoneText(''),
    '%:z': zoneText(':'),
  };
  return format.replace(/%:?[a-zA-Z]/g, (directive) => values[directive] ?? directive);
}

function write(length: number, format: Format): string {
  const days = Math.floor(length / (daySeconds * 1_000));
  if (format === 'D days') return `${days} days`;
  const rest = format.startsWith('D') ? length - days * daySeconds * 1_000 : length;
  const minutes = Math.floor(rest / 60_000);
  const clock = `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  const seconds = `:${twoDigits(Math.floor(rest / 1_000) % 60)}`;
  const fine = `.${String(rest % 1_000).padStart(3, '0')}`;
  const text =
    clock + (format.includes('SS') ? seconds : '') + (format.includes('mmm') ? fine : '');
  return format.startsWith('D') ? `${days} days, ${text}` : text;
}

function milliseconds(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
