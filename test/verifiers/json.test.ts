import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonError, parseJson, stringifyJson, wroteFloat } from '../../verifiers/json.ts';

test('agrees with JSON.parse on every text that JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      // large integers are BigInt here, so both are compared as JSON.parse reads them
      assert.deepEqual(JSON.parse(stringifyJson(parseJson(text))), JSON.parse(text));
    }),
    { numRuns: 200 },
  );
});

test('integers of any size survive the round trip', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n })), (numbers) => {
      const text = `[${numbers.join(',')}]`;
      const parsed = parseJson(text) as (number | bigint)[];
      assert.deepEqual(parsed.map(BigInt), numbers);
      assert.equal(stringifyJson(parsed), text);
    }),
    { numRuns: 100 },
  );
});

test('integers up to 2^53 are numbers, beyond they are BigInt', () => {
  assert.deepEqual(parseJson('[9007199254740991, 9007199254740992, -9007199254740993]'), [
    9007199254740991,
    9007199254740992n,
    -9007199254740993n,
  ]);
});

test('what was written as a float is known and written back', () => {
  const parsed = parseJson('{"a": [1.0, 1, 2.5, 1e3], "b": 3.0, "c": 3}') as Record<
    string,
    number[]
  >;
  assert.deepEqual(parsed, { a: [1, 1, 2.5, 1000], b: 3, c: 3 });
  assert.equal(wroteFloat(parsed.a as object, 0), true);
  assert.equal(wroteFloat(parsed.a as object, 1), false);
  assert.equal(wroteFloat(parsed, 'b'), true);
  assert.equal(wroteFloat(parsed, 'c'), false);
  assert.equal(stringifyJson(parsed), '{"a":[1.0,1,2.5,1000.0],"b":3.0,"c":3}');
});

test('of duplicate keys the last wins, its way of writing too', () => {
  const parsed = parseJson('{"a": 1.0, "a": 1}') as object;
  assert.deepEqual(parsed, { a: 1 });
  assert.equal(wroteFloat(parsed, 'a'), false);
});

test('NaN and Infinity are read and written only where asked', () => {
  const text = '[NaN,Infinity,-Infinity]';
  assert.throws(() => parseJson(text), JsonError);
  const parsed = parseJson(text, { nonFinite: true });
  assert.deepEqual(parsed, [Number.NaN, Infinity, -Infinity]);
  assert.equal(stringifyJson(parsed, { nonFinite: true }), text);
  assert.equal(stringifyJson(parsed), '[null,null,null]');
});

test('a key __proto__ is only a key', () => {
  const parsed = parseJson('{"__proto__": {"polluted": true}, "a": 1}') as Record<string, unknown>;
  assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
  assert.deepEqual(Object.keys(parsed), ['__proto__', 'a']);
  assert.equal(parsed.polluted, undefined);
  assert.equal(stringifyJson(parsed), '{"__proto__":{"polluted":true},"a":1}');
});

test('texts and escapes, lone surrogates included', () => {
  assert.equal(parseJson('"\\u0041\\n\\/\\ud83d\\ude00\\ud800"'), 'A\n/😀\ud800');
  assert.equal(stringifyJson('\ud800'), '"\\ud800"');
});

test('malformed texts are refused with the place', () => {
  const bad = [
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '01',
    '1.',
    '.5',
    '1e',
    '+1',
    '-',
    'nul',
    '"a',
    '"\\x"',
  ].concat(['"\n"', '[1 2]', '{"a" 1}', '{a:1}', '1 2', "'a'", '"\\u12"', '--1', '[NaN]']);
  for (const text of bad) {
    assert.throws(() => parseJson(text), JsonError, text);
    assert.throws(() => JSON.parse(text), SyntaxError, text);
  }
  assert.throws(() => parseJson('[1, x]'), {
    message: /Expected a JSON value, got "x" at position 4/,
  });
});

test('depth, length and digits are capped', () => {
  const nested = (n: number) => '['.repeat(n) + ']'.repeat(n);
  assert.doesNotThrow(() => parseJson(nested(512)));
  assert.throws(() => parseJson(nested(513)), { message: /at most 512 levels/ });
  assert.throws(() => parseJson(nested(1_000_000)), JsonError);
  assert.throws(() => parseJson('[1]', { maxLength: 2 }), JsonError);
  assert.throws(() => parseJson('9'.repeat(200_000)), { message: /at most 100000 digits/ });
  const cycle: unknown[] = [];
  cycle.push(cycle);
  assert.throws(() => stringifyJson(cycle), JsonError);
});

test('writes what JSON.stringify writes', () => {
  const value = {
    a: undefined,
    b: [undefined, () => 1],
    c: null,
    d: 'x"y',
    e: { f: -0.5, g: true },
  };
  assert.equal(stringifyJson(value), JSON.stringify(value));
});
