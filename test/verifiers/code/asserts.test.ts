/** Assertions taken apart: what goes to the sandbox, and how what comes back is judged. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RunResult } from '../../../sandbox/index.ts';
import { javascriptTrials } from '../../../verifiers/code/javascript/body.ts';
import { pythonTrial } from '../../../verifiers/code/python/body.ts';
import type { Trial } from '../../../verifiers/code/trial.ts';
import { parseJson, stringifyJson } from '../../../verifiers/json.ts';
import { missing, report, rows } from '../../support/data.ts';

interface Row {
  readonly language: 'python' | 'javascript';
  readonly test: string;
  /** What the sandbox would give for each observed expression, as data of sandbox/codec.ts. */
  readonly seen: readonly unknown[];
  readonly passes: boolean;
  readonly trust?: 'weak';
  /** Text that must not be in what goes to the sandbox. */
  readonly hidden?: readonly string[];
  readonly why: string;
}

function ran(value: string): RunResult {
  return { status: 'ok', value, stdout: '', stderr: '', exitCode: 0, ms: 1 };
}

function plan(row: Row): Trial {
  const trials =
    row.language === 'python'
      ? [pythonTrial(row.test, '', ['f', 'candidate'])]
      : javascriptTrials(row.test, 'f', 1);
  assert.equal(trials.length, 1);
  return trials[0] as Trial;
}

const table = readFileSync(new URL('../../cases/code-asserts.jsonl', import.meta.url), 'utf8');
for (const line of table.split('\n').filter((text) => text !== '')) {
  const row = parseJson(line) as Row;
  test(`${row.language}: ${row.test} — ${row.why}`, () => {
    const planned = plan(row);
    const trial = planned.fallback ?? planned;
    const values = row.seen.map((value) => stringifyJson(value));
    const text =
      row.language === 'python'
        ? `["t",${values.join(',')}]`
        : `["l",["l",0,["l"${values.map((value) => `,${value}`).join('')}]]]`;
    assert.deepEqual(trial.accepts(ran(text)), [row.passes]);
    assert.equal(trial.trust, row.trust);
    for (const hidden of row.hidden ?? []) {
      assert.ok(!JSON.stringify(trial.case).includes(hidden), `${hidden} went to the sandbox`);
    }
  });
}

test('python: asserts in loops and in sequence become one list of observations', () => {
  const code =
    'n = 2\nassert f(n) == 4\nfor k in range(2):\n    assert f(k) == k * k\nassert f(9) == 81';
  const whole = pythonTrial(code, '', ['f']);
  assert.deepEqual(whole.case, { kind: 'check', code, names: ['f'] });
  const trial = whole.fallback as Trial;
  assert.equal(trial.trust, 'weak');
  assert.ok(!JSON.stringify(trial.case).includes('81'));
  const pair = (k: number) => `["t",1,["t",["t",${k * k},${k * k},true]]]`;
  const passes = (...seen: string[]) => trial.accepts(ran(`["l",${seen.join(',')}]`))[0];
  const [first, last] = ['["t",0,["t",4]]', '["t",2,["t",81]]'];
  assert.equal(passes(first, pair(0), pair(1), last), true);
  assert.equal(passes(first, last), true, 'a loop of no rounds');
  assert.equal(passes(first, pair(0)), false, 'the last was not reached');
  assert.equal(passes(pair(0), last), false, 'the first was not reached');
  assert.equal(passes(first, '["t",1,["t",["t",1,2,true]]]', last), false, 'a round is wrong');
  assert.equal(passes(last, first), false, 'out of order');
});

test('python: what may expect an error runs whole', () => {
  for (const code of [
    'try:\n    assert f(1)\nexcept ValueError:\n    pass',
    'f(1)',
    'assert "open',
  ]) {
    assert.equal(pythonTrial(code, '', ['f']).case.kind, 'check');
  }
});

test('javascript: each assertion is a test, the constants of the text stay here', () => {
  const code = `const assert = require('node:assert');
function test() {
  let candidate = f;
  const want = [9001];
  assert.deepEqual(candidate(1), want);
  assert.deepEqual(candidate(2), [9002]);
}
test();`;
  const trials = javascriptTrials(code, undefined, 2);
  assert.equal(trials.length, 2);
  for (const trial of trials) {
    assert.ok(!/900|require/.test(JSON.stringify(trial.case)));
    assert.equal(trial.trust, undefined);
  }
  assert.deepEqual(trials[1]?.accepts(ran('["l",["l",0,["l",["l",9002]]]]')), [true]);
  assert.deepEqual(trials[1]?.accepts(ran('["l"]')), [false], 'not reached');
});

