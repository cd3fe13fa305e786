/** One row of a batch, as it came, to a task that can be judged, or straight to its verdict. */
import {
  type Judgement,
  maxResponseLength,
  type Refusal,
  Sample,
  type Verdict,
} from '../../verifiers/contract.ts';
import type { Mismatch } from '../errors.ts';
import { describe, explain, sentence } from '../explain.ts';
import { type Fingerprint, fingerprint } from './data.ts';
import type { Outcome, RawTask, VerifierTable } from './judge.ts';

export type Prepared =
  | ({ readonly kind: 'task'; readonly task: RawTask } & Fingerprint)
  | { readonly kind: 'settled'; readonly outcome: Judgement | Refusal };

/** The id to echo: the row's own where it is usable, its index otherwise. */
export function idOf(row: unknown, index: number): string | number {
  const id = fieldOf(row, 'id');
  if (typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id))) return id;
  return typeof id === 'bigint' ? String(id) : index;
}

/** One field of whatever a caller gave; a getter that throws has none. */
export function fieldOf(row: unknown, name: 'id' | 'verifier'): unknown {
  try {
    return isRow(row) ? row[name] : undefined;
  } catch {
    return undefined;
  }
}

/** Checks the row against the Sample schema, apart from every other row. Never throws. */
export function prepare(row: unknown, verifiers: VerifierTable): Prepared {
  try {
    return prepareRow(row, verifiers);
  } catch {
    return invalid({ field: 'sample', expected: 'plain data', got: 'a value that throws' });
  }
}

/** The row as a Sample, or the first thing wrong with it. Reference and options are not looked at. */
export function checkSample(
  row: unknown,
  verifiers: VerifierTable,
): { readonly sample: Sample } | { readonly mismatch: Mismatch } {
  if (!isRow(row)) {
    return { mismatch: { field: 'sample', expected: 'an object', got: describe(row) } };
  }
  // Writers of other languages spell an absent field `null`, and ids beyond 2^53 are exact here.
  const id = typeof row.id === 'bigint' ? String(row.id) : (row.id ?? undefined);
  const options = row.options ?? undefined;
  const parsed = Sample.safeParse({ ...row, id, options, prompt: row.prompt ?? undefined });
  if (!parsed.success) return { mismatch: explain(parsed.error, row, '') };
  const { verifier } = parsed.data;
  if (verifiers[verifier]) return { sample: parsed.data };
  const expected = `one of ${Object.keys(verifiers).join(', ')}`;
  return { mismatch: { field: 'verifier', expected, got: verifier } };
}

function prepareRow(row: unknown, verifiers: VerifierTable): Prepared {
  const checked = checkSample(row, verifiers);
  if ('mismatch' in checked) return invalid(checked.mismatch);
  const { verifier, prompt, response, reference, options } = checked.sample;
  if (response.length > maxResponseLength) {
    const message = `Expected a response of at most ${maxResponseLength} characters, got ${response.length}`;
    return {
      kind: 'settled',
      outcome: { status: 'scored', reward: 0, cause: 'too_long', message },
    };
  }
  const named = fingerprint({ verifier, response, prompt, reference, options });
  if ('mismatch' in named) return invalid(named.mismatch);
  const task: RawTask = { verifier, prompt, response, reference, options };
  return { kind: 'task', task, ...named };
}

function isRow(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}

function invalid(mismatch: Mismatch): Prepared {
  const message = sentence(mismatch);
  return { kind: 'settled', outcome: { status: 'unscorable', cause: 'invalid_sample', message } };
}

/** What is judged may be the whole response; a verdict echoes no more than this of it. */
const maxExtracted = 16_384;

/** An outcome under its sample's name. */
export function toVerdict(id: string | number, outcome: Outcome, ms: number): Verdict {
  const rounded = Math.round(ms * 1000) / 1000;
  if (outcome.status === 'unscorable') {
    const { status, cause, message } = outcome;
    return { id, status, reward: null, correct: null, cause, message, ms: rounded };
  }
  const { status, reward, cause, message, extracted, parts, flags, isolation } = outcome;
  return {
    id,
    status,
    reward,
    correct: reward === 1,
    cause,
    ...(message !== undefined && { message }),
    ...(extracted !== undefined && {
      extracted:
        extracted.length > maxExtracted ? `${extracted.slice(0, maxExtracted)}…` : extracted,
    }),
    ...(parts !== undefined && { parts }),
    ...(flags !== undefined && flags.length > 0 && { flags: [...flags] }),
    ...(isolation !== undefined && { isolation }),
    ms: rounded,
  };
}
