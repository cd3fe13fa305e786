/** Weekdays of dates, days counted between dates, leap years. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import {
  civilDate,
  dayNumber,
  daysInMonth,
  isLeap,
  isoDate,
  months,
  parseDate,
  type Weekday,
  weekdayIndex,
  weekdayOf,
  weekdays,
} from '../../calendar.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, perEntry } from '../../task.ts';
import { judgeInteger } from '../../text/quantity.ts';
import { unwrap } from '../../text/unwrap.ts';

const kinds = [
  'weekday_offset',
  'weekday_of_date',
  'weekday_of_date_from_first_date',
  'recurring_event_day',
  'count_days',
  'count_business_days',
  'is_leap_year',
] as const;
type Kind = (typeof kinds)[number];
const byWeekday: readonly string[] = kinds.slice(0, 3);
const ordinals = ['first', 'second', 'third', 'fourth', 'last'] as const;

const config = z.strictObject({
  year: z.int().min(300).max(9_000).default(2022),
  /** null: all of them. */
  tasks: z.array(z.enum(kinds)).min(1).nullable().default(null),
  offset_upper_bound: z.int().min(1).max(100_000).default(100),
  leap_year_range: z.int().min(0).max(500).default(200),
  /** The share of leap years; the reference has no such knob and makes 24 %. */
  p_leap: z.number().min(0).max(1).default(0.5),
});
type Config = z.infer<typeof config>;

const year = z.int().min(0).max(9_999);
const metadata = z.looseObject({
  task: z.enum(kinds),
  year: year.optional(),
  month: z.int().min(1).max(12).optional(),
  ordinal: z.enum(ordinals).optional(),
  weekday: z.enum(weekdays).optional(),
  first_day: z.enum(weekdays).optional(),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  target_date: z.string().optional(),
  offset_days: z.int().optional(),
});
type Metadata = z.infer<typeof metadata>;

const maxDraws = 64;
const longestCount = 4_000_000;

const solutionOf = perEntry((of: z.infer<typeof metadata>) => solve(of));

export const calendarArithmetic = defineTask({
  name: 'calendar_arithmetic',
  category: 'arithmetic',
  summary: 'Find weekdays, count days between dates, tell leap years',
  answerFormat: 'a weekday, a number, or Yes or No',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'task_complexity',
      field: 'tasks',
      levels: [
        ['weekday_of_date'],
        ['weekday_of_date', 'is_leap_year', 'weekday_offset'],
        ['weekday_of_date', 'is_leap_year', 'weekday_offset', 'count_days', 'count_business_days'],
        [...kinds],
      ],
    },
    {
      kind: 'scalar',
      name: 'date_range',
      field: 'offset_upper_bound',
      levels: [30, 100, 250, 365],
    },
  ],

  generate(rng, c) {
    const task = rng.choice(c.tasks ?? kinds);
    const { question, ...fields } = makers[task](rng, c);
    const made = { task, ...fields };
    return {
      question: `${question} Answer with ${asked(task)}.`,
      answer: String(solve(made)),
      metadata: made,
      difficulty: { tasks: c.tasks ?? kinds, offset_upper_bound: c.offset_upper_bound },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    const { task } = entry.metadata;
    if (mode === 'compat') return compat(answer, oracle, task);
    const solution = solutionOf(entry.metadata);
    if (solution !== null && String(solution) !== oracle.trim()) {
      return faultyEntry(`Expected ${solution} as the answer`);
    }
    if (byWeekday.includes(task)) {
      const given = readWeekday(answer);
      if (!given) return malformed('Expected a weekday');
      return given === oracle.trim() ? right : wrong('Expected another weekday');
    }
    if (task === 'is_leap_year') {
      const given = unwrap(answer).toLowerCase();
      if (given !== 'yes' && given !== 'no') return malformed('Expected Yes or No');
      return given === oracle.trim().toLowerCase() ? right : wrong(`Expected ${oracle}`);
    }
    const expected = pyInt(oracle);
    if (expected === null) return faultyEntry('Expected a number as the answer');
    return judgeInteger(
      answer.replace(/(?:st|nd|rd|th| (?:business )?days?)(?=\W*$)/i, ''),
      expected,
    );
  },
});

