/** The math verifier: is the final answer of the response the reference answer? Reward 0 or 1. */
import { createBudget, StepLimitError } from '../budget.ts';
import {
  type Judgement,
  maxResponseLength,
  type PureVerifier,
  type Refusal,
  type Task,
} from '../contract.ts';
import { sources as allSources, extractAnswer, type Source } from '../extract/answer.ts';
import { type Told, tell } from './explain.ts';
import { type Finding, judge } from './judge.ts';
import { MathOptions, MathReference } from './options.ts';
import type { Conventions } from './presets.ts';
import { type Answer, maxAnswerLength, readAnswer, readReference } from './read.ts';

export { MathOptions, MathReference };

/** Steps one response may cost a profile against all references together: at most about 50 ms. */
export const maxSteps = 150_000;

export const math: PureVerifier<MathReference, MathOptions> = {
  kind: 'pure',
  id: 'math',
  summary: 'Compares the final answer of a response with a reference answer, as mathematics',
  reference: MathReference,
  options: MathOptions as PureVerifier<MathReference, MathOptions>['options'],
  score,
};

/** What a verdict tells of a comparison; the sides only where they are asked for. */
interface Parts extends Record<string, unknown> {
  /** Where the answer was taken from. */
  readonly taken?: Source | 'response';
  /** The profile of conventions that decided, where there are several. */
  readonly profile?: string;
  readonly method?: readonly string[];
  readonly conventions?: readonly string[];
  readonly reference?: Told;
  readonly response?: Told;
}

function score(task: Task<MathReference, MathOptions>): Judgement | Refusal {
  const { options } = task;
  const references: Answer[] = [];
  for (const raw of task.reference.answers ?? [task.reference.answer ?? '']) {
    const text = options.referenceForm === 'text' ? (extractAnswer(raw)?.text ?? raw) : raw;
    if (text.trim() === '' || text.length > maxAnswerLength) {
      return {
        status: 'unscorable',
        cause: 'reference_invalid',
        message: `Expected a reference answer of 1 to ${maxAnswerLength} characters, got ${text.length}`,
      };
    }
    references.push(readReference(text));
  }
  if (task.response.length > maxResponseLength) return wrong('too_long', {});

  let first: Judgement | null = null;
  for (const profile of options.profiles) {
    const found = attempt(task.response, references, profile, options);
    if (found.reward === 1) return found;
    first ??= found;
  }
  return first ?? wrong('no_answer', {});
}

/** The judgement of one profile of conventions. */
function attempt(
  text: string,
  references: readonly Answer[],
  profile: Conventions,
  { form, sources, explain, profiles }: MathOptions,
): Judgement {
  const named = profiles.length > 1 ? { profile: profile.name } : {};
  const told = explain && references[0] ? { reference: tell(references[0]) } : {};
  const found = form === 'answer' ? whole(text) : extract(text, references, profile, sources);
  if (found === null) return { ...wrong('no_answer', { ...named, ...told }), message: absent };
  const { text: extracted, source: taken } = found;
  if (extracted.length > maxAnswerLength) return wrong('too_long', { taken, ...named, ...told });

  const response = readAnswer(extracted);
  const sides = explain ? { ...told, response: tell(response) } : {};
  const budget = createBudget(maxSteps);
  let best: Finding | null = null;
  let closest = references[0];
  try {
    for (const reference of references) {
      const finding = judge(reference, response, profile, budget);
      if (best !== null && rank(finding) <= rank(best)) continue;
      best = finding;
      closest = reference;
      if (finding.equal) break;
    }
  } catch (error) {
    if (!(error instanceof StepLimitError)) throw error;
    const { message } = error;
    return { ...wrong('step_limit', { taken, ...named, ...sides }), extracted, message };
  }
  if (best === null) return wrong('no_answer', { taken, ...named });
  // A short remark is no attempt at a formula.
  const remark = taken === 'whole' && response.wordy && references.every((r) => !r.wordy);
  const { method, conventions } = best;
  const parts: Parts = {
    taken,
    ...named,
    method,
    ...(conventions.length > 0 && { conventions }),
    ...sides,
    ...(explain && closest && { reference: tell(closest) }),
  };
  if (best.equal) return { status: 'scored', reward: 1, cause: 'equal', extracted, parts };
  if (remark) return { ...wrong('no_answer', { taken, ...named, ...sides }), message: absent };
  if (best.hedged) return { ...wrong('ambiguous_answer', parts), extracted, flags: ['hedged'] };
  if (!best.undecided) return { ...wrong('wrong_answer', parts), extracted };
  const message = 'Expected values that can be proved equal or different, got neither';
  return { ...wrong('undecided', parts), extracted, message };
}

const absent = 'Expected a final answer in a box, a tag, a formula or a number, got none';

/** Of the findings against several references, the one that comes closest is told. */
const rank = (found: Finding) => (found.equal ? 3 : found.hedged ? 2 : found.undecided ? 1 : 0);

interface Taken {
  readonly text: string;
  readonly source: Source | 'response';
}

const whole = (response: string): Taken | null => {
  const text = response.trim();
  return text === '' ? null : { text, source: 'response' };
};

function extract(
  response: string,
  references: readonly Answer[],
  { think, boxes, latex_comments, last_number }: Conventions,
  sources: readonly Source[] = allSources,
): Taken | null {
  const want = references.some((r) => r.choice?.rest === '') ? 'choice' : 'any';
  const found = extractAnswer(response, {
    want,
    think,
    boxes,
    comments: latex_comments ? 'strip' : 'keep',
    sources: last_number ? sources : sources.filter((source) => source !== 'number'),
  });
  return found === null || found.text === '' ? null : found;
}

function wrong(cause: Judgement['cause'], parts: Parts): Judgement {
  const told = Object.keys(parts).length > 0 ? { parts } : {};
  return { status: 'scored', reward: 0, cause, ...told };
}
