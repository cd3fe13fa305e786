/** Which texts Python's json.loads takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isJson } from '../../../verifiers/text/json.ts';

const taken = [
  'null',
  ' 1 ',
  '-0',
  '1e5',
  '1.5E-3',
  '"a"',
  '[]',
  '{}',
  '[1,2]',
  '{"a":{"b":[{}]}}',
  '{"a":1,"a":2}',
  'NaN',
  '-Infinity',
  '[Infinity]',
  '"\\ud800"',
  '"\ud800"',
  '"\\u00e9\\n"',
  `${'['.repeat(500)}${']'.repeat(500)}`,
  `0.${'1'.repeat(5_000)}`,
];
const refused = [
  '',
  ' ',
  '\ufeff1',
  '\xa01',
  '01',
  '+1',
  '.5',
  '1.',
  '-',
  'nan',
  'None',
  "'a'",
  '"a',
  '"\n"',
  '"\\x41"',
  '"\\u12"',
  '[1,]',
  '[,1]',
  '[1 2]',
  '{"a"}',
  '{a:1}',
  '{"a":1,}',
  '{"a":1]',
  '[1}',
  '1 2',
  '{} []',
  '[',
  '{"a":',
  '-NaN',
  '['.repeat(100_000),
  '9'.repeat(5_000),
  '// no\n1',
];

for (const text of taken)
  test(`takes ${text.slice(0, 30)}`, () => assert.equal(isJson(text), true));
for (const text of refused) {
  test(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => assert.equal(isJson(text), false));
}

test('agrees with JSON.parse where that takes a text, and on damaged texts', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', ':', '0'),
      (json, at, mark) => {
        const cut = at % (json.length + 1);
        const damaged = json.slice(0, cut) + mark + json.slice(cut + 1);
        assert.equal(isJson(json), true);
        assert.equal(isJson(damaged), parses(damaged));
      },
    ),
    { numRuns: 500 },
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
