/** How long it is from one time, date or moment to another. */
import { z } from 'zod';
import { splitSpaces, strip } from '../../../text/python.ts';
import { parseDate } from '../../calendar.ts';
import { drawInterval, formats, type Interval, taskTypes } from '../../durations/draw.ts';
import { readDuration } from '../../durations/read.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, perEntry } from '../../task.ts';

const time = z.string().regex(/^\d\d:\d\d:\d\d(?:\.\d{1,6})?$/);
const date = z.string().refine((text) => parseDate(text) !== null, 'Expected a date YYYY-MM-DD');
const config = z
  .strictObject({
    min_time: time.default('00:00:00'),
    max_time: time.default('23:59:59.999999'),
    max_time_difference_seconds: z.int().min(1).max(10_000_000).default(86_400),
    min_date: date.default('1900-01-01'),
    max_date: date.default('3000-01-01'),
    max_date_difference_days: z.int().min(1).max(1_000_000).default(100),
    task_types: z
      .array(z.enum(taskTypes))
      .min(1)
      .default([...taskTypes]),
  })
  .refine((c) => c.min_date < c.max_date, 'Expected min_date < max_date')
  .refine((c) => c.min_time <= c.max_time, 'Expected min_time <= max_time');
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  task_type: z.enum(taskTypes),
  start_time: z.string().optional(),
  end_time: z.string().optional(),
  expected_format: z.enum(formats).optional(),
});
type Metadata = z.infer<typeof metadata>;

const differenceOf = perEntry((of: z.infer<typeof metadata>) => difference(of));

export const timeIntervals = defineTask({
  name: 'time_intervals',
  category: 'arithmetic',
  summary: 'Find how long it is between two times, dates or moments',
  answerFormat: 'a duration in the format asked for, such as 03:21:15 or 5 days, 03:21',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'max_time_difference_seconds',
      field: 'max_time_difference_seconds',
      levels: [60, 3_600, 10_800, 21_600, 32_400, 43_200, 86_400],
    },
    {
      kind: 'scalar',
      name: 'max_date_difference_days',
      field: 'max_date_difference_days',
      levels: [1, 7, 30, 365, 1_825],
    },
  ],

  generate(rng, c) {
    const made: Interval = drawInterval(rng, c);
    const { question, answer, ...rest } = made;
    return {
      question,
      answer,
      metadata: rest,
      difficulty: {
        max_time_difference_seconds: c.max_time_difference_seconds,
        max_date_difference_days: c.max_date_difference_days,
      },
    };
  },

  /** Strict: the duration in any spelling; what the format has no room for is cut off. */
  score(answer, { entry, config: c, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return compat(answer, oracle, entry.metadata.task_type, c);
    const stored = readDuration(oracle);
    if (stored === null) return faultyEntry('Expected a duration as the answer');
    const exact = differenceOf(entry.metadata);
    const unit = oracle.includes('.') ? 1 : unitOf(entry.metadata, oracle);
    const expected = exact === null ? stored : Math.floor(exact / unit) * unit;
    if (expected !== stored) return faultyEntry('Expected the duration as the answer');
    const given = readDuration(answer);
    if (given === null) return malformed('Expected one duration');
    return given === expected || given === exact ? right : wrong('Expected another duration');
  },
});

/** Milliseconds that the answer is counted in. */
function unitOf({ task_type, expected_format }: Metadata, oracle: string): number {
  const format = expected_format ?? oracle.replace(/\d/g, '0');
  if (task_type === 'date') return 86_400_000;
  return format.split(':').length > 2 ? 1_000 : 60_000;
}

/** Milliseconds between the two moments; null where the entry does not say them. */
function difference({ start_time, end_time }: Metadata): number | null {
  const [start, end] = [moment(start_time), moment(end_time)];
  return start === null || end === null ? null : end - start;
}

const written =
  /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{3})\d{3})?(?:([+-])(\d\d):(\d\d))?$/;

function moment(text = ''): number | null {
  const match = written.exec(text);
  const day = match && parseDate(match[1] as string);
  if (!match || day === null) return null;
  const [hours, minutes, seconds] = match.slice(2, 5).map(Number) as [number, number, number];
  const zone = 60 * Number(match[7] ?? 0) + Number(match[8] ?? 0);
  const shift = match[6] === '-' ? zone : -zone;
  const total = ((day * 24 + hours) * 60 + minutes + shift) * 60 + seconds;
  return total * 1_000 + Number(match[5] ?? 0);
}

/** Linear in the error; what it may be comes from the config. */
function compat(answer: string, oracle: string, type: Metadata['task_type'], c: Config): Mark {
  const read = type === 'date' ? days : type.startsWith('time') ? clock : daysAndClock;
  const [given, wanted] = [read(answer), read(oracle)];
  if (given === null || wanted === null) return graded(0);
  if (given === wanted) return right;
  const most =
    type === 'date'
      ? c.max_date_difference_days
      : type.startsWith('time')
        ? c.max_time_difference_seconds
        : c.max_date_difference_days * 86_400;
  return graded(Math.max(0, 1 - Math.abs(given - wanted) / most));
}

function days(text: string): number | null {
  return whole(splitSpaces(text)[0]);
}

/** Parts after the third are not read; "7.5" seconds are seven and five thousandths. */
function clock(text: string): number | null {
  const [hours, minutes, rest] = strip(text).split(':');
  const [h, m] = [whole(hours), whole(minutes)];
  if (h === null || m === null) return null;
  const seconds = h * 3_600 + m * 60;
  if (rest === undefined) return seconds;
  const [s, ms, more] = rest.split('.');
  const [a, b] = [whole(s), ms === undefined ? 0 : whole(ms)];
  if (a === null || b === null || more !== undefined) return null;
  return seconds + (a + b / 1_000);
}

function daysAndClock(text: string): number | null {
  const count = whole(text.split(' days,')[0]);
  const [hours, minutes, rest] = strip(text.split(',')[1] ?? '').split(':');
  const [h, m] = [whole(hours), whole(minutes)];
  const s = rest === undefined ? 0 : whole(rest);
  if (count === null || h === null || m === null || s === null) return null;
  return count * 86_400 + (h * 3_600 + m * 60 + s);
}

function whole(text: string | undefined): number | null {
  const value = text === undefined ? null : pyInt(text);
  return value === null ? null : Number(value);
}
