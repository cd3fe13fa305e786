/** The math verifier: is the final answer of the response the reference answer? Reward 0 or 1. */
import { createBudget, StepLimitError } from '../budget.ts';
import {
  type Judgement,
  maxResponseLength,
  type PureVerifier,
  type Refusal,
  type Task,
} from '../contract.ts';
import { extractAnswer } from '../extract/answer.ts';
import { type Finding, judge } from './judge.ts';
import { MathOptions, MathReference } from './options.ts';
import { type Answer, maxAnswerLength, readAnswer } from './read.ts';

export { MathOptions, MathReference };

/** Steps one response may cost against all references together: at most about 50 ms. */
export const maxSteps = 150_000;

export const math: PureVerifier<MathReference, MathOptions> = {
  kind: 'pure',
  id: 'math',
  summary: 'Compares the final answer of a response with a reference answer, as mathematics',
  reference: MathReference,
  options: MathOptions as PureVerifier<MathReference, MathOptions>['options'],
  score,
};

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
    references.push(readAnswer(text));
  }

  if (task.response.length > maxResponseLength) return wrong('too_long');
  const want = references.some((r) => r.choice?.rest === '') ? 'choice' : 'any';
  const found = options.form === 'answer' ? null : extractAnswer(task.response, { want });
  const extracted = options.form === 'answer' ? task.response.trim() : found?.text;
  if (extracted === undefined || extracted === '') return wrong('no_answer');
  if (extracted.length > maxAnswerLength) return wrong('too_long');

  const response = readAnswer(extracted);
  const budget = createBudget(maxSteps);
  let best: Finding = { equal: false, used: [], hedged: false };
  try {
    for (const reference of references) {
      const finding = judge(reference, response, options, budget);
      if (finding.equal || (finding.hedged && !best.hedged)) best = finding;
      if (finding.equal) break;
    }
  } catch (error) {
    if (!(error instanceof StepLimitError)) throw error;
    return { ...wrong('step_limit'), extracted, message: error.message };
  }
  // A short remark is no attempt at a formula.
  const remark = found?.source === 'whole' && response.wordy && references.every((r) => !r.wordy);
  if (remark && !best.equal) return wrong('no_answer');
  return {
    status: 'scored',
    reward: best.equal ? 1 : 0,
    cause: best.equal ? 'equal' : best.hedged ? 'ambiguous_answer' : 'wrong_answer',
    extracted,
    ...(best.used.length > 0 ? { parts: { method: best.used } } : {}),
    ...(best.hedged ? { flags: ['hedged'] } : {}),
  };
}

function wrong(cause: Judgement['cause']): Judgement {
  return { status: 'scored', reward: 0, cause };
}
