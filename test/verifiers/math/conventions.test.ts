/** Every switch on and off, and what the presets make of the same answers: tables. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { math } from '../../../verifiers/math/index.ts';
import { conventionNames, presetNames, profiles, usual } from '../../../verifiers/math/presets.ts';

function table<T>(name: string): T[] {
  return readFileSync(new URL(`../../cases/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

interface Answers {
  readonly gold: string;
  readonly pred: string;
  readonly form?: 'text';
  readonly why: string;
}

type Level = string | number | boolean;

interface Switched extends Answers {
  readonly switch: string;
  readonly on: Level;
  readonly off: Level;
}

function reward({ gold, pred, form }: Answers, options: object) {
  const verdict = math.score({
    response: pred,
    prompt: undefined,
    reference: { answer: gold },
    options: math.options.parse({ form: form ?? 'answer', ...options }),
  });
  assert.equal(verdict.status, 'scored');
  return verdict.status === 'scored' ? verdict.reward : null;
}

const switched = table<Switched>('math-conventions');
for (const row of switched) {
  test(`${row.switch} ${row.on}, not ${row.off}: ${row.gold} | ${row.pred}: ${row.why}`, () => {
    assert.equal(reward(row, { [row.switch]: row.on }), 1);
    assert.equal(reward(row, { [row.switch]: row.off }), 0);
  });
}

test('every switch has a row, on and off', () => {
  const tried = new Set(switched.map((row) => row.switch));
  assert.deepEqual(
    [...conventionNames].filter((name) => name !== 'name' && !tried.has(name)),
    [],
  );
});

type Presets = Answers & Readonly<Record<(typeof presetNames)[number], 0 | 1>>;

for (const row of table<Presets>('math-presets')) {
  test(`presets: ${row.gold} | ${row.pred}: ${row.why}`, () => {
    const found = presetNames.map((preset) => [preset, reward(row, { preset })]);
    assert.deepEqual(
      found,
      presetNames.map((preset) => [preset, row[preset]]),
    );
  });
}

test('a switch that is given overrides its preset, in each of its profiles', () => {
  const row = { gold: '(1,2)', pred: '\\{1,2\\}', why: '' };
  assert.equal(reward(row, { preset: 'paper', set_tuple: 'off' }), 0);
  assert.equal(reward(row, { preset: 'strict', set_tuple: 'in_order' }), 1);
});

test('a switch without a value keeps its preset', () => {
  const options = math.options.parse({ preset: 'math-verify', decimals: undefined });
  assert.deepEqual(options.profiles, profiles['math-verify']);
});

test('the usual profile is the default, and an unknown level is refused', () => {
  assert.deepEqual(math.options.parse({}).profiles, [usual]);
  assert.equal(math.options.safeParse({ bare_percent: 'sometimes' }).success, false);
  assert.equal(math.options.safeParse({ preset: 'loose' }).success, false);
});

test('an answer is looked for only where it is asked for', () => {
  const score = (response: string, sources: string[]) =>
    math.score({
      response,
      prompt: undefined,
      reference: { answer: '42' },
      options: math.options.parse({ sources }),
    });
  const cause = (response: string, ...sources: string[]) => {
    const verdict = score(response, sources);
    return verdict.cause;
  };
  assert.equal(cause('It is 42 in all.', 'box', 'math'), 'no_answer');
  assert.equal(cause('It is $42$ in all.', 'box', 'math'), 'equal');
  assert.equal(cause('\\boxed{41} <answer>42</answer>', 'tag', 'box'), 'equal');
  assert.equal(cause('\\boxed{41} <answer>42</answer>', 'box', 'tag'), 'wrong_answer');
});

test('the manual lists every switch', () => {
  const manual = readFileSync(new URL('../../../docs/math.md', import.meta.url), 'utf8');
  const unlisted = [...conventionNames].filter(
    (name) => name !== 'name' && !manual.includes(`| \`${name}\` |`),
  );
  assert.deepEqual(unlisted, []);
});
