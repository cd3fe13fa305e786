/**
 * Arithmetic modulo a large prime: two rational expressions that agree at a random point modulo a
 * random-looking prime are the same, and huge exponents cost only their length. Functions are
 * opaque: sin(a) is a pseudo-random number that depends on the residue of a, so agreement proves
 * equality, while disagreement proves a difference only where nothing opaque was met.
 */
import type { Budget } from '../../budget.ts';
import type { Tree } from '../tree.ts';
import { isFunctionName, keyOf } from './key.ts';
import { Undefined } from './reals.ts';

/** Primes ≡ 1 (mod 4), so that −1 has a square root and i a residue. */
const primes: readonly { readonly p: bigint; readonly i: bigint }[] = [
  2305843009213693921n,
  2305843009213693693n,
  2305843009213693669n,
].map((p) => ({ p, i: imaginaryUnit(p) }));

export interface Residue {
  readonly value: bigint;
  /** Whether a function was met that residues know nothing of. */
  readonly opaque: boolean;
}

export const residueRounds = primes.length;

function powerMod(base: bigint, exponent: bigint, p: bigint): bigint {
  let result = 1n;
  let square = base % p;
  for (let k = exponent; k > 0n; k >>= 1n) {
    if (k & 1n) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

function imaginaryUnit(p: bigint): bigint {
  for (let a = 2n; ; a++) {
    const r = powerMod(a, (p - 1n) / 4n, p);
    if ((r * r) % p === p - 1n) return r;
  }
}

/** A pseudo-random residue that depends on the text (FNV-1a, 64 bits, then mixed). */
function scramble(text: string, p: bigint): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++)
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn;
  hash ^= hash >> 29n;
  hash = (hash * 0xbf58476d1ce4e5b9n) & 0xffffffffffffffffn;
  return (hash ^ (hash >> 32n)) % p;
}

/** The residue of a prepared tree at the point of `round`. @throws Undefined by a zero divisor. */
export function residue(tree: Tree, round: number, seed: string, budget: Budget): Residue {
  const { p, i } = primes[round % primes.length] ?? { p: 3n, i: 0n };
  let opaque = false;
  const norm = (n: bigint) => ((n % p) + p) % p;
  const inverse = (n: bigint) => {
    if (n === 0n) throw new Undefined();
    budget.spend(8);
    return powerMod(n, p - 2n, p);
  };
  const at = (name: string) => scramble(`${seed}|${round}|${name}`, p);
  const unknown = (text: string) => {
    opaque = true;
    return at(text);
  };

  const go = (t: Tree): bigint => {
    budget.spend();
    switch (t.kind) {
      case 'number':
        return t.value.d === 1n
          ? norm(t.value.n)
          : (norm(t.value.n) * inverse(norm(t.value.d))) % p;
      case 'symbol':
        return at(t.name);
      case 'constant':
        return t.name === 'i' ? i : unknown(t.name);
      case 'sum':
        return t.terms.reduce((total, term) => (total + go(term)) % p, 0n);
      case 'product':
        return t.factors.reduce((total, factor) => (total * go(factor)) % p, 1n);
      case 'quotient':
        return (go(t.over) * inverse(go(t.under))) % p;
      case 'power':
        return raise(t.base, t.exponent);
      case 'apply':
        if (t.args.length === 1 && t.args[0] && !isFunctionName(t.name))
          return (at(t.name) * go(t.args[0])) % p;
        return unknown(keyOf(t));
      case 'call':
        if (t.name === 'root' && t.args[0] && t.args[1])
          return unknown(`root ${keyOf(t.args[1])} ${go(t.args[0])}`);
        return unknown(`${t.name} ${t.args.map(go).join(' ')}`);
      default:
        return unknown(keyOf(t));
    }
  };

  const raise = (base: Tree, exponent: Tree): bigint => {
    const b = go(base);
    if (exponent.kind !== 'number') return unknown(`power ${b} ${go(exponent)}`);
    const { n, d } = exponent.value;
    budget.spend(8);
    // x^(n/d) is the n-th power of an opaque d-th root.
    const rooted = d === 1n ? b : unknown(`root ${d} ${b}`);
    if (n < 0n) return inverse(powerMod(rooted, -n, p));
    return powerMod(rooted, n, p);
  };

  return { value: go(tree), opaque };
}
