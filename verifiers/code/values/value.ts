/**
 * A value that came out of a program, or that a test expects: plain data that remembers what kind
 * of container it was. The text form is sandbox/codec.ts.
 *
 * Integers are bigint, floats are number (so 1n and 1 are Python's 1 and 1.0).
 */
export type Value = null | undefined | boolean | string | bigint | number | Container;

export type Container =
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Value[] }
  | { readonly kind: 'dict' | 'map'; readonly entries: readonly Entry[] }
  | { readonly kind: 'bytes'; readonly hex: string }
  /** Something that is not data; equal to nothing, itself included. */
  | { readonly kind: 'opaque'; readonly type: string };

export type Entry = readonly [key: Value, value: Value];

export function list(items: readonly Value[]): Container {
  return { kind: 'list', items };
}

export function dict(entries: readonly Entry[]): Container {
  return { kind: 'dict', entries };
}

export function isContainer(value: Value): value is Container {
  return typeof value === 'object' && value !== null;
}

export function isNumeric(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Exact: an integer equals a float only when the float is that very integer. NaN equals nothing. */
export function numberEqual(a: bigint | number, b: bigint | number): boolean {
  // JavaScript compares the two kinds by their mathematical values
  // biome-ignore lint/suspicious/noDoubleEquals: === would keep the kinds apart
  return a == b;
}
