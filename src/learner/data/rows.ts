/** The rows of a JSONL file of prompts: samples without a response, checked before anything runs. */
import { readJsonl } from '../../../datasets/io/jsonl.ts';
import { isVerifierId } from '../../../verifiers/contract.ts';
import { AssayError } from '../../errors.ts';
import { describe } from '../../explain.ts';

/** Rows held in memory at most. */
export const maxRows = 5_000_000;

export interface PromptRow {
  readonly id: string | number;
  readonly prompt: unknown;
  /** The whole row: a response put into it makes it a sample. */
  readonly sample: Readonly<Record<string, unknown>>;
}

/** @param kind whether the rows are to be judged, or have a response to learn from. */
export async function readPrompts(path: string, kind: 'judged' | 'answered'): Promise<PromptRow[]> {
  const rows: PromptRow[] = [];
  let line = 0;
  try {
    for await (const read of readJsonl(path)) {
      line++;
      if (read.kind === 'bad') throw refusal(path, line, 'JSON', read.fault.message);
      rows.push(toRow(path, line, read.value, kind));
      if (rows.length > maxRows) throw refusal(path, line, `at most ${maxRows} rows`, 'more');
    }
  } catch (error) {
    if (error instanceof AssayError) throw error;
    throw refusal(path, line, 'readable', (error as NodeJS.ErrnoException).code ?? `${error}`);
  }
  if (rows.length === 0) throw refusal(path, 0, 'a file with rows', 'an empty one');
  return rows;
}

function toRow(path: string, line: number, value: unknown, kind: 'judged' | 'answered'): PromptRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal(path, line, 'an object', describe(value));
  }
  const sample = value as Record<string, unknown>;
  const { prompt, verifier, response, id } = sample;
  if (typeof prompt !== 'string' && !(Array.isArray(prompt) && prompt.length > 0)) {
    throw refusal(path, line, 'a row with a prompt, text or messages', describe(prompt));
  }
  if (kind === 'judged' && !isVerifierId(verifier)) {
    throw refusal(path, line, 'a row with a verifier', describe(verifier));
  }
  if (kind === 'answered' && typeof response !== 'string') {
    throw refusal(path, line, 'a row with a response', describe(response));
  }
  const known = typeof id === 'string' || typeof id === 'number';
  return { id: known ? id : line - 1, prompt, sample };
}

function refusal(path: string, line: number, expected: string, got: string): AssayError {
  const field = line > 0 ? `${path}, row ${line}` : path;
  const mismatch = { field, expected, got };
  const text = `Expected ${field} to be ${expected}, got ${got}`;
  return new AssayError('config_invalid', text, { mismatch });
}
