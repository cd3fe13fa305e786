/**
 * Holds a caller's value to plain data and names it by content: one walk, bounded in depth and
 * size, gives either the text that its SHA-256 is taken of or what was wrong with it.
 *
 * The text is canonical in the sense that two values share it only when no verifier could tell
 * them apart. Keys keep their order: a Python program can print the order of a dict's keys, so
 * `{a, b}` and `{b, a}` are two references.
 */
import { hash } from 'node:crypto';
import { wroteFloat } from '../../verifiers/json.ts';
import type { Mismatch } from '../errors.ts';
import { describe } from '../explain.ts';

/** Deepest nesting of a sample's fields. */
export const maxDepth = 256;
/** Most values (leaves and containers) in one sample. */
export const maxValues = 4_000_000;

class NotData extends Error {
  readonly expected: string;
  readonly got: string;
  constructor(expected: string, got: string) {
    super(`Expected ${expected}, got ${got}`);
    this.expected = expected;
    this.got = got;
  }
}

export interface Fingerprint {
  /** SHA-256 of the content, hex. */
  readonly key: string;
  /** Length of the canonical text, UTF-16 units. */
  readonly size: number;
  /** A number was written as a float (`1.0`), which a copy forgets (verifiers/json.ts). */
  readonly floats: boolean;
}

interface Walk {
  readonly out: string[];
  left: number;
  floats: boolean;
}

/** The content's name, or what kept a field from being plain data. */
export function fingerprint(
  fields: Readonly<Record<string, unknown>>,
): Fingerprint | { readonly mismatch: Mismatch } {
  const walk: Walk = { out: [], left: maxValues, floats: false };
  for (const [field, value] of Object.entries(fields)) {
    try {
      walk.out.push(field, '=');
      write(value, 0, walk);
      walk.out.push('\n');
    } catch (error) {
      const { expected, got } =
        error instanceof NotData ? error : { expected: 'plain data', got: 'a value that throws' };
      return { mismatch: { field, expected, got } };
    }
  }
  const text = walk.out.join('');
  return { key: hash('sha256', text, 'hex'), size: text.length, floats: walk.floats };
}

function write(value: unknown, depth: number, walk: Walk): void {
  const { out } = walk;
  if (--walk.left < 0) throw new NotData(`at most ${maxValues} values`, 'more');
  switch (typeof value) {
    case 'string':
      // Escapes lone surrogates, so no two texts share a name.
      out.push(JSON.stringify(value));
      return;
    case 'number':
      out.push(Object.is(value, -0) ? '-0' : String(value));
      return;
    case 'bigint':
      out.push(`${value}n`);
      return;
    case 'boolean':
    case 'undefined':
      out.push(String(value));
      return;
    case 'object':
      break;
    default:
      throw new NotData('plain data', describe(value));
  }
  if (value === null) {
    out.push('null');
    return;
  }
  if (depth >= maxDepth) throw new NotData(`nested at most ${maxDepth} deep`, 'deeper nesting');
  if (Array.isArray(value)) {
    out.push('[');
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out.push(',');
      write(value[i], depth + 1, walk);
      markFloat(value, i, walk);
    }
    out.push(']');
    return;
  }
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    throw new NotData('plain data', `a ${(value as object).constructor?.name ?? 'special'} object`);
  }
  out.push('{');
  let first = true;
  for (const key of Object.keys(value)) {
    if (!first) out.push(',');
    first = false;
    out.push(JSON.stringify(key), ':');
    write((value as Record<string, unknown>)[key], depth + 1, walk);
    markFloat(value, key, walk);
  }
  out.push('}');
}

/** `1` and `1.0` are two values in Python. */
function markFloat(container: object, key: string | number, walk: Walk): void {
  if (typeof (container as Record<string | number, unknown>)[key] !== 'number') return;
  if (!wroteFloat(container, key)) return;
  walk.out.push('.0');
  walk.floats = true;
}
