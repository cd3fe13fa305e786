/**
 * Elementary functions on fixed-point BigInts: x stands for x·2^−f. Every function works with 32
 * guard bits of its own and returns a result within 2 units of the last place of the true value.
 */
const guard = 32;

const constants = new Map<string, bigint>();

function cached(name: string, f: number, compute: () => bigint): bigint {
  const key = `${name}:${f}`;
  let value = constants.get(key);
  if (value === undefined) {
    if (constants.size > 64) constants.clear();
    value = compute();
    constants.set(key, value);
  }
  return value;
}

/** arctan(1/n) for a small integer n. */
function arctanInverse(n: bigint, f: number): bigint {
  let power = (1n << BigInt(f)) / n;
  const square = n * n;
  let total = power;
  for (let k = 3n, negative = true; power !== 0n; k += 2n, negative = !negative) {
    power /= square;
    total += negative ? -power / k : power / k;
  }
  return total;
}

/** π, by Machin's formula 16·arctan(1/5) − 4·arctan(1/239). */
export function pi(f: number): bigint {
  return cached('pi', f, () => {
    const g = f + guard;
    return (16n * arctanInverse(5n, g) - 4n * arctanInverse(239n, g)) >> BigInt(guard);
  });
}

/** ln 2 = 18·artanh(1/26) − 2·artanh(1/4801) + 8·artanh(1/8749). */
function ln2(f: number): bigint {
  return cached('ln2', f, () => {
    const g = f + guard;
    const artanh = (n: bigint) => {
      let power = (1n << BigInt(g)) / n;
      let total = power;
      for (let k = 3n; power !== 0n; k += 2n) {
        power /= n * n;
        total += power / k;
      }
      return total;
    };
    return (18n * artanh(26n) - 2n * artanh(4801n) + 8n * artanh(8749n)) >> BigInt(guard);
  });
}

/** e^x as a mantissa and a power of two: the value is mantissa·2^(shift − f). */
export function exp(x: bigint, f: number): { mantissa: bigint; shift: number } {
  const halvings = 8 + (f >> 6);
  const g = f + guard + 2 * halvings;
  const scaled = x << BigInt(g - f);
  const two = ln2(g);
  const k = scaled / two;
  // The reduced argument is below ln 2 in size; halving it again shortens the series.
  const r = (scaled - k * two) >> BigInt(halvings);
  const one = 1n << BigInt(g);
  let term = one;
  let total = one;
  for (let n = 1n; term !== 0n; n++) {
    term = ((term * r) >> BigInt(g)) / n;
    total += term;
    if (term === -1n) break;
  }
  for (let i = 0; i < halvings; i++) total = (total * total) >> BigInt(g);
  return { mantissa: total >> BigInt(g - f), shift: Number(k) };
}

/** ln x for x in [1, 2). */
export function log(x: bigint, f: number): bigint {
  const g = f + guard;
  const target = x << BigInt(guard);
  const one = 1n << BigInt(g);
  let y =
    BigInt(Math.round(Math.log(Number(x >> BigInt(f - 52)) / 2 ** 52) * 2 ** 52)) << BigInt(g - 52);
  // Halley's step on e^y − x triples the number of right digits.
  for (let bits = 48; bits < g; bits *= 3) {
    const { mantissa, shift } = exp(y, g);
    const e = shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
    y += (2n * (target - e) * one) / (target + e);
  }
  return y >> BigInt(guard);
}

/** ln 2 to f bits, for callers that split off a power of two. */
export const logTwo = ln2;

/** sin x and cos x for any x. */
export function sinCos(x: bigint, f: number): { sin: bigint; cos: bigint } {
  const g = f + guard;
  const halfPi = pi(g) >> 1n;
  const scaled = x << BigInt(guard);
  let quadrant = scaled / halfPi;
  if (scaled < 0n && quadrant * halfPi !== scaled) quadrant -= 1n;
  const r = scaled - quadrant * halfPi;
  const square = (r * r) >> BigInt(g);
  const one = 1n << BigInt(g);
  const series = (first: bigint, start: bigint) => {
    let term = first;
    let total = first;
    for (let n = start; term !== 0n && term !== -1n; n += 2n) {
      term = -((term * square) >> BigInt(g)) / (n * (n + 1n));
      total += term;
    }
    return total >> BigInt(guard);
  };
  const s = series(r, 2n);
  const c = series(one, 1n);
  switch (((quadrant % 4n) + 4n) % 4n) {
    case 0n:
      return { sin: s, cos: c };
    case 1n:
      return { sin: c, cos: -s };
    case 2n:
      return { sin: -s, cos: -c };
    default:
      return { sin: -c, cos: s };
  }
}

/** arctan x for |x| ≤ 2. */
export function atan(x: bigint, f: number): bigint {
  const g = f + guard;
  const one = 1n << BigInt(g);
  let t = x << BigInt(guard);
  const halvings = 6;
  // arctan t = 2·arctan(t / (1 + √(1 + t²)))
  for (let i = 0; i < halvings; i++)
    t = (t << BigInt(g)) / (one + sqrt(one + ((t * t) >> BigInt(g)), g));
  const square = (t * t) >> BigInt(g);
  let power = t;
  let total = t;
  for (let k = 3n, negative = true; power !== 0n && power !== -1n; k += 2n, negative = !negative) {
    power = (power * square) >> BigInt(g);
    total += negative ? -power / k : power / k;
  }
  return (total << BigInt(halvings)) >> BigInt(guard);
}

/** √x, x ≥ 0, rounded down. */
export function sqrt(x: bigint, f: number): bigint {
  return floorSqrt(x << BigInt(f));
}

/** ⌊√n⌋ by Newton's iteration, started from the double's estimate. */
export function floorSqrt(n: bigint): bigint {
  if (n < 1n << 52n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  const bits = n.toString(16).length * 4;
  const drop = BigInt(Math.max(0, bits - 100) & ~1);
  let y = (BigInt(Math.floor(Math.sqrt(Number(n >> drop)))) + 1n) << (drop >> 1n);
  for (;;) {
    const next = (y + n / y) >> 1n;
    if (next >= y) return y;
    y = next;
  }
}
