/**
 * Makes entries: a stream is named by task and seed, an entry by its index in the stream. Streams
 * of neighbouring seeds share nothing. Every entry is judged on the way out: its own answer must
 * earn full marks.
 *
 * A split is a property of the question: one in eight belongs to `test` by its hash, the others to
 * `train`. So no question is ever in both, whatever the seeds, levels and configs.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createBudget } from '../budget.ts';
import { createRng, streamSeed } from '../random.ts';
import {
  completeConfig,
  configAtLevel,
  type Draft,
  type Entry,
  type LogicTask,
  scoreSteps,
} from './task.ts';
import { type ArcConfig, type ArcPuzzle, arcAgi, arcDraft } from './tasks/arc/arc_agi.ts';
import { taskByName, tasks } from './tasks/index.ts';

export interface Generated {
  readonly entry: Entry;
  /** Complete: no default is left out. */
  readonly config: Record<string, unknown>;
}

export interface GenerateOptions {
  readonly task: string;
  readonly seed: number;
  readonly index: number;
  /** Fields that differ from the defaults (and from the level's). */
  readonly config?: Record<string, unknown>;
  /** A level of the task's curriculum, from 0. */
  readonly level?: number;
  /** Only questions of this split; without it, of either. */
  readonly split?: Split;
  /** What `arc_agi` draws from instead of its own rules. */
  readonly arc?: readonly ArcPuzzle[];
}

export const splits = ['train', 'test'] as const;
export type Split = (typeof splits)[number];

/** The first byte of a question's hash below which it is a test. */
const testBytes = 32;
/** Drafts of one entry before it is said that the task has no more questions of its split. */
const maxDrafts = 1_000;

/** Which split the question belongs to. */
export function splitOf(question: string): Split {
  const [byte = 0] = createHash('sha256').update(question).digest();
  return byte < testBytes ? 'test' : 'train';
}

/**
 * One entry.
 * @throws RangeError for an unknown task, a seed or level that is no integer, or (z.ZodError) a
 * config the task does not take.
 */
export function generate(options: GenerateOptions): Generated {
  const { task: name, seed, index, config, level, split } = options;
  const task = findTask(name);
  requireInteger('seed', seed);
  requireInteger('index', index);
  if (level !== undefined) {
    requireInteger('level', level);
    if (level < 0) throw new RangeError(`Expected a level of 0 or more, got ${level}`);
  }
  if (options.arc && task !== arcAgi) {
    throw new RangeError(`Expected arc_agi for puzzles from ARC files, got ${name}`);
  }
  const complete = config ? configOf(task, level, config) : usualConfig(task, level);
  const { question, answer, metadata, difficulty = {} } = draft(task, complete, options, split);
  const entry = {
    question,
    answer,
    metadata: { source_dataset: name, source_index: index, ...metadata, difficulty },
  };
  validate(task, entry, complete);
  return { entry, config: complete as Record<string, unknown> };
}

/** By task the configs of its levels, the default's at -1. */
const usual = new Map<LogicTask, Map<number, unknown>>();

/** No task has more levels. */
const maxLevels = 100;

/** The config of a level without changes, made once. */
function usualConfig(task: LogicTask, level: number | undefined): unknown {
  if (level !== undefined && level > maxLevels) return configOf(task, level, {});
  const levels = usual.get(task) ?? new Map<number, unknown>();
  usual.set(task, levels);
  const known = levels.get(level ?? -1);
  if (known !== undefined) return known;
  const made = configOf(task, level, {});
  levels.set(level ?? -1, made);
  return made;
}

function configOf(task: LogicTask, level: number | undefined, config: Record<string, unknown>) {
  const leveled = level === undefined ? {} : configAtLevel(task.curriculum, level);
  return completeConfig(task, { ...leveled, ...config });
}

function draft(
  task: LogicTask,
  config: unknown,
  { seed, index, arc }: GenerateOptions,
  split: Split | undefined,
): Draft {
  for (let n = 0; n < maxDrafts; n++) {
    const name = n === 0 ? task.name : `${task.name} ${n}`;
    const rng = createRng(streamSeed(name, seed, index));
    const made = arc
      ? arcDraft(rng.choice(arc), rng, config as ArcConfig)
      : task.generate(rng, config);
    if (split === undefined || splitOf(made.question) === split) return made;
  }
  throw new RangeError(`Expected ${task.name} to have questions of the split ${split}, found none`);
}

export interface TaskListing {
  readonly task: string;
  readonly category: string;
  readonly summary: string;
  readonly answer_format: string;
  readonly scoring: string;
  /** JSON Schema with defaults. */
  readonly config: Record<string, unknown>;
  /** Values each knob takes from level 0 up; empty where the task has no curriculum. */
  readonly curriculum: LogicTask['curriculum'];
  /** An entry of the default config. */
  readonly example: { readonly question: string; readonly answer: string | null };
}

/** Every task with its config schema, levels and an example, in the order of the table. */
export function catalogue(): TaskListing[] {
  return tasks.map((task) => ({
    task: task.name,
    category: task.category,
    summary: task.summary,
    answer_format: task.answerFormat,
    scoring: task.partial
      ? `full marks for a right answer; ${task.partial}`
      : 'full marks for a right answer, nothing for another',
    config: z.toJSONSchema(task.config, { io: 'input' }) as Record<string, unknown>,
    curriculum: task.curriculum,
    example: exampleOf(task.name),
  }));
}

function exampleOf(task: string): TaskListing['example'] {
  const { question, answer } = generate({ task, seed: 1, index: 0 }).entry;
  return { question, answer };
}

function findTask(name: string): LogicTask {
  const task = taskByName.get(name);
  if (task) return task;
  throw new RangeError(`Expected a task among ${[...taskByName.keys()].join(', ')}, got ${name}`);
}

function requireInteger(field: string, value: number): void {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`Expected an integer ${field}, got ${value}`);
  }
}

function validate(task: LogicTask, entry: Entry, config: unknown): void {
  const metadata = task.metadata.parse(entry.metadata) as Record<string, unknown>;
  const outcome = task.score(entry.answer ?? '', {
    entry: { ...entry, metadata },
    config,
    mode: 'strict',
    budget: createBudget(scoreSteps),
  });
  if ('score' in outcome && outcome.score === 1) return;
  throw new Error(`Expected the ${task.name} entry's own answer to be right: ${outcome.message}`);
}
