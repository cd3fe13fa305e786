/** Numbers against what CPython 3.11 says. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  adjusted,
  equalDecimals,
  halfEven,
  pyDecimal,
  roundSignificant,
} from '../../../verifiers/logic/python/decimal.ts';
import {
  formatGeneral,
  pyFloat,
  pyFraction,
  pyInt,
  reprFloat,
} from '../../../verifiers/logic/python/number.ts';

function table<T>(read: (text: string) => T, rows: readonly (readonly [string, T])[]): void {
  for (const [text, expected] of rows) {
    assert.deepEqual(read(text), expected, JSON.stringify(text));
  }
}

describe('int()', () => {
  it('reads what Python reads', () => {
    table(pyInt, [
      ['12', 12n],
      [' +5\n', 5n],
      ['-007', -7n],
      ['1_000', 1000n],
      ['１２', 12n],
      ['٣', 3n],
      ['\u00a01\u2003', 1n],
      ['1__0', null],
      ['_1', null],
      ['1_', null],
      ['- 5', null],
      ['1.0', null],
      ['1e3', null],
      ['0x1f', null],
      ['\x1c1', null],
      ['1\0', null],
      ['\ufeff1', null],
      ['', null],
      ['9'.repeat(4_300), 10n ** 4_300n - 1n],
      ['9'.repeat(4_301), null],
    ]);
  });
  it('reads prefixes with base 0', () => {
    table(
      (text) => pyInt(text, 0),
      [
        ['0x_fF', 255n],
        ['-0Xab', -171n],
        ['0b1', 1n],
        ['0O17', 15n],
        ['00', 0n],
        ['0_0', 0n],
        ['0x١', 1n],
        ['10', 10n],
        ['010', null],
        ['0_1', null],
        ['0x', null],
        ['0x1__0', null],
        ['0b2', null],
        ['ff', null],
      ],
    );
  });
});

it('float()', () => {
  table(pyFloat, [
    ['1.', 1],
    ['.5', 0.5],
    ['1_0.5e1_0', 1.05e11],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['nan', Number.NaN],
    ['1e999', Number.POSITIVE_INFINITY],
    ['\x851', 1],
    ['\x1f1', null],
    ['.', null],
    ['1e', null],
    ['1_.5', null],
    ['nan123', null],
    ['1,000', null],
  ]);
});

it('Fraction()', () => {
  const read = (text: string) => {
    const value = pyFraction(text);
    return value && `${value.n}/${value.d}`;
  };
  table(read, [
    ['2/4', '1/2'],
    [' -1_0/2_0\n', '-1/2'],
    ['\x1c1/2', '1/2'],
    ['١/٢', '1/2'],
    ['.5', '1/2'],
    ['5.', '5/1'],
    ['1.5e3', '1500/1'],
    ['1E-3', '1/1000'],
    ['1 /2', null],
    ['1/-2', null],
    ['1/0', null],
    ['1.5/2', null],
    ['1/2e5', null],
    ['1._5', null],
    ['nan', null],
    ['.', null],
    ['', null],
    ['1e99999999999', null],
  ]);
});

describe('Decimal()', () => {
  const finite = (digits: bigint, exponent: number) => ({ kind: 'finite', digits, exponent });
  it('reads what Python reads', () => {
    table<unknown>(pyDecimal, [
      ['1.50', finite(150n, -2)],
      ['1.', finite(1n, 0)],
      ['+.5e1_0', finite(5n, 9)],
      ['1__0_', finite(10n, 0)],
      ['\x1c1', finite(1n, 0)],
      ['-Inf', { kind: 'infinite', sign: -1 }],
      ['sNaN12', { kind: 'nan' }],
      ['1e999999999999', finite(1n, 999_999_999_999)],
      ['1e9999999999999999999', null],
      ['1 2', null],
      ['1 e5', null],
      ['1,000', null],
      ['_', null],
      ['.', null],
      ['', null],
    ]);
  });
  it('compares without writing out', () => {
    const same = (a: string, b: string) => {
      const [x, y] = [pyDecimal(a), pyDecimal(b)];
      return x !== null && y !== null && equalDecimals(x, y);
    };
    assert.ok(same('1.50', '15e-1'));
    assert.ok(same('0e9', '-0'));
    assert.ok(same('1e999999999', '10e999999998'));
    assert.ok(!same('1e999999999', '1'));
    assert.ok(!same('1', '-1'));
    assert.ok(!same('nan', 'nan'));
    assert.ok(same('inf', 'Infinity'));
    assert.ok(!same('inf', '-inf'));
  });
  it('rounds half to even', () => {
    assert.deepEqual(
      [25n, 35n, -25n, 26n].map((n) => halfEven(n, 10n)),
      [2n, 4n, -2n, 3n],
    );
    assert.deepEqual(roundSignificant({ digits: 12345n, exponent: 0 }, 4), {
      digits: 1234n,
      exponent: 1,
    });
    assert.equal(adjusted({ digits: 123n, exponent: 0 }), 2);
    assert.equal(adjusted({ digits: -5n, exponent: -1 }), -1);
  });
});

it('repr(float)', () => {
  const rows = {
    '1e+16': 1e16, '1000000000000000.0': 1e15, '1.2345678901234568e+17': 123456789012345680, '0.0001': 1e-4, '1e-05': 1e-5,
    '1.5': 1.5, '100.0': 100, '-0.0': -0, inf: Number.POSITIVE_INFINITY, nan: Number.NaN, '5e-324': 5e-324, '1e+22': 1e22,
    '0.30000000000000004': 0.1 + 0.2, '-2.5': -2.5, '1.7976931348623157e+308': Number.MAX_VALUE,
  }; // biome-ignore format: a table
  for (const [text, x] of Object.entries(rows)) assert.equal(reprFloat(x), text);
});

it("format 'g'", () => {
  const rows = {
    '3.051757812e-05': 0.5 ** 15, '9.155273438e-05': 3 * 0.5 ** 15, '1.23456789e+11': 123456789012, '1.23456789e-05': 0.00001234567890123,
    '1234567890': 1234567890.5, '0.0001': 0.0001, '-0': -0, '100': 100, '0.3': 0.1 + 0.2, '4.940656458e-324': 5e-324,
  }; // biome-ignore format: a table
  for (const [text, x] of Object.entries(rows)) assert.equal(formatGeneral(x, 10), text);
});
