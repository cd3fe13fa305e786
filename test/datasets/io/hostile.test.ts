/** Files that are not what they should be: each fault coded, with its row, and the rows before it safe. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { findInputs } from '../../../datasets/io/inputs.ts';
import { openRows } from '../../../datasets/io/rows.ts';
import { openWriter } from '../../../datasets/io/writer.ts';
import { createRng } from '../../../verifiers/random.ts';
import { readAll, scratch } from './folder.ts';

const { put, path: folder } = scratch();
const one = '{"n":1}';
const two = '{"n":2}';
const good = [{ n: 1 }, { n: 2 }];

const texts: readonly (readonly [name: string, content: string | Buffer, found: unknown[]])[] = [
  ['plain', `${one}\n${two}\n`, good],
  ['no line end at the end', `${one}\n${two}`, good],
  ['CRLF', `${one}\r\n${two}\r\n`, good],
  ['byte order mark', `\ufeff${one}\n${two}\n`, good],
  ['blank lines count', `${one}\n\n  \n{"broken\n${two}\n`, [{ n: 1 }, 'invalid_json@4 9', { n: 2 }]],
  ['U+2028 is text', '{"n":"a\u2028b"}\n', [{ n: 'a\u2028b' }]],
  ['invalid UTF-8', Buffer.concat([Buffer.from(`${one}\n{"n":"`), Buffer.from([0xff, 0xfe]), Buffer.from(`"}\n${two}\n`)]), [{ n: 1 }, 'invalid_utf8@2 7', { n: 2 }]],
  ['cut inside a character', Buffer.concat([Buffer.from(`${one}\n{"n":"ä`).subarray(0, -1), Buffer.from(`"}\n${two}\n`)]), [{ n: 1 }, 'invalid_utf8@2 7', { n: 2 }]],
  ['numbers without loss', '{"big":12345678901234567890,"nan":NaN}\n', [{ big: 12345678901234567890n, nan: Number.NaN }]],
  ['trailing text', `${one} x\n${two}\n`, ['invalid_json@1 9', { n: 2 }]],
  ['empty', '', ['empty@1']],
  ['blank alone', '\n\n', []],
]; // biome-ignore format: a table

for (const [name, content, found] of texts) {
  test(`JSON lines: ${name}`, async () => {
    assert.deepEqual(await readAll(put('rows.jsonl', content)), found);
    if (content.length === 0) return;
    assert.deepEqual(await readAll(put('rows.jsonl.gz', gzipSync(content))), found);
    assert.deepEqual(await readAll(put('named-wrongly.jsonl', zstdCompressSync(content))), found);
  });
}

test('an array of rows in one file, pretty-printed, with brackets in its texts', async () => {
  const rows = [{ a: '],"[{\\"', b: [1, [2]] }, { a: '\\', b: [] }, 3];
  assert.deepEqual(await readAll(put('array.json', JSON.stringify(rows, null, 2))), rows);
  assert.deepEqual(await readAll(put('none.json', ' [ ] ')), []);
  const cut = JSON.stringify(rows).slice(0, JSON.stringify(rows[0]).length + 8);
  assert.deepEqual(await readAll(put('cut.json', cut)), [rows[0], 'truncated@2']);
});

/** Text that does not compress, so that half the bytes are about half the rows. */
function noise(rows: number): string {
  const rng = createRng(7);
  return Array.from({ length: rows }, (_, n) =>
    JSON.stringify({ n, noise: Array.from({ length: 20 }, () => rng.random()) }),
  ).join('\n');
}

for (const [name, compress] of [
  ['gz', gzipSync],
  ['zst', zstdCompressSync],
] as const) {
  test(`a truncated .${name} gives the rows before the cut, then says so`, async () => {
    const whole = compress(noise(4000));
    const found = await readAll(put(`cut.jsonl.${name}`, whole.subarray(0, whole.length >> 1)));
    assert.match(String(found.at(-1)), /^truncated@\d+$/);
    assert.ok(found.length > 1000, `${found.length} rows`);
    assert.ok(found.slice(0, -1).every((row, n) => (row as { n: number }).n === n));
  });
}

test('a row of 100 MB costs itself', async () => {
  const huge = Buffer.concat([
    Buffer.from(`${one}\n{"n":"`),
    Buffer.alloc(100 << 20, 97),
    Buffer.from(`"}\n${two}\n`),
  ]);
  assert.deepEqual(await readAll(put('huge.jsonl', huge)), [{ n: 1 }, 'row_too_large@2', { n: 2 }]);
});

test('what is no Parquet file, and a Parquet file that is broken inside', async () => {
  const [fault] = await readAll(put('garbage.parquet', Buffer.alloc(5000, 7)));
  assert.equal(fault, 'not_parquet@1');
  assert.deepEqual(await readAll(put('short.parquet', 'PAR1')), ['not_parquet@1']);
  assert.deepEqual(await readAll(put('text.parquet', `${one}\n${two}\n{"more":true}`)), [
    'not_parquet@1',
  ]);

  const path = join(folder, 'broken.parquet');
  const writer = await openWriter(path);
  const rng = createRng(3);
  for (let n = 0; n < 12_000; n++) {
    await writer.write({ n, text: `${rng.random()}`.repeat(20) });
  }
  await writer.commit();
  const { readFileSync } = await import('node:fs');
  const bytes = readFileSync(path);
  bytes.fill(0xee, bytes.length >> 1, (bytes.length >> 1) + 2000);
  const found = await readAll(put('broken.parquet', bytes));
  assert.equal(found.length, 12_000, 'every row is told');
  const bad = found.filter((row) => typeof row === 'string');
  assert.ok(bad.length > 0 && bad.length <= 5_000, `${bad.length} bad rows`);
  assert.ok(found.every((row, n) => typeof row === 'string' || (row as { n: number }).n === n));

  const cut = await readAll(put('cut.parquet', bytes.subarray(0, bytes.length >> 1)));
  assert.deepEqual(cut, ['not_parquet@1']);
});

test('a file that is not there is a row that says so', async () => {
  for await (const row of openRows(join(folder, 'absent.jsonl'))) {
    assert.ok(row.kind === 'bad' && row.last && row.fault.code === 'unreadable');
    assert.match(row.fault.message, /ENOENT/);
  }
});

test('folders and globs, and those without a file of rows', () => {
  const inner = join(folder, 'shards');
  mkdirSync(join(inner, 'deep'), { recursive: true });
  put('shards/b.jsonl', one);
  put('shards/a.parquet', 'x');
  put('shards/deep/c.jsonl.zst', 'x');
  put('shards/notes.txt', 'x');
  const names = ['a.parquet', 'b.jsonl', 'deep/c.jsonl.zst'].map((name) => join(inner, name));
  assert.deepEqual(findInputs([inner, '-']), [...names, '-']);
  assert.deepEqual(findInputs([join(inner, '*.jsonl')]), [names[1]]);
  mkdirSync(join(folder, 'bare'));
  for (const name of [join(folder, 'bare'), join(inner, '*.csv')]) {
    assert.throws(() => findInputs([name]), { code: 'no_files', file: name });
  }
});
