/** What a layout of a data set is, and what the layouts share: ids, responses, labels. */
import type { VerifierId } from '../../verifiers/contract.ts';
import { JsonError, parseJson } from '../../verifiers/json.ts';
import { meaningOf } from '../meaning.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A row in Assay's own words. What it lacks is left out: the scorer says so. */
export interface Recast {
  readonly id?: string | number | undefined;
  readonly verifier: unknown;
  readonly prompt?: unknown;
  readonly response?: unknown;
  /** Several responses of one row; then there is no `response`. */
  readonly responses?: readonly unknown[];
  readonly reference: unknown;
  readonly options?: unknown;
  /** Where the row comes from, for counts by data source. */
  readonly source?: string | undefined;
  /** A solution that the row itself gives, for a check of the row. */
  readonly solution?: string | undefined;
}

export interface FormatHints {
  /** The verifier of rows that name none. */
  readonly verifier?: VerifierId | undefined;
}

export interface Format {
  readonly id: string;
  /** The data sets that come so. */
  readonly about: string;
  /** Why the row is of this layout; null when it is not. */
  recognises(row: Fields): string | null;
  /** @throws LayoutError where a column is not what the layout says. */
  toSample(row: Fields, hints: FormatHints): Recast;
}

/** A column that is not what its layout says. */
export class LayoutError extends Error {
  readonly column: string;

  constructor(column: string, message: string) {
    super(message);
    this.name = 'LayoutError';
    this.column = column;
  }
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the row has all of these, none of them null. */
export const has = (row: Fields, ...names: readonly string[]): boolean =>
  names.every((name) => row[name] !== undefined && row[name] !== null);

/** `prompt and answer`. */
export function named(...names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The reason for rows that are known by their columns alone. */
export const byColumns = (row: Fields, ...names: readonly string[]): string | null =>
  has(row, ...names) ? `the row has ${named(...names)}` : null;

/** The first of the columns that is an id. */
export function idOf(row: Fields, ...names: readonly string[]): string | number | undefined {
  for (const name of ['id', ...names]) {
    const id = row[name];
    if (typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id))) return id;
    if (typeof id === 'bigint') return String(id);
  }
  return undefined;
}

/** Text of a column. @throws LayoutError */
export function textIn(row: Fields, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new LayoutError(column, `Expected text, got ${kind(value)}`);
}

/** Data that may have come as JSON text. @throws LayoutError */
export function unfold(row: Fields, column: string): unknown {
  const value = row[column];
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new LayoutError(column, `Expected JSON text: ${error.message}`);
  }
}

const kind = (value: unknown) =>
  value === undefined || value === null
    ? 'nothing'
    : Array.isArray(value)
      ? 'a list'
      : `${typeof value}`;

/** By the label itself and the row's data source. @throws LayoutError where neither tells. */
export function labelled(
  label: unknown,
  column: string,
  source: string | undefined,
  hints: FormatHints,
): Pick<Recast, 'verifier' | 'reference' | 'options'> {
  const meaning = meaningOf(label, { source, verifier: hints.verifier });
  if (meaning) return meaning;
  throw new LayoutError(
    column,
    `Expected a label that tells how it is judged, got ${kind(label)}; --verifier or --map can say it`,
  );
}
