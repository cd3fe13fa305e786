/** Seeded puzzle streams: Samples without a response, drawn from verifiers/logic. */
import type { Sample } from '../verifiers/contract.ts';
import {
  type ArcPuzzle,
  catalogue,
  generate,
  type LogicReference,
  type Split,
  type TaskListing,
  taskByName,
} from '../verifiers/logic/index.ts';

/** What a puzzle is drawn from. */
export interface PuzzleSource {
  readonly task: string;
  /** Fields of the task's config that differ from its defaults. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** A level of the task's curriculum, from 0; `config` goes over it. */
  readonly level?: number | undefined;
  /** What `arc_agi` draws from instead of its own rules; see `readArc`. */
  readonly arc?: readonly ArcPuzzle[] | undefined;
}

export interface Drawing {
  /** Streams of different seeds share nothing, neighbouring seeds included. */
  readonly seed: number;
  /** Only questions of this split: no question is in both, whatever the seeds. */
  readonly split?: Split | undefined;
  /** The prompt, with `{question}` and, where wanted, `{answer_format}` for what the task says of it. */
  readonly template?: string | undefined;
}

export interface PuzzleStream extends PuzzleSource, Drawing {
  /** Entries to make, from index 0. */
  readonly count: number;
}

export interface PuzzleSample extends Omit<Sample, 'response' | 'reference'> {
  readonly id: string;
  readonly verifier: 'logic';
  readonly prompt: string;
  readonly reference: LogicReference;
}

export const defaultTemplate =
  '{question}\n\nThink it through, then give your final answer, and nothing else, between <answer> and </answer>.';

/**
 * Makes the entries one by one as they are asked for.
 * @throws RangeError or z.ZodError for a task, level or config there is none of, at the first entry.
 */
export function* puzzles(stream: PuzzleStream): Generator<PuzzleSample> {
  for (let index = 0; index < stream.count; index++) yield puzzle(stream, stream, index);
}

/** The entry of that index in the stream of task and seed. */
export function puzzle(source: PuzzleSource, drawing: Drawing, index: number): PuzzleSample {
  const { task, config, level, arc } = source;
  const { seed, split, template = defaultTemplate } = drawing;
  const { entry, config: complete } = generate({
    task,
    seed,
    index,
    ...(config && { config }),
    ...(level !== undefined && { level }),
    ...(split && { split }),
    ...(arc && { arc }),
  });
  const format = taskByName.get(task)?.answerFormat ?? '';
  return {
    id: `${task}-${seed}-${index}`,
    verifier: 'logic',
    prompt: template.replace(/\{(question|answer_format)\}/g, (_, name) =>
      name === 'question' ? entry.question : format,
    ),
    reference: { task, entry, config: complete },
  };
}

/** The names of all tasks. */
export const puzzleNames: readonly string[] = [...taskByName.keys()];

/** Every task with its config schema (JSON Schema with defaults), its curriculum and an example. */
export function puzzleTasks(): TaskListing[] {
  return catalogue();
}
