/**
 * Instruction following: does the response obey verifiable instructions such as "use no comma" or
 * "at least 300 words"? Strict and loose as published for IFEval; hardened by default against
 * responses that obey by saying nothing.
 */
import { createBudget, StepLimitError } from '../budget.ts';
import type { Judgement, PureVerifier, ScoredCause } from '../contract.ts';
import { stripThinking } from '../extract/think.ts';
import { isBlank, stripStart } from '../text/python.ts';
import type { Check, Context, Outcome } from './define.ts';
import { bindInstructions, InstructionOptions, InstructionReference } from './reference.ts';
import { countDifferentWords, enoughWords, holdsForNothing } from './vacuous.ts';
import { variantsOf } from './variants.ts';

/** Longest response that is checked, UTF-16 units. */
const maxLength = 1 << 20;
/** Steps one check may spend on all variants of a response; about a quarter of a second. */
const maxSteps = 6_000_000;

export const instruction: PureVerifier<InstructionReference, InstructionOptions> = {
  id: 'instruction',
  kind: 'pure',
  summary:
    'Verifiable instructions (IFEval, IFBench, IFEvalG): the share that the response follows',
  reference: InstructionReference,
  options: InstructionOptions,
  score({ response, reference, options }) {
    const bound = bindInstructions(reference);
    if (bound.status === 'unscorable') return bound;
    const text = options.thinking === 'strip' ? withoutThinking(response) : response;
    if (text.length > maxLength) {
      const message = `expected at most ${maxLength} characters, got ${text.length}`;
      return { status: 'scored', reward: 0, cause: 'too_long', message };
    }

    const texts = variantsOf(text, options.mode);
    const words = options.hardened ? countDifferentWords(text) : enoughWords;
    const parts = bound.instructions.map(({ id, check, substantial }) => ({
      id,
      ...judge(check, texts, options.hardened, substantial ? enoughWords : words),
    }));
    return sum(parts, options.reward, isBlank(text));
  },
};

interface Part extends Outcome {
  /** Why it failed, where that is not the text's own doing. */
  readonly failure?: 'vacuous' | 'step_limit';
}

/** Passes when any of the texts does; the reason is that of the text that passed, else the first. */
function judge(check: Check, texts: readonly string[], hardened: boolean, words: number): Part {
  const context = { budget: createBudget(maxSteps), hardened };
  let first: Part | undefined;
  for (const text of texts) {
    const outcome = attempt(check, text, context);
    if (outcome.passed) return discount(outcome, check, context, words);
    first ??= outcome;
  }
  return first ?? { passed: false, reason: 'the response is blank' };
}

/** Takes a pass away that a response which says next to nothing did not earn. */
function discount(pass: Part, check: Check, context: Context, words: number): Part {
  if (words >= enoughWords) return pass;
  if (words > 0 && !holdsForNothing(check, context)) return pass;
  const why =
    words === 0
      ? 'the response says nothing'
      : 'so it would for an empty or one-character response';
  return { passed: false, failure: 'vacuous', reason: `holds, but ${why}: ${pass.reason}` };
}

function attempt(check: Check, text: string, context: Context): Part {
  try {
    return check(text, context);
  } catch (error) {
    if (!(error instanceof StepLimitError)) throw error;
    return { passed: false, failure: 'step_limit', reason: error.message };
  }
}

function sum(
  parts: readonly (Part & { readonly id: string })[],
  kind: InstructionOptions['reward'],
  blank: boolean,
): Judgement {
  const passed = parts.filter((part) => part.passed).length;
  const share = passed / parts.length;
  const reward = kind === 'all' ? Math.floor(share) : share;
  const vacuous = parts.some((part) => part.failure === 'vacuous');
  return {
    status: 'scored',
    reward,
    cause: causeOf(reward, parts, blank),
    parts: { instructions: parts.map(({ id, passed, reason }) => ({ id, passed, reason })) },
    ...(vacuous ? { flags: ['vacuous'] } : {}),
  };
}

function causeOf(reward: number, parts: readonly Part[], blank: boolean): ScoredCause {
  if (reward === 1) return 'equal';
  if (reward > 0) return 'partial';
  if (blank) return 'no_answer';
  return parts.find((part) => part.failure)?.failure ?? 'wrong_answer';
}

/** The answer alone; the empty lines between the reasoning and it go with the reasoning. */
function withoutThinking(response: string): string {
  const answer = stripThinking(response);
  return answer === response ? response : stripStart(answer);
}
