/**
 * A puzzle family: its config, its levels, how an entry is made and how an answer is judged, all in
 * one file a task under tasks/, so that rules and generator cannot disagree.
 *
 * Names, config fields and metadata keys are those of Reasoning Gym, so that its entries can be
 * judged here; metadata of our own entries is a superset with all that scoring needs.
 */
import { z } from 'zod';
import type { Budget } from '../budget.ts';
import type { Rng } from '../random.ts';
import type { Outcome } from './mark.ts';

/** `compat`: the score the reference implementation gives. `strict`: what the answer deserves. */
export type Mode = 'strict' | 'compat';

export const Entry = z.looseObject({
  question: z.string(),
  answer: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
});
export type Entry = z.infer<typeof Entry>;

/** What `generate` makes; the stream adds where the entry came from. */
export interface Draft {
  readonly question: string;
  /** One right answer. */
  readonly answer: string;
  readonly metadata: Record<string, unknown>;
  /** The config values that set the difficulty, as the reference names them. */
  readonly difficulty?: Record<string, unknown>;
}

/**
 * One knob of a curriculum. A range at level n spans the first value up to the n-th (`interval`:
 * up to the one after it); a scalar takes the n-th. Beyond the last value the last one stays.
 */
export type Attribute =
  | {
      readonly kind: 'range';
      readonly name: string;
      readonly fields: readonly [lower: string, upper: string];
      readonly levels: readonly number[];
      readonly interval?: boolean;
    }
  | {
      readonly kind: 'scalar';
      readonly name: string;
      readonly field: string;
      readonly levels: readonly (number | string | boolean | readonly (number | string)[])[];
    };

export interface Judging<Config, Metadata> {
  readonly entry: Entry & { readonly metadata: Metadata };
  readonly config: Config;
  readonly mode: Mode;
  readonly budget: Budget;
}

export interface LogicTask<Config = unknown, Metadata = unknown> {
  readonly name: string;
  readonly category: string;
  /** One line: what is asked. */
  readonly summary: string;
  /** One line: the form of a right answer. */
  readonly answerFormat: string;
  /** One line: what earns part of the marks in strict mode; absent where nothing does. */
  readonly partial?: string;
  readonly config: z.ZodType<Config>;
  /** The metadata keys that scoring reads. */
  readonly metadata: z.ZodType<Metadata>;
  readonly curriculum: readonly Attribute[];
  /** Longest answer that is read, UTF-16 units; default `maxAnswerLength`. */
  readonly maxAnswer?: number;
  generate(rng: Rng, config: Config): Draft;
  score(answer: string, judging: Judging<Config, Metadata>): Outcome;
}

export const maxAnswerLength = 64 << 10;

/** Steps one answer may cost, in every task. */
export const scoreSteps = 20_000_000;

/** Infers a task's types from its schemas. */
export function defineTask<Config, Metadata>(
  task: LogicTask<Config, Metadata>,
): LogicTask<Config, Metadata> {
  return task;
}

/**
 * What is worked out of an entry (or a part of it) alone: once, however many answers are judged by
 * it. Only for work that is bounded by the size of the entry.
 */
export function perEntry<Entry extends object, Fact>(
  work: (entry: Entry) => Fact,
): (entry: Entry) => Fact {
  const known = new WeakMap<Entry, { readonly fact: Fact }>();
  return (entry) => {
    const found = known.get(entry);
    if (found) return found.fact;
    const fact = work(entry);
    known.set(entry, { fact });
    return fact;
  };
}

/** A refinement for configs: the first field of every pair may not exceed the second. */
export function ordered(...pairs: readonly (readonly [lower: string, upper: string])[]) {
  return (config: Record<string, unknown>, context: z.RefinementCtx): void => {
    for (const [lower, upper] of pairs) {
      if ((config[lower] as number) <= (config[upper] as number)) continue;
      const message = `Expected ${lower} <= ${upper}, got ${config[lower]} and ${config[upper]}`;
      context.addIssue({ code: 'custom', path: [upper], message });
    }
  };
}

/** The config fields a level sets; levels count from 0. */
export function configAtLevel(
  curriculum: readonly Attribute[],
  level: number,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const attribute of curriculum) {
    const last = attribute.levels.length - 1;
    const top = Math.min(level, last);
    if (attribute.kind === 'scalar') {
      fields[attribute.field] = attribute.levels[top];
    } else {
      fields[attribute.fields[0]] = attribute.levels[0];
      fields[attribute.fields[1]] =
        attribute.levels[attribute.interval ? Math.min(top + 1, last) : top];
    }
  }
  return fields;
}

/**
 * The complete config of a task: defaults, then what is given. `seed` and `size`, which every
 * config of the reference carries, say nothing about an entry and are left out.
 * @throws z.ZodError
 */
export function completeConfig<Config>(
  task: LogicTask<Config>,
  given: Record<string, unknown> = {},
): Config {
  const { seed: _seed, size: _size, ...fields } = given;
  return task.config.parse(fields);
}
