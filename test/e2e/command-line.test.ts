import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'assay-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const bin = join(import.meta.dirname, '../../bin/assay.js');
const assay = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [bin, ...args], { cwd: folder, input, encoding: 'utf8' });

const math = (id: string, response: string) =>
  JSON.stringify({ id, verifier: 'math', response, reference: { answer: '1/2' } });

test('score keeps order and ids, and counts what could not be scored', () => {
  const lines = [
    math('a', '\\boxed{0.5}'),
    '{"broken',
    math('b', '\\boxed{0.25}'),
    '{"verifier":"math","response":"x","reference":{}}',
    '',
    '{"id":"many","verifier":"math","reference":{"answer":"3"},"responses":["\\\\boxed{3}","4"]}',
  ];
  writeFileSync(join(folder, 'in.jsonl'), `${lines.join('\n')}\n`);
  const done = assay(['score', 'in.jsonl', '--output', 'out.jsonl']);
  assert.equal(done.status, 0, done.stderr);
  const rows = readFileSync(join(folder, 'out.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    rows.map((row) => row.id),
    ['a', 1, 'b', 3, 'many'],
  );
  assert.deepEqual(
    rows.slice(0, 4).map((row) => [row.reward, row.cause]),
    [
      [1, 'equal'],
      [null, 'invalid_sample'],
      [0, 'wrong_answer'],
      [null, 'reference_invalid'],
    ],
  );
  assert.deepEqual(
    rows[4].verdicts.map((v: { reward: number }) => v.reward),
    [1, 0],
  );
  assert.match(done.stderr, /6 verdicts: 4 scored, 2 unscorable/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('score reads standard input and writes standard output', () => {
  const done = assay(['score', '-', '--workers', '1'], math('only', '\\boxed{\\frac12}'));
  assert.equal(JSON.parse(done.stdout).reward, 1, done.stderr);
});

test('generate gives the same puzzles for the same seed, and score accepts their answers', () => {
  const args = ['generate', 'countdown', 'sudoku', '--count', '2', '--seed', '7'];
  const first = assay(args);
  assert.equal(first.status, 0, first.stderr);
  assert.equal(assay(args).stdout, first.stdout);
  const solved = first.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((s) => JSON.stringify({ ...s, response: `<answer>${s.reference.entry.answer}</answer>` }));
  assert.equal(solved.length, 4);
  const done = assay(['score', '-'], solved.join('\n'));
  const rewards = done.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).reward);
  assert.deepEqual(rewards, [1, 1, 1, 1]);
});

test('doctor tells what is in force, for people and machines', () => {
  assert.match(assay(['doctor']).stdout, /isolate/);
  const report = JSON.parse(assay(['doctor', '--json']).stdout);
  assert.ok(Array.isArray(report.levels) && Array.isArray(report.checks));
});

const usage: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no such command', ['judge'], /unknown command/],
  ['no such flag', ['score', '-', '--fast'], /unknown option/],
  ['no such file', ['score', 'absent.jsonl'], /Expected input files, got absent\.jsonl/],
  ['a bad number', ['score', '-', '--workers', 'many'], /workers|threads/],
  ['no such task', ['generate', 'chess'], /Expected tasks among .*countdown/],
  ['a bad level', ['serve', '--min-level', 'best'], /minLevel|min-level|ASSAY_MIN_LEVEL/],
];
for (const [why, args, message] of usage) {
  test(`a usage error ends with 2: ${why}`, () => {
    const done = assay(args);
    assert.equal(done.status, 2, done.stderr);
    assert.match(done.stderr, message);
  });
}

test('an output that cannot be written ends with 1 and leaves nothing', () => {
  const done = assay(['score', '-', '--output', 'no/such/folder/out.jsonl'], math('a', '1'));
  assert.equal(done.status, 1);
  assert.equal(existsSync(join(folder, 'no')), false);
});
