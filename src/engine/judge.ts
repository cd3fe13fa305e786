/**
 * One sample's reference and options against its verifier's schemas, and whatever a verifier throws
 * or returns turned into an Outcome. Used on the worker threads and by the sandbox lane, so that a
 * fault means the same on both.
 */
import { StepLimitError } from '../../verifiers/budget.ts';
import type {
  Judgement,
  PureVerifier,
  Refusal,
  Sample,
  Task,
  UnscorableCause,
  Verifier,
  VerifierId,
} from '../../verifiers/contract.ts';
import { explain, sentence } from '../explain.ts';

/** The verifiers an engine knows. A test may bring its own. */
export type VerifierTable = Readonly<Partial<Record<VerifierId, Verifier>>>;

/** A sample's content, checked to be plain data, not yet against its verifier's schemas. */
export interface RawTask {
  readonly verifier: VerifierId;
  readonly prompt: Sample['prompt'];
  readonly response: string;
  readonly reference: unknown;
  readonly options: unknown;
}

/** A fault that escaped a verifier: where it was, never what it said. */
export interface Fault {
  readonly name: string;
  readonly at: readonly string[];
}

export type Outcome = (Judgement | Refusal) & { readonly fault?: Fault };

export function refusal(cause: UnscorableCause, message: string): Refusal {
  return { status: 'unscorable', cause, message };
}

/** The task with both schemas' defaults applied, or why its reference or options cannot be used. */
export function complete(verifier: Verifier, raw: RawTask): Task<unknown, unknown> | Refusal {
  const reference = verifier.reference.safeParse(raw.reference);
  if (!reference.success) {
    return invalid(explain(reference.error, raw.reference, 'reference'));
  }
  const options = verifier.options.safeParse(raw.options ?? {});
  if (!options.success) return invalid(explain(options.error, raw.options, 'options'));
  return {
    response: raw.response,
    prompt: raw.prompt,
    reference: reference.data,
    options: options.data,
  };
}

function invalid(mismatch: Parameters<typeof sentence>[0]): Refusal {
  return refusal('reference_invalid', sentence(mismatch));
}

export function isRefusal(value: Task<unknown, unknown> | Refusal): value is Refusal {
  return 'status' in value;
}

/** Judges by computing alone. Never throws. */
export function judge(verifier: PureVerifier<unknown, unknown>, raw: RawTask): Outcome {
  try {
    const task = complete(verifier, raw);
    return isRefusal(task) ? task : sound(verifier.score(task));
  } catch (error) {
    return escaped(error);
  }
}

/** Holds a verifier to its word: a reward that is no number in [0, 1] is a fault of ours. */
export function sound(outcome: Judgement | Refusal): Outcome {
  if (outcome.status !== 'scored') return outcome;
  if (outcome.reward >= 0 && outcome.reward <= 1) return outcome;
  return refusal('internal', `Expected a reward from 0 to 1, got ${outcome.reward}`);
}

/** What a throw means for the sample: its steps ran out, or the verifier has a fault. */
export function escaped(error: unknown): Outcome {
  if (error instanceof StepLimitError) {
    return { status: 'scored', reward: 0, cause: 'step_limit', message: error.message };
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  // An error's message may quote the response: it goes back to the caller, never into a log.
  const at = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    ...refusal('internal', `The verifier failed: ${name}: ${message}`.slice(0, 500)),
    fault: { name, at: at.slice(0, 8).map((line) => line.trim()) },
  };
}