function asked(task: Kind): string {
  if (byWeekday.includes(task)) return 'the name of the weekday';
  return task === 'is_leap_year' ? 'Yes or No' : 'the number alone';
}

function readWeekday(answer: string): Weekday | null {
  const text = unwrap(answer).toLowerCase().replace(/\.$/, '');
  const found = weekdays.filter((day) => {
    const name = day.toLowerCase();
    return name === text || (/^(?:...|tues|thurs?)$/.test(text) && name.startsWith(text));
  });
  return found[0] ?? null;
}

/** The answer by the calendar; null where the entry leaves it to its question, as the reference does. */
function solve(m: Metadata): string | number | null {
  const [start, end, target] = [m.start_date, m.end_date, m.target_date].map((text) =>
    text === undefined ? null : parseDate(text),
  ) as [number | null, number | null, number | null];
  switch (m.task) {
    case 'weekday_offset':
      return start === null || m.offset_days === undefined
        ? null
        : weekdayOf(start + m.offset_days);
    case 'weekday_of_date':
      return target === null ? null : weekdayOf(target);
    case 'weekday_of_date_from_first_date': {
      if (target === null || !m.first_day) return null;
      const passed = target - dayNumber(m.year ?? civilDate(target).year, 1, 1);
      return weekdays[(weekdays.indexOf(m.first_day) + passed) % 7] ?? null;
    }
    case 'recurring_event_day':
      return m.year === undefined || !m.month || !m.ordinal || !m.weekday
        ? null
        : eventDay(m.year, m.month, m.ordinal, m.weekday);
    case 'count_days':
      return start === null || end === null || !m.weekday
        ? null
        : countDays(start, end, [weekdays.indexOf(m.weekday)]);
    case 'count_business_days':
      return start === null || end === null ? null : countDays(start, end, [0, 1, 2, 3, 4]);
    default:
      return m.year === undefined ? null : isLeap(m.year) ? 'Yes' : 'No';
  }
}

function eventDay(y: number, month: number, ordinal: string, weekday: Weekday): number {
  const first = dayNumber(y, month, 1);
  const earliest = ((weekdays.indexOf(weekday) - weekdayIndex(first) + 7) % 7) + 1;
  if (ordinal !== 'last') return earliest + 7 * ordinals.indexOf(ordinal as 'first');
  return earliest + 28 <= daysInMonth(y, month) ? earliest + 28 : earliest + 21;
}

/** Both ends included. */
function countDays(start: number, end: number, which: readonly number[]): number | null {
  const days = end - start + 1;
  if (days < 0 || days > longestCount) return null;
  const rest = Array.from({ length: days % 7 }, (_, i) => weekdayIndex(start + i));
  return Math.floor(days / 7) * which.length + rest.filter((day) => which.includes(day)).length;
}

type Made = Omit<Metadata, 'task'> & { readonly question: string };

