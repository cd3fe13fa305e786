/**
 * Turns what zod found into field, expected and got, so that every refusal in this program reads
 * the same: `Expected reference.answer to be a string, got number 5`.
 */
import { z } from 'zod';
import type { Mismatch } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** The first thing wrong with `input`, its path written under `root`. */
export function explain(error: z.ZodError, input: unknown, root: string): Mismatch {
  const issue = error.issues[0];
  if (!issue) return { field: root, expected: 'a valid value', got: describe(input) };
  return explainIssue(issue, input, root);
}

export function sentence({ field, expected, got }: Mismatch): string {
  return `Expected ${field} to be ${expected}, got ${got}`;
}

/** What was thrown in words: a schema's refusal of `input` as a sentence, anything else by its message. */
export function told(error: unknown, input: unknown, root: string): string {
  return error instanceof z.ZodError
    ? sentence(explain(error, input, root))
    : (error as Error).message;
}

function explainIssue(issue: Issue, input: unknown, root: string): Mismatch {
  const field = joinPath(root, issue.path);
  const value = valueAt(input, issue.path);
  if (issue.code === 'invalid_union') return explainUnion(issue, value, field);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { field: joinPath(field, [key]), expected: 'absent', got: 'an unknown field' };
  }
  return { field, expected: expectation(issue), got: describe(value) };
}

/** Of a union's branches, the one that the value came closest to: its fault lies deepest. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  value: unknown,
  field: string,
): Mismatch {
  const branches = issue.errors.filter((branch) => branch.length > 0);
  if (branches.length === 0) {
    // A discriminated union without a matching branch: the issue's path is the discriminator.
    const options = (issue as { options?: readonly unknown[] }).options;
    return {
      field,
      expected: options ? oneOf(options) : expectationOf(issue),
      got: describe(value),
    };
  }
  const depth = (branch: Issue[]) => Math.max(...branch.map((found) => found.path.length));
  const deepest = branches.reduce((best, next) => (depth(next) > depth(best) ? next : best));
  if (depth(deepest) > 0) {
    return explainIssue(
      deepest.find((found) => found.path.length > 0) ?? (deepest[0] as Issue),
      value,
      field,
    );
  }
  const wanted = new Set(branches.map((branch) => expectation(branch[0] as Issue)));
  return { field, expected: [...wanted].join(' or '), got: describe(value) };
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'nonoptional') return 'given';
      return article(issue.expected === 'int' ? 'integer' : issue.expected);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return `${sized(issue.origin)} ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `${sized(issue.origin)} ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `of the format ${issue.format}`;
    default:
      return expectationOf(issue);
  }
}

/** A schema's own message ("Expected a solvable board"), fitted into our sentence. */
function expectationOf(issue: Issue): string {
  return issue.message.replace(/^Expected (?:to be )?/, '').replace(/, got .*$/s, '');
}

function sized(origin: string): string {
  return origin === 'string' || origin === 'array' ? `${article(origin)} of length` : 'a number of';
}

function oneOf(values: readonly unknown[]): string {
  const listed = values.map((value) => JSON.stringify(value) ?? String(value));
  return listed.length === 1 ? `${listed[0]}` : `one of ${listed.join(', ')}`;
}

function article(noun: string): string {
  if (noun === 'record') return 'an object';
  if (noun === 'null' || noun === 'undefined') return noun;
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function joinPath(root: string, path: readonly PropertyKey[]): string {
  let joined = root;
  for (const key of path) {
    joined += typeof key === 'number' ? `[${key}]` : `${joined === '' ? '' : '.'}${String(key)}`;
  }
  return joined;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A value in a few words; long text is cut. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'string') {
    return value.length > 40
      ? `a string of length ${value.length}`
      : `the string ${JSON.stringify(value)}`;
  }
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const text = String(value);
  return text.length > 40
    ? `a ${typeof value} of ${text.length} digits`
    : `${typeof value} ${text}`;
}