test('javascript: a constant that the call uses goes along', () => {
  const [trial] = javascriptTrials(
    'const n = 5; const m = 77; console.assert(f(n) === m);',
    'f',
    1,
  );
  const text = JSON.stringify(trial?.case);
  assert.ok(text.includes('const n = 5') && !text.includes('77'));
});

test('javascript: a loop stands for the tests that the count leaves it', () => {
  const code =
    'console.assert(f(0) === 0)\nfor (let i = 1; i < 4; i++) { console.assert(f(i) === i * i) }';
  const trials = javascriptTrials(code, 'f', 4);
  assert.deepEqual(
    trials.map(({ tests }) => tests),
    [1, 3],
  );
  const seen = [1, 4, 8].map((square, i) => `["l",0,["l",${square},${(i + 1) ** 2}]]`);
  assert.deepEqual(trials[1]?.accepts(ran(`["l",${seen.join(',')}]`)), [true, true, false]);
  assert.deepEqual(trials[1]?.accepts(ran('["l"]')), [false, false, false]);
});

test('javascript: code that throws on a mismatch is one test', () => {
  const code = `const _ = require("lodash")
function compare(object1, object2){ return _.isEqual(object1, object2) }
var a0 = [1]; var x0 = f(a0); var v0 = [90, 91];
if(!compare(x0, v0)){ throw 'Error 1. ' + JSON.stringify(x0) }
var x1 = f(2); var v1 = 92;
if(!compare(x1, v1)){ throw 'Error 2.' }`;
  const [trial, ...more] = javascriptTrials(code, undefined, 1);
  assert.equal(more.length, 0);
  assert.ok(!/9[012]|lodash|throw/.test(JSON.stringify(trial?.case)));
  assert.deepEqual(trial?.accepts(ran('["l",["l",0,["l",["l",90,91]]],["l",1,["l",92]]]')), [true]);
  assert.deepEqual(trial?.accepts(ran('["l",["l",0,["l",["l",90,91]]]]')), [false]);
});

test('javascript: what is not understood runs whole', () => {
  for (const code of [
    'assert.throws(() => f(1))',
    'f(1)',
    'console.assert(`$' + '{f(1)}`)',
    'const {equal} = assert;',
  ]) {
    assert.equal(javascriptTrials(code, 'f', 1)[0]?.case.kind, 'check', code);
  }
});

test('any text is taken apart or left whole, and any value judged, without an error', () => {
  const words =
    'assert f ( ) [ ] { } == != not and or in is abs math . isclose , 1 2.5 "a" - ; : = for'
      .split(' ')
      .concat([
        '\n',
        '  ',
        'console.assert(',
        'assert.deepEqual(',
        '===',
        '!',
        '`',
        '/',
        '#',
        '//',
      ]);
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...words)).map((w) => w.join(' ')),
  );
  fc.assert(
    fc.property(text, fc.jsonValue(), (code, value) => {
      const trials = [pythonTrial(code, '', ['f']), ...javascriptTrials(code, 'f', 2)];
      for (const trial of trials) trial.accepts(ran(JSON.stringify(['l', ['l', 0, value], value])));
    }),
    { numRuns: 300 },
  );
  for (const deep of ['(', '[', '{', 'not ', '!', '-']) {
    const code = `assert ${deep.repeat(20_000)}f()`;
    assert.ok(pythonTrial(code, '', ['f']) && javascriptTrials(`console.${code}`, 'f'));
  }
});

for (const language of ['python', 'javascript', 'typescript']) {
  const file = `code/${language}_assert.jsonl`;
  test(`${file}: nearly all tests are taken apart`, { skip: missing(file) }, () => {
    const trials = rows<{ tests: Record<string, never> }>(file).flatMap(({ tests }) =>
      language === 'python'
        ? (tests.asserts as unknown as string[]).map((code) =>
            pythonTrial(code, '', ['candidate', tests.entry_point as unknown as string]),
          )
        : javascriptTrials(tests.test_code as unknown as string, undefined, tests.n),
    );
    const count = (some: readonly Trial[]) => some.reduce((sum, trial) => sum + trial.tests, 0);
    const strong = count(trials.filter((trial) => (trial.fallback ?? trial).trust !== 'weak'));
    report(`${file} asserts taken apart`, strong, count(trials));
    assert.ok(strong / count(trials) > 0.8);
  });
}
