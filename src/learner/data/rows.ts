/** The rows of a file of prompts (JSONL, Parquet): samples without a response, checked before anything runs. */
import { openRows } from '../../../datasets/io/rows.ts';
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
  for await (const read of openRows(path)) {
    if (read.kind === 'bad') {
      const { code, message } = read.fault;
      throw new AssayError('config_invalid', `${path}, row ${read.row}: ${code}: ${message}`);
    }
    rows.push(toRow(path, read.row, read.value, kind));
    if (rows.length > maxRows) throw refusal(path, read.row, `at most ${maxRows} rows`, 'more');
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
