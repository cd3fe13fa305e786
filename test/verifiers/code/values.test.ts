import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeValue, encodeArguments } from '../../../verifiers/code/values/codec.ts';
import { closeTo, exactNumbers, jsonEqual } from '../../../verifiers/code/values/json-equal.ts';
import type { Value } from '../../../verifiers/code/values/value.ts';
import { parseJson } from '../../../verifiers/json.ts';

function decode(text: string): Value {
  const decoded = decodeValue(text);
  assert.ok(decoded, `${text} is a value`);
  return decoded.value;
}

test('JSON arguments come back equal to themselves', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 5 })), (args) => {
      assert.ok(jsonEqual(decode(encodeArguments(args)), args, exactNumbers));
    }),
    { numRuns: 200 },
  );
});

test('arguments keep their kind of number', () => {
  const args = parseJson('[1, 1.0, -0.0, 1e30, 123456789012345678901, [2.0], {"a": 3.0}]');
  assert.equal(
    encodeArguments(args as unknown[]),
    '["l",1,1.0,-0.0,1e+30,123456789012345678901,["l",2.0],["d",["a",3.0]]]',
  );
  assert.equal(encodeArguments([Number.NaN, -Infinity]), '["l",["f","nan"],["f","-inf"]]');
});

test('a field __proto__ is only a field', () => {
  const args = [parseJson('{"__proto__": 1}')];
  assert.equal(encodeArguments(args), '["l",["d",["__proto__",1]]]');
  assert.ok(!jsonEqual(decode('["d",["toString",1]]'), {}, exactNumbers));
  assert.ok(!jsonEqual(decode('["d"]'), parseJson('{"__proto__": 1}'), exactNumbers));
});

test('a list of two whose first is a tag letter is a list', () => {
  assert.deepEqual(decode('["l","l",1]'), { kind: 'list', items: ['l', 1n] });
  assert.deepEqual(decode('["d",["t",1]]'), { kind: 'dict', entries: [['t', 1n]] });
});

test('what is no value is refused, whatever it is', () => {
  const bad = ['', '{}', '[]', '["x",1]', '["d",1]', '["d",["a"]]', '[1,2]', '["l"', '1 2', 'NaN'];
  for (const text of bad) assert.equal(decodeValue(text), null, text);
  assert.equal(decodeValue('['.repeat(100_000)), null);
  fc.assert(
    fc.property(fc.string(), (text) => {
      decodeValue(text);
    }),
    { numRuns: 200 },
  );
});

const policies: [returned: string, reference: string, equal: boolean, why: string][] = [
  ['["t",1,["t"]]', '[1,[]]', true, 'list = tuple'],
  ['3.0', '3', true, '3.0 = 3'],
  ['3', '3.0', true, '3 = 3.0'],
  ['0.30000000000000004', '0.3', false, 'floats are exact by default'],
  ['["d",[1,2]]', '{"1":2}', true, 'integer keys are their strings'],
  ['["d",[true,2],[null,3]]', '{"true":2,"null":3}', true, 'as json.dumps names them'],
  ['["d",[["t",1],2]]', '{"(1,)":2}', false, 'a tuple is no JSON key'],
  ['9007199254740993', '9007199254740993', true, 'exact integers'],
  ['9007199254740992', '9007199254740993', false, 'exact integers, off by one'],
  ['true', '1', false, 'true is not 1'],
  ['1', 'true', false, '1 is not true'],
  ['"3"', '3', false, '"3" is not 3'],
  ['3', '"3"', false, '3 is not "3"'],
  ['["s",1]', '[1]', false, 'a set is not a list'],
  ['["m",["a",1]]', '{"a":1}', false, 'a Map is not an object'],
  ['["o","generator"]', '[]', false, 'a generator is not a list'],
  ['["b","61"]', '"a"', false, 'bytes are not text'],
  ['["u"]', 'null', true, 'undefined = null'],
  ['["l",["u"]]', '[null]', true, 'undefined = null inside'],
  ['["d",["a",["u"]]]', '{}', true, 'an undefined field is absent'],
  ['["d",["a",null]]', '{}', false, 'a null field is there'],
  ['["d"]', '{"a":null}', false, 'an absent field is not null'],
  ['null', 'false', false, 'null is not false'],
  ['["l"]', '{}', false, 'a list is not an object'],
  ['["d"]', '[]', false, 'an object is not a list'],
  ['["l",1,2]', '[1]', false, 'one more'],
  ['["f","nan"]', 'NaN', true, 'NaN is itself here'],
  ['["f","inf"]', 'Infinity', true, 'infinity'],
  ['["d",["b",1],["a",2]]', '{"a":2,"b":1}', true, 'keys have no order'],
];
for (const [returned, reference, equal, why] of policies) {
  test(`function results: ${returned} against ${reference} (${why})`, () => {
    const expected = parseJson(reference, { nonFinite: true });
    assert.equal(jsonEqual(decode(returned), expected, exactNumbers), equal);
  });
}

test('a tolerance loosens numbers anywhere in a result, and nothing else', () => {
  const close = closeTo({ abs: 1e-6, rel: 1e-6 });
  assert.ok(jsonEqual(decode('["l",0.30000000000000004]'), [0.3], close));
  assert.ok(!jsonEqual(decode('["l",0.31]'), [0.3], close));
  assert.ok(!jsonEqual(decode('true'), 1, close));
});
