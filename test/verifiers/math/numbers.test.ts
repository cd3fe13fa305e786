/** Exact rationals and balls against values known from elsewhere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBudget } from '../../../verifiers/budget.ts';
import { type Ball, balls } from '../../../verifiers/math/evaluate/balls.ts';
import {
  bitLength,
  floor,
  floorRoot,
  fromDecimal,
  integer,
  power,
  ratio,
  root,
  toNumber,
} from '../../../verifiers/rational.ts';

test('rationals are exact and bounded', () => {
  assert.deepEqual(fromDecimal('1.250'), ratio(5n, 4n));
  assert.deepEqual(fromDecimal('6e-3'), ratio(3n, 500n));
  assert.equal(fromDecimal('1e999999999'), null);
  assert.deepEqual(power(ratio(2n, 3n), -2n), ratio(9n, 4n));
  assert.equal(power(integer(9), 387420489n), null);
  assert.deepEqual(root(ratio(-8n, 27n), 3), ratio(-2n, 3n));
  assert.equal(root(integer(2), 2), null);
  assert.equal(floor(ratio(-7n, 2n)), -4n);
  assert.equal(floorRoot(10n ** 40n - 1n, 2), 10n ** 20n - 1n);
  assert.equal(bitLength(-256n), 9);
  assert.equal(toNumber(ratio(10n ** 400n, 3n * 10n ** 400n)), 1 / 3);
});

// The first fifty decimals, from public tables.
const known: readonly [string, (r: ReturnType<typeof arithmetic>) => Ball, string][] = [
  ['π', (r) => r.pi, '314159265358979323846264338327950288419716939937510'],
  ['e', (r) => r.exp(r.from(integer(1))), '271828182845904523536028747135266249775724709369995'],
  ['√2', (r) => r.sqrt(r.from(integer(2))), '141421356237309504880168872420969807856967187537694'],
  [
    'ln 10',
    (r) => r.log(r.from(integer(10))),
    '230258509299404568401799145468436420760110148862877',
  ],
  ['sin 1', (r) => r.sin(r.from(integer(1))), '84147098480789650665250232163029899962256306079837'],
  ['cos 1', (r) => r.cos(r.from(integer(1))), '54030230586813971740093660744297660373231042061792'],
  [
    'arctan 3',
    (r) => r.atan(r.from(integer(3))),
    '124904577239825442582991707728109012307782940412989',
  ],
];

function arithmetic(bits: number) {
  return balls(bits, createBudget(1e9), { gap: 0 });
}

for (const [name, compute, digits] of known) {
  test(`${name} to fifty decimals at any precision`, () => {
    for (const bits of [200, 333, 1_024]) {
      const { m, e, err } = compute(arithmetic(bits));
      const scaled = (m * 10n ** 50n) >> BigInt(-e);
      assert.equal(`${scaled}`, digits);
      assert.ok(err < 10 - bits, `error bound 2^${err} at ${bits} bits`);
    }
  });
}

test('error bounds hold: the value at high precision lies in the ball at low precision', () => {
  for (let k = 1; k < 60; k++) {
    const [low, high] = [arithmetic(80), arithmetic(400)];
    const value = (r: typeof low) => {
      const q = r.from(ratio(BigInt(k * k + 1), BigInt(3 * k + 2)));
      return r.add(r.sin(r.exp(q)), r.divide(r.log(r.add(q, r.pi)), r.sqrt(q)));
    };
    const [a, b] = [value(low), value(high)];
    const shift = BigInt(a.e - b.e);
    const gap = (a.m << shift) - b.m;
    const size = bitLength(gap) + b.e;
    assert.ok(size <= a.err + 1, `k = ${k}: off by 2^${size}, claimed 2^${a.err}`);
  }
});
