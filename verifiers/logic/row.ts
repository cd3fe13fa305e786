/**
 * Schemas for the rows of a grid in an entry's metadata. zod makes an object for every item of an
 * array of its own, which costs more than many a puzzle's making; a row is looked at in one go.
 */
import { z } from 'zod';

export interface Bounds {
  /** Smallest and largest number. */
  readonly low?: number;
  readonly high?: number;
  /** Fewest and most items. */
  readonly least?: number;
  readonly most?: number;
}

/** A list of whole numbers. */
export function ints({
  low = Number.MIN_SAFE_INTEGER,
  high = Number.MAX_SAFE_INTEGER,
  least = 0,
  most = Number.POSITIVE_INFINITY,
}: Bounds = {}) {
  const range = low > Number.MIN_SAFE_INTEGER || high < Number.MAX_SAFE_INTEGER;
  return listOf<number>(
    wholeFrom(low, high),
    [least, most],
    `whole numbers${range ? ` from ${low} to ${high}` : ''}`,
  );
}

/** A list of finite numbers. */
export function numbers({ least = 0, most = Number.POSITIVE_INFINITY }: Bounds = {}) {
  return listOf<number>(Number.isFinite, [least, most], 'numbers');
}

/** A list of texts. */
export function texts({ least = 0, most = Number.POSITIVE_INFINITY }: Bounds = {}) {
  return listOf<string>((item) => typeof item === 'string', [least, most], 'texts');
}

/** A list of pairs of whole numbers from `low` to `high`: the edges of a graph. */
export function pairs({ low, high }: { low: number; high: number }, most: number) {
  const isEnd = wholeFrom(low, high);
  return listOf<[number, number]>(
    (item) => Array.isArray(item) && item.length === 2 && item.every(isEnd),
    [0, most],
    `pairs of whole numbers from ${low} to ${high}`,
  );
}

/** A list of these texts. */
export function marks<const Mark extends string>(known: readonly Mark[], most: number) {
  return listOf<Mark>((item) => known.includes(item as Mark), [0, most], known.join(' or '));
}

const wholeFrom = (low: number, high: number) => (item: unknown) =>
  Number.isSafeInteger(item) && (item as number) >= low && (item as number) <= high;

/** A list of `least` to `most` items that all hold; `what` they are, for the message. */
export function listOf<Item>(
  holds: (item: unknown) => boolean,
  [least, most]: readonly [least: number, most: number],
  what: string,
) {
  const upTo = Number.isFinite(most) ? `${least} to ${most}` : `${least} or more`;
  const count = most === least ? `${most}` : upTo;
  return z.custom<Item[]>(
    (value) =>
      Array.isArray(value) &&
      value.length >= least &&
      value.length <= most &&
      value.findIndex((item) => !holds(item)) < 0, // unlike every, it looks at holes too
    `Expected a list of ${what}, ${count} of them`,
  );
}
