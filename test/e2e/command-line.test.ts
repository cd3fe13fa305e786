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

test('score tells how each verdict came about, to standard error or a file', () => {
  const lines = [
    math('a', '\\boxed{x = 0.5}'),
    math('b', '\\boxed{\\frac{1}'),
    '{"id":"many","verifier":"math","reference":{"answer":"3"},"responses":["\\\\boxed{4}","\\u001b[2J"]}',
    '{"id":"s","verifier":"stem","response":"\\\\boxed{1500 m}","reference":{"answer":"1.5","unit":"km"}}',
    '{"id":"i","verifier":"instruction","response":"Hello, world","reference":{"instruction_id_list":["punctuation:no_comma"],"kwargs":[{}]}}',
    '{"broken',
  ].join('\n');
  const quiet = assay(['score', '-'], lines);
  const done = assay(['score', '-', '--explain'], lines);
  const rewards = (stdout: string) =>
    [...stdout.matchAll(/"reward":([\d.]+|null)/g)].map((match) => match[1]);
  assert.deepEqual(rewards(done.stdout), rewards(quiet.stdout), done.stderr);
  const first = [
    'a · math · reward 1 · equal',
    '  extracted: x = 0.5',
    '  taken: box',
    '  method: exact',
    '  conventions: assignment',
    '  reference:',
    '    text: 1/2',
    '    read: (1 / 2)',
    '  response:',
    '    text: x = 0.5',
    '    read: x = 1/2',
    '',
  ].join('\n');
  assert.ok(done.stderr.startsWith(first), done.stderr);
  assert.match(done.stderr, /b · math · reward 0 · wrong_answer[^·]*problem: Expected an operand/);
  assert.match(done.stderr, /many, response 2 · math · reward 0 · /);
  assert.match(done.stderr, /s · stem · reward 1 · equal[^·]*kind: quantity/);
  assert.match(done.stderr, /i · instruction · reward 0 · wrong_answer[^·]*no_comma/);
  assert.match(done.stderr, /5 · unscorable · invalid_sample/);
  assert.ok(!done.stderr.includes('\u001b'), 'no escape sequence of a response');

  const filed = assay(['score', '-', '--explain-file', 'why.txt'], lines);
  assert.ok(readFileSync(join(folder, 'why.txt'), 'utf8').startsWith(first), filed.stderr);
  assert.doesNotMatch(filed.stderr, /taken/);
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
  [
    'no such flag',
    ['score', '-', '--fast'],
    /^error: unknown option.*\n\(assay score --help [^\n]*\n$/,
  ],
  [
    'no such protocol',
    ['audit', 'http://127.0.0.1:1', '--protocol', 'x'],
    /Expected one of assay, .* got x/,
  ],
  ['one place for two outputs', ['score', '-', '--explain-file', '-'], /Expected verdicts and/],
  [
    'no such file',
    ['score', 'absent.jsonl'],
    /Expected files that exist, folders or globs, got absent\.jsonl/,
  ],
  ['a bad number', ['score', '-', '--workers', 'many'], /workers|threads/],
  ['a weight without --mix', ['generate', 'sudoku=2'], /--mix/],
  ['no such split', ['generate', 'sudoku', '--split', 'dev'], /train or test/],
  ['no such task', ['generate', 'chess'], /Expected tasks among .*countdown/],
  [
    'no such setting',
    ['generate', 'sudoku', '--config', 'a=1'],
    /sudoku: Expected config\.a to be absent/,
  ],
  ['a name with a space', ['token', 'a b'], /letters, digits/],
  ['a bad level', ['serve', '--min-level', 'best'], /minLevel|min-level|ASSAY_MIN_LEVEL/],
];
for (const [why, args, message] of usage) {
  test(`a usage error ends with 2: ${why}`, () => {
    const done = assay(args);
    assert.equal(done.status, 2, done.stderr);
    assert.match(done.stderr, message);
  });
}

test('an audit of nobody ends with 1 and says that nobody answers', () => {
  const done = assay(['audit', 'http://127.0.0.1:2']);
  assert.equal(done.status, 1, done.stderr);
  assert.match(done.stderr, /got none at http:\/\/127\.0\.0\.1:2\/\n {2}assay: ECONNREFUSED\n$/);
});

test('a file that holds no samples is said to hold none', () => {
  const done = assay(['score', '-'], 'What is this?\n');
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stderr, /nothing could be scored/);
  assert.doesNotMatch(assay(['score', '-'], math('a', '1')).stderr, /nothing could be scored/);
});

test('an output that cannot be written ends with 1 and leaves nothing', () => {
  const done = assay(['score', '-', '--output', 'no/such/folder/out.jsonl'], math('a', '1'));
  assert.equal(done.status, 1);
  assert.equal(existsSync(join(folder, 'no')), false);
});
