/** Rows of known data sets as references: what a layout is, and what their readers share. */
import { JsonError, parseJson } from '../../json.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Layout {
  readonly id: string;
  /** The fields that only this layout has. */
  readonly fits: (row: Row) => boolean;
  /** @throws JsonError where the row cannot be read. */
  readonly read: (row: Row) => Row;
}

/** The lists of an `{input, output}` collection, one after another. */
export function cases(sets: readonly unknown[]): { inputs: unknown[]; outputs: unknown[] } {
  const inputs: unknown[] = [];
  const outputs: unknown[] = [];
  for (const set of sets) {
    if (!isRow(set)) continue;
    const { input, output } = set;
    if (!Array.isArray(input) || !Array.isArray(output) || input.length !== output.length) {
      throw new JsonError('Expected lists input and output of one length', 0);
    }
    for (const one of input) inputs.push(one);
    for (const one of output) outputs.push(one);
  }
  return { inputs, outputs };
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Data that may come as JSON text. */
export function unfold(value: unknown): unknown {
  return typeof value === 'string' ? parseJson(value, { nonFinite: true }) : value;
}

export function text(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw new JsonError(`Expected ${field} as text`, 0);
}

export function given(row: Row, ...names: readonly string[]): Row {
  return Object.fromEntries(
    names.filter((name) => row[name] !== undefined).map((n) => [n, row[n]]),
  );
}
