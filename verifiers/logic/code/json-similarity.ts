/**
 * How alike two JSON values are, in the measure of Reasoning Gym's codeio: the edit distance of
 * their trees against the length of their text. Numbers that differ cost their relative error as
 * well, but only those that are written with digits and points alone.
 */
import type { Budget } from '../../budget.ts';
import { codePoints } from '../mark.ts';
import { pyFloat } from '../python/number.ts';
import { levenshtein, type Tree, treeDistance } from './edit-distance.ts';
import { dumps, pythonText, type Value } from './json-value.ts';

/** 1 for equal values, 0 for those whose distance is a fifth of the longer text or more. */
export function similarity(a: Value, b: Value, budget: Budget): number {
  const distance = treeDistance(
    treeOf(a),
    treeOf(b),
    (from, to) => labelDistance(from, to, budget),
    budget,
  );
  const share = 1 - distance / (0.2 * Math.max(dumps(a).length, dumps(b).length));
  return share > 0 ? share : 0;
}

/** A container is labelled with its key, a leaf with "key:value"; keys are in order. */
function treeOf(root: Value): Tree {
  const labels: string[] = [];
  const first: number[] = [];
  function visit(value: Value, label: string): void {
    const start = labels.length;
    if (value instanceof Map) {
      for (const key of [...value.keys()].sort(byCodePoint)) visit(value.get(key) ?? null, key);
      labels.push(label);
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) visit(item, `item_${i}`);
      labels.push(label);
    } else labels.push(`${label}:${pythonText(value as Exclude<Value, object> | null)}`);
    first.push(start);
  }
  visit(root, 'root');
  return { labels, first };
}

/** As Python sorts texts; UTF-16 units have the surrogates before U+E000. */
function byCodePoint(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < x.length && i < y.length; i++) {
    if (x[i] !== y[i]) return (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
  }
  return x.length - y.length;
}

function labelDistance(a: string, b: string, budget: Budget): number {
  const [cutA, cutB] = [a.indexOf(':'), b.indexOf(':')];
  if (cutA < 0 || cutB < 0) return levenshtein(a, b, budget);
  const keys = levenshtein(a.slice(0, cutA), b.slice(0, cutB), budget);
  const [valueA, valueB] = [a.slice(cutA + 1), b.slice(cutB + 1)];
  if (valueA === valueB) return keys;
  const values = levenshtein(valueA, valueB, budget);
  if (isNumeric(valueA.replaceAll('.', '')) && isNumeric(valueB.replaceAll('.', ''))) {
    const [x, y] = [pyFloat(valueA), pyFloat(valueB)];
    if (x === null || y === null) return keys + values;
    const error = Math.abs((x - y) / Math.max(Math.min(x, y), 10e-5));
    return keys + error * Math.max(codePoints(valueA), codePoints(valueB));
  }
  const isOne = isNumeric(valueA) || isNumeric(valueB);
  return keys + values + (isOne ? Math.max(codePoints(a), codePoints(b)) : 0);
}

/** str.isnumeric(), the ideographs for numbers apart. */
function isNumeric(text: string): boolean {
  return /^\p{N}+$/u.test(text);
}
