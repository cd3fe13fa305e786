/** `assay score` over files as data sets have them: layouts, shards, side files, what is kept. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openRows } from '../../datasets/io/rows.ts';
import { openWriter } from '../../datasets/io/writer.ts';
import { openTestServer } from '../server/harness.ts';
import { assay, assayUntil } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-run-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever JSON came
type Any = any;

async function readBack(name: string): Promise<Any[]> {
  const found: Any[] = [];
  for await (const row of openRows(join(folder, name))) {
    assert.ok(row.kind === 'row', JSON.stringify(row));
    found.push(row.value);
  }
  return found;
}

async function put(name: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const writer = await openWriter(join(folder, name));
  for (const row of rows) await writer.write(row);
  await writer.commit();
}

const verl = (n: number) => ({
  data_source: n % 2 ? 'openai/gsm8k' : 'lighteval/MATH',
  prompt: [{ role: 'user', content: `What is ${n} + 1?` }],
  ability: 'math',
  reward_model: { style: 'rule', ground_truth: `${n + 1}` },
  extra_info: { index: n, split: 'train' },
  responses: [`\\boxed{${n + 1}}`, `\\boxed{${n}}`, `It is ${n}.`, `\\boxed{${n + 1}.0}`],
});

test("verl's Parquet in, Parquet out with its columns, pass@k and majority", async () => {
  await put(
    'verl.parquet',
    Array.from({ length: 40 }, (_, n) => verl(n)),
  );
  const done = assay(folder, [
    'score',
    'verl.parquet',
    '--output',
    'out.parquet',
    '--keep',
    '--report',
    'report.html',
  ]);
  assert.equal(done.status, 0, done.stderr);
  assert.match(
    done.stderr,
    /format verl: the row has reward_model.ground_truth \(verl.parquet row 1\)/,
  );
  assert.match(done.stderr, /160 verdicts: 160 scored, 0 unscorable, 80 correct/);
  assert.match(done.stderr, /pass@1 0\.5000 \(40\), pass@2 0\.8333 \(40\), pass@4 1\.0000 \(40\)/);
  assert.match(done.stderr, /by data source:\n {4}lighteval\/MATH\s+80 rows/);
  const rows = await readBack('out.parquet');
  assert.equal(rows.length, 40);
  for (const [n, row] of rows.entries()) {
    const { id, n: count, passes, mean_reward, verdicts, ...kept } = row;
    assert.deepEqual([id, count, passes, mean_reward], [n, 4, 2, 0.5]);
    assert.deepEqual({ ...kept, majority: undefined }, { ...verl(n), majority: undefined });
    assert.equal(row.majority.votes, 2);
    const all = typeof verdicts === 'string' ? JSON.parse(verdicts) : verdicts;
    assert.deepEqual(
      all.map(({ reward }: Any) => reward),
      [1, 0, 0, 1],
    );
  }
  assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /<html/);
});

test('failed rows go to a side file that can be scored again', async () => {
  writeFileSync(
    join(folder, 'some.jsonl'),
    [
      '{"id":"a","verifier":"math","response":"\\\\boxed{1}","reference":{"answer":"1"}}',
      '{"verifier":"math","response":"2","reference":{}, "n": 1.0}',
      '{"broken',
      '{"id":"c","nothing":"known"}',
      '{"id":"a","verifier":"math","response":"2","reference":{"answer":"1"}}',
    ].join('\n'),
  );
  const done = assay(folder, [
    'score',
    'some.jsonl',
    '--output',
    'some.out.jsonl',
    '--failed',
    'failed.jsonl',
  ]);
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stderr, /1 rows have the id of an earlier row: a \(some.jsonl row 5\)/);
  const verdicts = await readBack('some.out.jsonl');
  assert.deepEqual(
    verdicts.map(({ id, cause }) => [id, cause]),
    [
      ['a', 'equal'],
      [1, 'reference_invalid'],
      [2, 'invalid_sample'],
      ['c', 'invalid_sample'],
      ['a', 'wrong_answer'],
    ],
  );
  assert.match(verdicts[2].message, /^some.jsonl row 3, column 9: invalid_json: Expected/);
  assert.match(verdicts[3].message, /got the columns id, nothing/);
  const failed = readFileSync(join(folder, 'failed.jsonl'), 'utf8').trim().split('\n');
  assert.equal(failed.length, 3);
  assert.match(failed[0] ?? '', /"n":1\.0/, 'as it was written');
  writeFileSync(
    join(folder, 'mended.jsonl'),
    failed[0]?.replace('"reference":{}', '"reference":{"answer":"2"}') ?? '',
  );
  const again = assay(folder, ['score', 'mended.jsonl']);
  assert.deepEqual([JSON.parse(again.stdout).id, JSON.parse(again.stdout).reward], [1, 1]);
});

test('shards together are the whole, limits and folders hold', () => {
  mkdirSync(join(folder, 'shards'));
  for (const file of [0, 1, 2]) {
    const rows = Array.from({ length: 7 }, (_, n) =>
      JSON.stringify({ verifier: 'math', response: `${file}${n}`, reference: { answer: '7' } }),
    );
    writeFileSync(join(folder, `shards/${file}.jsonl.gz`), gzipSync(rows.join('\n')));
  }
  const idsOf = (...args: string[]) => {
    const done = assay(folder, ['score', 'shards', ...args]);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id as number);
  };
  const all = [...Array(21).keys()];
  assert.deepEqual(idsOf(), all);
  const parts = ['1/4', '2/4', '3/4', '4/4'].map((shard) => idsOf('--shard', shard));
  assert.deepEqual(parts[1], [1, 5, 9, 13, 17]);
  assert.deepEqual(
    parts.flat().sort((a, b) => a - b),
    all,
  );
  assert.deepEqual(idsOf('--limit', '9'), all.slice(0, 9));
  assert.deepEqual(idsOf('--shard', '2/4', '--limit', '2'), [1, 5]);
});

test('a mapping, a verifier and a format that are said', () => {
  const row = '{"q":"?","completion":"\\\\boxed{4}","gold":{"value":"4"}}\n';
  const mapped = assay(
    folder,
    [
      'score',
      '-',
      '--map',
      'response=completion',
      'reference.answer=gold.value',
      '--verifier',
      'math',
    ],
    row,
  );
  assert.equal(JSON.parse(mapped.stdout).reward, 1, mapped.stderr);
  writeFileSync(
    join(folder, 'map.json'),
    '{"response":"completion","reference.answer":"gold.value","verifier":"\\"math\\""}',
  );
  assert.equal(
    JSON.parse(assay(folder, ['score', '-', '--map', 'map.json'], row).stdout).reward,
    1,
  );
  const asked = assay(folder, ['score', '-', '--format', 'gsm8k'], row);
  assert.match(
    JSON.parse(asked.stdout).message,
    /column answer: invalid_row: Expected text, got nothing/,
  );
});

const usage: readonly (readonly [args: string[], says: RegExp])[] = [
  [['absent.jsonl'], /Expected files that exist, folders or globs, got absent.jsonl/],
  [['none/*.jsonl'], /no_files/],
  [['-', '--resume', '--output', 'x.jsonl'], /standard input cannot be read again/],
  [['verl.parquet', '--resume'], /Expected --output FILE with --resume/],
  [['verl.parquet', '--format', 'nonsense'], /Expected a format among auto/],
  [['verl.parquet', '--shard', '0/3'], /Expected --shard i\/n/],
  [['verl.parquet', '--limit', 'x'], /Expected --limit/],
  [['verl.parquet', '--map', 'answer=x'], /Expected a mapping to one of/],
  [['verl.parquet', '--map', 'absent.json'], /absent.json/],
  [['verl.parquet', '--verifier', 'chess'], /Expected --verifier/],
  [['verl.parquet', '--server', 'ftp://x'], /Expected --server/],
  [['verl.parquet', '--server', 'http://x', '--queue', 'redis://x'], /got both/],
  [['verl.parquet', '--output', 'a', '--failed', 'a'], /got a twice/],
  [['verl.parquet', '--output', './verl.parquet'], /files of its own/],
]; // biome-ignore format: a table
for (const [args, says] of usage) {
  test(`usage: score ${args.join(' ')}`, () => {
    const done = assay(folder, ['score', ...args]);
    assert.equal(done.status, 2, done.stderr);
    assert.match(done.stderr, says);
  });
}

test('a truncated file: the rows before the cut are scored, the end is told, the exit is 1', async () => {
  const rows = Array.from({ length: 3000 }, (_, n) =>
    JSON.stringify({ ...verl(n), noise: `${Math.sin(n)}` }),
  );
  const whole = gzipSync(rows.join('\n'));
  writeFileSync(join(folder, 'cut.jsonl.gz'), whole.subarray(0, whole.length >> 1));
  const done = assay(folder, ['score', 'cut.jsonl.gz', '--output', 'cut.out.jsonl']);
  assert.equal(done.status, 1, done.stderr);
  assert.match(done.stderr, /cut.jsonl.gz row \d+: truncated: /);
  const out = await readBack('cut.out.jsonl');
  assert.ok(out.length > 500);
  assert.ok(out.slice(0, -1).every(({ passes }) => passes === 2));
  assert.match(out.at(-1).message, /truncated/);
});

test('a file without rows', () => {
  writeFileSync(join(folder, 'empty.jsonl'), '');
  const done = assay(folder, ['score', 'empty.jsonl', '--output', 'empty.out.jsonl']);
  assert.equal(done.status, 1);
  assert.match(done.stderr, /empty.jsonl: empty: Expected rows, found none/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('empty.out')),
    [],
  );
});

test('a server judges the rows', async () => {
  await using server = await openTestServer({ token: 'word' });
  const rows = Array.from({ length: 300 }, (_, n) => ({
    id: `r${n}`,
    verifier: 'math',
    response: `${n % 2}`,
    reference: { answer: '1' },
  }));
  await put('remote.jsonl', rows);
  const args = ['score', 'remote.jsonl', '--server', server.url, '--output', 'remote.out.jsonl'];
  const refused = await assayUntil(folder, args, 'SIGKILL', 60_000);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /Expected to be let in, got 401/);
  assert.ok(!existsSync(join(folder, 'remote.out.jsonl.journal')));
  process.env.ASSAY_TOKEN = 'word';
  const done = await assayUntil(folder, args, 'SIGKILL', 60_000);
  delete process.env.ASSAY_TOKEN;
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual(
    (await readBack('remote.out.jsonl')).map(({ id, reward }) => [id, reward]),
    rows.map(({ id }, n) => [id, n % 2]),
  );
});
