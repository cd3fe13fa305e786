/** Content names: equal for equal content alone, and never a throw. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fingerprint, maxDepth } from '../../src/engine/data.ts';
import { parseJson } from '../../verifiers/json.ts';

function key(value: unknown): string {
  const named = fingerprint({ reference: value });
  assert.ok('key' in named, JSON.stringify(named));
  return named.key;
}

function mismatch(value: unknown): string {
  const named = fingerprint({ reference: value });
  assert.ok('mismatch' in named);
  return `${named.mismatch.field}: ${named.mismatch.expected}, ${named.mismatch.got}`;
}

/** No two of these are the same to every verifier. */
const different: unknown[] = [
  null,
  undefined,
  '',
  'null',
  '1',
  1,
  1n,
  -0,
  0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  [[]],
  [1, 2],
  [12],
  ['1,2'],
  { a: 1 },
  { a: '1' },
  { a: 1, b: 2 },
  { b: 2, a: 1 },
  '\ud800',
  '\udfff',
  '\ufffd',
  '\\ud800',
  parseJson('[1.0]'),
  parseJson('[1]'),
  parseJson('{"a":{"b":1.0}}'),
  parseJson('{"a":{"b":1}}'),
];

describe('a fingerprint', () => {
  it('tells different values apart', () => {
    assert.equal(new Set(different.map(key)).size, different.length);
  });

  it('is the same for a copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(key(value), key(structuredClone(value)));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the fields apart', () => {
    const names = [
      fingerprint({ response: 'ab', prompt: '' }),
      fingerprint({ response: 'a', prompt: 'b' }),
      fingerprint({ prompt: 'ab', response: '' }),
    ].map((named) => ('key' in named ? named.key : ''));
    assert.equal(new Set(names).size, 3);
  });

  it('remembers that a float was written', () => {
    const named = fingerprint({ reference: parseJson('{"entry":[1, 2.0]}') });
    assert.ok('floats' in named && named.floats);
  });

  it('refuses what is no data, and what has no end', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    let bush: unknown = 1;
    for (let i = 0; i < 60; i++) bush = [bush, bush];
    const thrower = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    assert.match(
      mismatch(() => 1),
      /plain data, a function/,
    );
    assert.match(mismatch({ at: new Date(0) }), /a Date object/);
    assert.match(mismatch(new Map()), /a Map object/);
    assert.match(mismatch(Symbol('x')), /a symbol/);
    assert.match(mismatch(cycle), new RegExp(`at most ${maxDepth} deep`));
    assert.match(mismatch(bush), /at most \d+ values/);
    assert.match(mismatch(thrower), /a value that throws/);
  });
});
