/**
 * The one random source of the puzzles: MT19937 with the methods of CPython's random.Random, drawn
 * the same way, so that a stream is the same on every machine and equals Python's for a seed.
 * Source: Matsumoto and Nishimura 1998; the derived methods follow the documentation of CPython 3.11.
 */
import { hash } from 'node:crypto';

export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  random(): number;
  /** An integer of `bits` bits, 1 to 53. */
  getrandbits(bits: number): number;
  /** Uniform in [0, n), n >= 1. */
  below(n: number): number;
  /** Uniform integer in [low, high], both ends included. */
  randint(low: number, high: number): number;
  uniform(low: number, high: number): number;
  choice<T>(items: readonly T[]): T;
  /** In place. */
  shuffle(items: unknown[]): void;
  /** `count` different places of the list, in random order. */
  sample<T>(items: readonly T[], count: number): T[];
}

const size = 624;

/** Random(seed) of CPython; the sign of the seed is dropped, as there. */
export function createRng(seed: number | bigint): Rng {
  const state = takeState();
  let at = 0;
  seedByArray(state, keyOf(seed));

  /** The words of the state are made anew one by one, as they are drawn. */
  function next(): number {
    let y = renew(state, at);
    at = at + 1 < size ? at + 1 : 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  function getrandbits(bits: number): number {
    if (bits <= 32) return next() >>> (32 - bits);
    const low = next();
    return (next() >>> (64 - bits)) * 2 ** 32 + low;
  }

  function below(n: number): number {
    if (!(n >= 1 && n <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`Expected a range of 1 to 2^53 - 1 values, got ${n}`);
    }
    const bits = n < 2 ** 31 ? 32 - Math.clz32(n) : n.toString(2).length;
    let drawn = getrandbits(bits);
    while (drawn >= n) drawn = getrandbits(bits);
    return drawn;
  }

  function random(): number {
    const high = next() >>> 5;
    return (high * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  }

  return {
    random,
    getrandbits,
    below,
    randint: (low, high) => low + below(high - low + 1),
    uniform: (low, high) => low + (high - low) * random(),
    choice: <T>(items: readonly T[]) => items[below(items.length)] as T,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
    },
    sample: (items, count) => sample(items, count, below),
  };
}

/** States are cut from slabs, as one typed array a generator costs more than its seeding's half. */
const slabStates = 16;
let slab = new Int32Array(0);
let used = 0;

function takeState(): Int32Array {
  if (used + size > slab.length) {
    slab = new Int32Array(slabStates * size);
    used = 0;
  }
  used += size;
  return slab.subarray(used - size, used);
}

/** A seed no two streams share by accident: neighbouring seeds and indices have nothing in common. */
export function streamSeed(name: string, seed: number, index: number): bigint {
  const digest = hash('sha256', `${name}\n${seed}\n${index}`, 'hex');
  return BigInt(`0x${digest.slice(0, 16)}`);
}

function keyOf(seed: number | bigint): number[] {
  let rest = BigInt(seed);
  if (rest < 0n) rest = -rest;
  const key: number[] = [];
  do {
    key.push(Number(rest & 0xffffffffn) | 0);
    rest >>= 32n;
  } while (rest > 0n);
  return key;
}

/** What every seeding begins from: init_genrand(19650218). */
const initial = new Int32Array(size);
for (let i = 0, last = 19650218; i < size; i++) {
  initial[i] = last;
  last = (Math.imul(last ^ (last >>> 30), 1812433253) + i + 1) | 0;
}

/** init_by_array: one pass over the state mixes the key in, another mixes the state with itself. */
function seedByArray(state: Int32Array, key: readonly number[]): void {
  state.set(initial);
  const added = new Int32Array(key.length);
  for (let j = 0; j < key.length; j++) added[j] = (key[j] as number) + j;
  let last = state[0] as number;
  let i = 1;
  for (let n = Math.max(size, key.length), j = 0; n > 0; n--) {
    const mixed = Math.imul(last ^ (last >>> 30), 1664525);
    last = (((state[i] as number) ^ mixed) + (added[j] as number)) | 0;
    state[i] = last;
    j = j + 1 < added.length ? j + 1 : 0;
    i = i + 1 < size ? i + 1 : 1;
  }
  for (let n = size - 1; n > 0; n--) {
    const mixed = Math.imul(last ^ (last >>> 30), 1566083941);
    last = (((state[i] as number) ^ mixed) - i) | 0;
    state[i] = last;
    i = i + 1 < size ? i + 1 : 1;
  }
  state[0] = 0x80000000 | 0;
}

function renew(state: Int32Array, k: number): number {
  const following = state[k + 1 < size ? k + 1 : 0] as number;
  const y = ((state[k] as number) & 0x80000000) | (following & 0x7fffffff);
  const mixed = (state[k < size - 397 ? k + 397 : k + 397 - size] as number) ^ (y >>> 1);
  const word = y & 1 ? mixed ^ 0x9908b0df : mixed;
  state[k] = word;
  return word;
}

/** CPython takes a pool for small populations and a set of places for large ones. */
function sample<T>(items: readonly T[], count: number, below: (n: number) => number): T[] {
  const n = items.length;
  if (count > n) throw new RangeError(`Expected a sample of at most ${n}, got ${count}`);
  const poolLimit = 21 + (count > 5 ? 4 ** Math.ceil(Math.log(count * 3) / Math.log(4)) : 0);
  const drawn: T[] = [];
  if (n <= poolLimit) {
    const pool = [...items];
    for (let i = 0; i < count; i++) {
      const j = below(n - i);
      drawn.push(pool[j] as T);
      pool[j] = pool[n - i - 1] as T;
    }
    return drawn;
  }
  const taken = new Set<number>();
  while (taken.size < count) {
    const j = below(n);
    if (taken.has(j)) continue;
    taken.add(j);
    drawn.push(items[j] as T);
  }
  return drawn;
}
