/** What a schema becomes when it is read: a check of one value. */
import type { Budget } from '../../../budget.ts';

export type Json = unknown;

export interface Visit {
  readonly budget: Budget;
  /** Schemas entered and not yet left: `$ref` may go in circles. */
  readonly depth: number;
}

/** Null when the value fits; else what was expected, and where. */
export type Check = (value: Json, path: string, visit: Visit) => string | null;

/** A schema that cannot be used: malformed, or with a word there is no rule for. */
export class SchemaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaError';
  }
}

export type Fields = Readonly<Record<string, Json>>;

export const isObject = (value: Json): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
