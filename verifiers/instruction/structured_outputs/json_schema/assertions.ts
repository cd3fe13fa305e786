/** The words of JSON Schema (2020-12) that look at a value alone. Each takes its word's value. */
import { createPattern, maxPatternLength, type Pattern } from '../../../text/pattern/pattern.ts';
import { PatternError } from '../../../text/pattern/syntax.ts';
import { type Check, type Fields, isObject, type Json, SchemaError } from './contract.ts';
import { equal, isNumber } from './equal.ts';

type Assertion = (word: Json, schema: Fields) => Check;

const types: Readonly<Record<string, (value: Json) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: isNumber,
  integer: (value) => typeof value === 'bigint' || Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: isObject,
};

/** A check of the values that `applies` is for; others fit. */
function rule<T>(
  applies: (value: Json) => value is T,
  holds: (value: T, visit: Parameters<Check>[2]) => boolean,
  expected: string,
): Check {
  return (value, path, visit) =>
    !applies(value) || holds(value, visit) ? null : `${path}: expected ${expected}`;
}

const isText = (value: Json): value is string => typeof value === 'string';
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const lengthOf = (list: readonly Json[]) => list.length;

/** @throws SchemaError */
export function wholeNumber(word: Json, name: string): number {
  if (Number.isSafeInteger(word) && Number(word) >= 0) return Number(word);
  throw new SchemaError(`${name}: expected a whole number, got ${shown(word)}`);
}

function finite(word: Json, name: string): number | bigint {
  if (typeof word === 'bigint' || Number.isFinite(word)) return word as number | bigint;
  throw new SchemaError(`${name}: expected a number, got ${shown(word)}`);
}

/** @throws SchemaError */
export function readPattern(word: Json, name: string): Pattern {
  if (typeof word !== 'string' || word.length > maxPatternLength) {
    throw new SchemaError(`${name}: expected a pattern, got ${shown(word)}`);
  }
  try {
    return createPattern(word);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new SchemaError(`${name}: expected a pattern that runs in linear time, ${error.message}`);
  }
}

const measured =
  <T>(
    applies: (value: Json) => value is T,
    size: (value: T) => number,
    fits: (size: number, limit: number) => boolean,
    words: (limit: number) => string,
    name: string,
  ): Assertion =>
  (word) => {
    const limit = wholeNumber(word, name);
    return rule(applies, (value) => fits(size(value), limit), words(limit));
  };

const compared =
  (fits: (value: number | bigint, limit: number | bigint) => boolean, sign: string): Assertion =>
  (word) => {
    const limit = finite(word, sign);
    return rule(isNumber, (value) => fits(value, limit), `a number ${sign} ${limit}`);
  };

const codePoints = (text: string) => Array.from(text).length;
const count = (value: Fields) => Object.keys(value).length;
const atLeast = (size: number, limit: number) => size >= limit;
const atMost = (size: number, limit: number) => size <= limit;

export const assertions: Readonly<Record<string, Assertion>> = {
  type(word) {
    const names = Array.isArray(word) ? word : [word];
    const known = names.map((name) => {
      const is = typeof name === 'string' && Object.hasOwn(types, name) ? types[name] : undefined;
      if (!is) throw new SchemaError(`type: expected a type of JSON, got ${shown(name)}`);
      return is;
    });
    const expected = `${names.join(' or ')}`;
    return (value, path) =>
      known.some((is) => is(value)) ? null : `${path}: expected ${expected}, got ${shown(value)}`;
  },
  enum(word) {
    if (!Array.isArray(word)) throw new SchemaError(`enum: expected a list, got ${shown(word)}`);
    const expected = `one of ${shown(word)}`;
    return (value, path, { budget }) =>
      word.some((one) => equal(one, value, budget))
        ? null
        : `${path}: expected ${expected}, got ${shown(value)}`;
  },
  const:
    (word) =>
    (value, path, { budget }) =>
      equal(word, value, budget) ? null : `${path}: expected ${shown(word)}, got ${shown(value)}`,
  minimum: compared((value, limit) => value >= limit, '>='),
  maximum: compared((value, limit) => value <= limit, '<='),
  exclusiveMinimum: compared((value, limit) => value > limit, '>'),
  exclusiveMaximum: compared((value, limit) => value < limit, '<'),
  multipleOf(word) {
    const step = finite(word, 'multipleOf');
    if (step <= 0) throw new SchemaError(`multipleOf: expected a positive number, got ${step}`);
    return rule(isNumber, (value) => isMultiple(value, step), `a multiple of ${step}`);
  },
  minLength: measured(isText, codePoints, atLeast, (n) => `at least ${n} characters`, 'minLength'),
  maxLength: measured(isText, codePoints, atMost, (n) => `at most ${n} characters`, 'maxLength'),
  pattern(word) {
    const pattern = readPattern(word, 'pattern');
    const finds = (text: string, { budget }: Parameters<Check>[2]) =>
      pattern.count(text, budget, 1) > 0;
    return rule(isText, finds, `text that matches ${shown(word)}`);
  },
  minItems: measured(isList, lengthOf, atLeast, (n) => `${n} items or more`, 'minItems'),
  maxItems: measured(isList, lengthOf, atMost, (n) => `${n} items at most`, 'maxItems'),
  uniqueItems(word) {
    const differ = (list: readonly Json[], { budget }: Parameters<Check>[2]) =>
      !list.some((item, i) => list.some((other, k) => k < i && equal(item, other, budget)));
    return word === true ? rule(isList, differ, 'items that differ') : () => null;
  },
  minProperties: measured(isObject, count, atLeast, (n) => `${n} fields or more`, 'minProperties'),
  maxProperties: measured(isObject, count, atMost, (n) => `${n} fields at most`, 'maxProperties'),
  required(word) {
    const names = namesOf(word, 'required');
    return (value, path) => {
      const absent = isObject(value)
        ? names.find((name) => !Object.hasOwn(value, name))
        : undefined;
      return absent === undefined ? null : `${path}: expected a field ${shown(absent)}`;
    };
  },
  dependentRequired(word) {
    if (!isObject(word)) throw new SchemaError('dependentRequired: expected an object');
    const needs = Object.entries(word).map(
      ([name, names]) => [name, namesOf(names, 'dependentRequired')] as const,
    );
    return rule(
      isObject,
      (value) =>
        needs.every(
          ([name, names]) =>
            !Object.hasOwn(value, name) || names.every((one) => Object.hasOwn(value, one)),
        ),
      'the fields that its other fields ask for',
    );
  },
};

function namesOf(word: Json, name: string): readonly string[] {
  if (Array.isArray(word) && word.every(isText)) return word;
  throw new SchemaError(`${name}: expected a list of names, got ${shown(word)}`);
}

/** As Python does it: exactly for integers, by the quotient for the rest. */
function isMultiple(value: number | bigint, step: number | bigint): boolean {
  if (typeof value === 'bigint' && typeof step === 'bigint') return value % step === 0n;
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step))
    return Number(value) % Number(step) === 0;
  return Number.isInteger(Number(value) / Number(step));
}

/** A value in a message: short, on one line. */
export function shown(value: Json): string {
  const text =
    JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner)) ??
    String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
