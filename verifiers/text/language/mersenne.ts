/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), seeded and read the way CPython's
 * `random` module does it, because langdetect's labels depend on that exact stream.
 */
const size = 624;
const middle = 397;

export interface Mersenne {
  /** A float in [0, 1) with 53 random bits. */
  random(): number;
  /** An integer in [0, n), 0 < n <= 2^32, by rejection. */
  below(n: number): number;
}

/** @param seed an integer in [0, 2^32) */
export function createMersenne(seed: number): Mersenne {
  const state = seedState(seed);
  let at = size;

  const word = (): number => {
    if (at >= size) {
      advance(state);
      at = 0;
    }
    let y = state[at++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };

  return {
    random() {
      const high = word() >>> 5;
      const low = word() >>> 6;
      return (high * 2 ** 26 + low) / 2 ** 53;
    },
    below(n) {
      const bits = 32 - Math.clz32(n);
      for (;;) {
        const drawn = word() >>> (32 - bits);
        if (drawn < n) return drawn;
      }
    },
  };
}

/** Spreads a one-word key over the state (`init_by_array`). */
function seedState(seed: number): Uint32Array {
  const state = new Uint32Array(size);
  const mix = (i: number) => (state[i - 1] as number) ^ ((state[i - 1] as number) >>> 30);
  state[0] = 19650218;
  for (let i = 1; i < size; i++) state[i] = Math.imul(mix(i), 1812433253) + i;

  let i = 1;
  const step = () => {
    if (++i < size) return;
    state[0] = state[size - 1] as number;
    i = 1;
  };
  for (let k = 0; k < size; k++) {
    state[i] = ((state[i] as number) ^ Math.imul(mix(i), 1664525)) + seed;
    step();
  }
  for (let k = 1; k < size; k++) {
    state[i] = ((state[i] as number) ^ Math.imul(mix(i), 1566083941)) - i;
    step();
  }
  state[0] = 0x80000000;
  return state;
}

/** Computes the next 624 words in place. */
function advance(state: Uint32Array): void {
  for (let k = 0; k < size; k++) {
    const y =
      ((state[k] as number) & 0x80000000) | ((state[(k + 1) % size] as number) & 0x7fffffff);
    state[k] = (state[(k + middle) % size] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}
