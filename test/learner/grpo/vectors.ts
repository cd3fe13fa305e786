/** The published numbers, and the comparison with them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot } from '../../support/data.ts';

export const vectorsFile = 'learner/grpo_vectors.json';

// biome-ignore lint/suspicious/noExplicitAny: each section has a shape of its own
export type Section = any;

/** A check for each section; it may look at the inputs of others. */
export type Sections = Readonly<
  Record<string, (section: Section, all: Record<string, Section>) => void>
>;

export function readVectors(): Record<string, Section> {
  return JSON.parse(readFileSync(join(dataRoot, vectorsFile), 'utf8'));
}

let compared = 0;
export const comparisons = () => compared;

/** Equal numbers, lists of them, or lists of lists; rows may be shorter where the rest is 0. */
export function close(got: unknown, wanted: unknown, what: string, tolerance = 1e-10): void {
  if (typeof wanted === 'number') {
    compared++;
    const error = Math.abs((got as number) - wanted);
    assert.ok(error <= tolerance * Math.max(1, Math.abs(wanted)), `${what}: ${got}, not ${wanted}`);
  } else if (Array.isArray(wanted)) {
    const list = got as ArrayLike<unknown>;
    assert.ok(list.length <= wanted.length, `${what}: ${list.length} values, not ${wanted.length}`);
    for (const [i, value] of wanted.entries()) {
      close(list[i] ?? (Array.isArray(value) ? [] : 0), value, `${what}[${i}]`, tolerance);
    }
  } else {
    compared++;
    assert.deepEqual(got, wanted, what);
  }
}

/** A response's tokens: those of the row that its mask keeps, which is always a beginning. */
export function masked<T>(rows: readonly (readonly T[])[], mask: readonly number[][]): T[][] {
  return rows.map((row, i) => row.filter((_, t) => mask[i]?.[t] === 1));
}
