/** The logic verifier: finds the task, takes the answer out of the response, lets the task judge. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../budget.ts';
import type { Judgement, PureVerifier, Refusal } from '../contract.ts';
import { lastTag } from '../extract/tag.ts';
import { stripThinking } from '../extract/think.ts';
import { faultyEntry } from './mark.ts';
import {
  completeConfig,
  Entry,
  type LogicTask,
  type Mode,
  maxAnswerLength,
  scoreSteps,
} from './task.ts';
import { taskByName } from './tasks/index.ts';

export const LogicReference = z.object({
  task: z.string(),
  entry: Entry,
  /** The config the entry was made with; absent fields have the task's defaults. */
  config: z.record(z.string(), z.unknown()).optional(),
});
export type LogicReference = z.infer<typeof LogicReference>;

export const LogicOptions = z.object({
  /** `compat`: the reference implementation's own score, mistakes included. */
  mode: z.enum(['strict', 'compat']).default('strict'),
  /** `answer-tag`: the last <answer>…</answer>. `raw`: the whole response is the answer. */
  extract: z.enum(['answer-tag', 'raw']).default('answer-tag'),
});
export type LogicOptions = z.infer<typeof LogicOptions>;

const shownLength = 1_000;

export const logic: PureVerifier<LogicReference, LogicOptions> = {
  id: 'logic',
  kind: 'pure',
  summary: 'Generated logic puzzles, judged by their rules: partial marks for measured progress',
  reference: LogicReference,
  options: LogicOptions as z.ZodType<LogicOptions>,

  score({ response, reference, options }): Judgement | Refusal {
    const prepared = prepare(reference);
    if ('status' in prepared) return prepared;

    const visible = stripThinking(response);
    const answer = options.extract === 'raw' ? visible : lastTag(visible, 'answer');
    if (answer === null) {
      return scored(0, 'wrong_format', { message: 'Expected <answer>…</answer>, got none' });
    }
    if (answer !== prepared.entry.answer) return judgeAnswer(answer, prepared, options.mode);
    prepared.own[options.mode] ??= judgeAnswer(answer, prepared, options.mode);
    return prepared.own[options.mode] as Judgement | Refusal;
  },
};

function judgeAnswer(
  answer: string,
  { task, config, entry }: Prepared,
  mode: Mode,
): Judgement | Refusal {
  const shown = { extracted: answer.slice(0, shownLength) };
  if (mode === 'strict' && answer.trim() === '') {
    return scored(0, 'no_answer', { ...shown, message: 'Expected an answer, got nothing' });
  }
  const limit = task.maxAnswer ?? maxAnswerLength;
  if (answer.length > limit) {
    const message = `Expected at most ${limit} characters, got ${answer.length}`;
    return scored(0, 'too_long', { ...shown, message });
  }

  const budget = createBudget(scoreSteps);
  try {
    const outcome = task.score(answer, { entry, config, mode, budget });
    if ('status' in outcome) return outcome;
    const { score, cause, message } = outcome;
    return scored(score, cause, message === undefined ? shown : { ...shown, message });
  } catch (error) {
    if (!(error instanceof StepLimitError)) throw error;
    return scored(0, 'step_limit', { ...shown, message: error.message });
  }
}

interface Prepared {
  readonly task: LogicTask;
  readonly config: unknown;
  readonly entry: Entry;
  /** What the entry's own answer earns, by mode: judged as any other, when it first comes. */
  readonly own: Partial<Record<Mode, Judgement | Refusal>>;
}

/** One prompt has many responses: a reference is parsed when it is first seen. */
const seen = new WeakMap<LogicReference, Prepared | Refusal>();

function prepare(reference: LogicReference): Prepared | Refusal {
  const known = seen.get(reference);
  if (known) return known;
  const made = parse(reference);
  seen.set(reference, made);
  return made;
}

function parse(reference: LogicReference): Prepared | Refusal {
  const name = nameOf(reference);
  const task = taskByName.get(name);
  if (!task) return faultyEntry(`Expected a task of verifiers/logic/tasks, got ${show(name)}`);
  const metadata = task.metadata.safeParse(reference.entry.metadata);
  if (!metadata.success) {
    return faultyEntry(`${task.name} metadata: ${z.prettifyError(metadata.error)}`);
  }
  const entry = { ...reference.entry, metadata: metadata.data as Record<string, unknown> };
  try {
    return { task, config: completeConfig(task, reference.config), entry, own: {} };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return faultyEntry(`${task.name} config: ${z.prettifyError(error)}`);
  }
}

/** An entry of a mixture names its own task. */
function nameOf({ task, entry }: LogicReference): string {
  const { source_dataset: source } = entry.metadata;
  return task === 'composite' && typeof source === 'string' ? source : task;
}

function scored(
  reward: number,
  cause: Judgement['cause'],
  rest: { readonly message?: string; readonly extracted?: string },
): Judgement {
  return { status: 'scored', reward, cause, ...rest };
}

function show(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