const makers: Readonly<Record<Kind, (rng: Rng, c: Config) => Made>> = {
  weekday_offset(rng, c) {
    const start = dateOf(rng, c.year);
    const size = rng.randint(1, c.offset_upper_bound);
    const offset = rng.below(2) === 0 ? size : -size;
    const days = size === 1 ? '1 day' : `${size} days`;
    const when = offset > 0 ? `will it be in ${days}` : `was it ${days} ago`;
    return {
      question: `Today is ${weekdayOf(start)}, ${show(start)}. What day of the week ${when}?`,
      start_date: isoDate(start),
      offset_days: offset,
      target_date: isoDate(start + offset),
    };
  },
  weekday_of_date(rng, c) {
    const target = dateOf(rng, c.year);
    return {
      question: `Which day of the week is ${show(target)} in the Gregorian calendar?`,
      target_date: isoDate(target),
    };
  },
  weekday_of_date_from_first_date(rng, c) {
    const first = dayNumber(c.year, 1, 1);
    const last = dayNumber(c.year, 12, 31) - first;
    const delta = rng.randint(1, Math.min(c.offset_upper_bound, last));
    const day = rng.choice(weekdays);
    // Without it nobody could say what follows February.
    const length = isLeap(c.year) ? 'a leap year' : 'a year that is no leap year';
    const { month, day: date } = civilDate(first + delta);
    return {
      question: `Suppose 1 January of ${length} is a ${day}. Which day of the week is ${date} ${months[month - 1]} of the same year?`,
      year: c.year,
      first_day: day,
      target_date: isoDate(first + delta),
      delta_days: delta,
    };
  },
  recurring_event_day(rng, c) {
    const month = rng.randint(1, 12);
    const ordinal = rng.choice(ordinals);
    const weekday = rng.choice(weekdays);
    return {
      question: `On which day of the month is the ${ordinal} ${weekday} of ${months[month - 1]} ${c.year}?`,
      year: c.year,
      month,
      ordinal,
      weekday,
    };
  },
  count_days(rng, c) {
    const [start, end] = span(rng, c);
    const weekday = rng.choice(weekdays);
    return {
      question: `How many ${weekday}s are there from ${weekdayOf(start)}, ${show(start)}, to ${weekdayOf(end)}, ${show(end)}, both days included?`,
      year: c.year,
      start_date: isoDate(start),
      end_date: isoDate(end),
      weekday,
    };
  },
  count_business_days(rng, c) {
    const [start, end] = span(rng, c);
    return {
      question: `How many days from Monday to Friday are there from ${weekdayOf(start)}, ${show(start)}, to ${weekdayOf(end)}, ${show(end)}, both days included? Holidays count like other days.`,
      year: c.year,
      start_date: isoDate(start),
      end_date: isoDate(end),
    };
  },
  is_leap_year(rng, c) {
    const half = Math.floor(c.leap_year_range / 2);
    const leap = rng.random() < c.p_leap;
    let drawn = rng.randint(c.year - half, c.year + half);
    for (let n = 0; n < maxDraws && isLeap(drawn) !== leap; n++) {
      drawn = rng.randint(c.year - half, c.year + half);
    }
    return { question: `Is ${drawn} a leap year?`, year: drawn, is_leap: isLeap(drawn) };
  },
};

function dateOf(rng: Rng, y: number): number {
  const month = rng.randint(1, 12);
  return dayNumber(y, month, rng.randint(1, daysInMonth(y, month)));
}

function span(rng: Rng, c: Config): readonly [start: number, end: number] {
  const start = dateOf(rng, c.year);
  return [start, start + rng.randint(0, c.offset_upper_bound)];
}

function show(days: number): string {
  const { year: y, month, day } = civilDate(days);
  return `${day} ${months[month - 1]} ${y}`;
}

/** Weekdays: 0.1 for another one, 0.05 in other letters. Numbers: the nearer the more. */
function compat(answer: string, oracle: string, task: Kind): Mark {
  if (answer === '') return graded(0);
  const text = strip(answer);
  if (byWeekday.includes(task)) {
    if (text === oracle) return right;
    if ((weekdays as readonly string[]).includes(text)) return graded(0.1);
    const [first = '', ...rest] = text;
    const title = first.toUpperCase() + rest.join('').toLowerCase();
    return graded((weekdays as readonly string[]).includes(title) ? 0.05 : 0);
  }
  if (task === 'is_leap_year')
    return text.toLowerCase() === oracle.toLowerCase() ? right : graded(0);
  const [given, wanted] = [pyInt(text), pyInt(oracle)];
  if (given === null || wanted === null) return graded(0);
  if (wanted === 0n) return graded(given === 0n ? 1 : 0);
  const off = given - wanted;
  const error = Number(off < 0n ? -off : off) / Number(wanted);
  return graded(Math.min(1, Math.exp(-5 * error)));
}
