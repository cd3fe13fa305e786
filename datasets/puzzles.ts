/** Seeded puzzle streams: Samples without a response, drawn from verifiers/logic. */
import type { Sample } from '../verifiers/contract.ts';
import {
  catalogue,
  generate,
  type LogicReference,
  type TaskListing,
} from '../verifiers/logic/index.ts';

export interface PuzzleStream {
  readonly task: string;
  /** Entries to make, from index 0. */
  readonly count: number;
  /** Streams of different seeds share nothing, neighbouring seeds included. */
  readonly seed: number;
  /** Fields of the task's config that differ from its defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** A level of the task's curriculum, from 0; `config` goes over it. */
  readonly level?: number;
}

export interface PuzzleSample extends Omit<Sample, 'response' | 'reference'> {
  readonly id: string;
  readonly verifier: 'logic';
  readonly prompt: string;
  readonly reference: LogicReference;
}

const answerForm =
  'Think it through, then give your final answer, and nothing else, between <answer> and </answer>.';

/**
 * Makes the entries one by one as they are asked for.
 * @throws RangeError or z.ZodError for a task, level or config there is none of, at the first entry.
 */
export function* puzzles(stream: PuzzleStream): Generator<PuzzleSample> {
  const { task, count, seed, config, level } = stream;
  for (let index = 0; index < count; index++) {
    const options = { task, seed, index, ...(config && { config }) };
    const made = generate(level === undefined ? options : { ...options, level });
    yield {
      id: `${task}-${seed}-${index}`,
      verifier: 'logic',
      prompt: `${made.entry.question}\n\n${answerForm}`,
      reference: { task, entry: made.entry, config: made.config },
    };
  }
}

/** Every task with its config schema (JSON Schema with defaults) and its curriculum. */
export function puzzleTasks(): TaskListing[] {
  return catalogue();
}
