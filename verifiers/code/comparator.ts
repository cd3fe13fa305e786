/**
 * How a program's standard output is compared with the expected text. All are linear in the text.
 *
 * - `text` (default): line by line; the right end of each line is trimmed (spaces, tabs, CR) and
 *   blank lines at the end are dropped. Inner and leading blank lines, inner spaces and letter case
 *   count.
 * - `exact`: the same characters.
 * - `tokens`: the same words between white space.
 * - `float`: the same words, where two decimal numbers may differ by the tolerance.
 *
 * `case: 'ignore'` makes letters of both cases equal; `order: 'ignore'` compares the lines, trimmed
 * and without blank ones, as a collection in any order (not for `exact`).
 */
import { z } from 'zod';
import { closeTo } from './values/json-equal.ts';

export const Tolerance = z.object({
  abs: z.number().nonnegative().default(1e-6),
  rel: z.number().nonnegative().default(1e-6),
});

const names = ['text', 'exact', 'tokens', 'float'] as const;

/** A name, or `{kind: 'float', abs, rel}`. */
export const Comparator = z
  .union([
    z.enum(names).transform((kind) => ({ kind })),
    z.strictObject({
      kind: z.enum(names).default('text'),
      abs: z.number().optional(),
      rel: z.number().optional(),
      case: z.enum(['keep', 'ignore']).optional(),
      order: z.enum(['keep', 'ignore']).optional(),
    }),
  ])
  .transform((given) => {
    const {
      kind,
      case: letters = 'keep',
      order = 'keep',
      ...rest
    } = {
      case: undefined,
      order: undefined,
      ...given,
    };
    return { kind, case: letters, order, tolerance: Tolerance.parse(rest) };
  });
export type Comparator = z.infer<typeof Comparator>;

/** Does the output of a program equal the expected one? */
export function sameOutput(actual: string, expected: string, comparator: Comparator): boolean {
  const [a, e] = [actual, expected].map((text) => prepared(text, comparator)) as [string, string];
  switch (comparator.kind) {
    case 'exact':
      return a === e;
    case 'text':
      return a === e || trimLines(a) === trimLines(e);
    case 'tokens':
      return sameWords(a, e, (one, other) => one === other);
    case 'float': {
      const close = closeTo(comparator.tolerance);
      return sameWords(a, e, (one, other) => {
        if (one === other) return true;
        return decimal.test(one) && decimal.test(other) && close(Number(one), Number(other));
      });
    }
  }
}

function prepared(text: string, { kind, case: letters, order }: Comparator): string {
  const cased = letters === 'ignore' ? text.toLowerCase() : text;
  if (order === 'keep' || kind === 'exact') return cased;
  const lines = cased.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}

function trimLines(text: string): string {
  const lines = text.split('\n').map(trimRight);
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end--;
  return lines.slice(0, end).join('\n');
}

function trimRight(line: string): string {
  let end = line.length;
  for (; end > 0; end--) {
    const c = line.charCodeAt(end - 1);
    if (c !== 32 && c !== 9 && c !== 13) break;
  }
  return end === line.length ? line : line.slice(0, end);
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

type SameWord = (actual: string, expected: string) => boolean;

function sameWords(actual: string, expected: string, same: SameWord): boolean {
  const [a, e] = [words(actual), words(expected)];
  return a.length === e.length && a.every((word, i) => same(word, e[i] as string));
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
