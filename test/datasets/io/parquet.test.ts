/** Rows to files and back: JSON lines plain and compressed, and Parquet with nested columns. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parquetWriteFile } from 'hyparquet-writer';
import { kindOf, seeRow, widen, widenAll } from '../../../datasets/io/kinds.ts';
import { readValue } from '../../../datasets/io/text.ts';
import { openWriter } from '../../../datasets/io/writer.ts';
import { parseJson, stringifyJson } from '../../../verifiers/json.ts';
import { readAll, scratch } from './folder.ts';

const { path: folder } = scratch();

async function write(name: string, rows: readonly Record<string, unknown>[]): Promise<string> {
  const path = join(folder, name);
  const writer = await openWriter(path);
  for (const row of rows) await writer.write(row);
  assert.ok(!existsSync(path), 'nothing has the name before it is whole');
  await writer.commit();
  return path;
}

const verl = [
  {
    data_source: 'openai/gsm8k',
    prompt: [{ role: 'user', content: 'What is 2 + 2?' }],
    ability: 'math',
    reward_model: { style: 'rule', ground_truth: '4' },
    extra_info: { index: 0, split: 'train', rate: 0.5, hard: false },
    responses: ['\\boxed{4}', '5'],
  },
  {
    data_source: 'openai/gsm8k',
    prompt: [],
    ability: null,
    reward_model: { style: 'rule', ground_truth: 'ä\u2028' },
    extra_info: { index: 9007199254740993n, split: null, rate: 2, hard: true },
    responses: null,
  },
];

for (const name of ['rows.jsonl', 'rows.jsonl.gz', 'rows.jsonl.zst', 'rows.parquet']) {
  test(`verl's rows survive ${name}`, async () => {
    assert.deepEqual(await readAll(await write(name, verl)), verl);
    assert.deepEqual(
      readdirSync(folder).filter((file) => /\.(part|tmp)$/.test(file)),
      [],
    );
  });
}

test('columns of several kinds become JSON text, and missing ones null', async () => {
  const path = await write('mixed.parquet', [
    { a: 1, b: { x: 1 } },
    { a: 'one', c: [1, 'two'] },
  ]);
  assert.deepEqual(await readAll(path), [
    { a: '1', b: { x: 1 }, c: null },
    { a: '"one"', b: null, c: ['1', '"two"'] },
  ]);
});

test('many row groups, more than one window', async () => {
  const rows = Array.from({ length: 23_456 }, (_, n) => ({
    n,
    text: `row ${n}`,
    list: [n, n + 1],
  }));
  assert.deepEqual(await readAll(await write('many.parquet', rows)), rows);
});

test('times, bytes and 64-bit integers come as JSON data; bad text names its column', async () => {
  const path = join(folder, 'foreign.parquet');
  parquetWriteFile({
    filename: path,
    columnData: [
      { name: 'when', data: [new Date(0), null, new Date(1000)], type: 'TIMESTAMP' },
      {
        name: 'raw',
        data: [Buffer.from('text'), Buffer.from([0xff, 0]), null],
        type: 'BYTE_ARRAY',
      },
      { name: 'big', data: [1n, 2n ** 60n, null], type: 'INT64' },
      { name: 'json', data: [{ a: [1] }, null, 'x'], type: 'JSON' },
    ],
  });
  assert.deepEqual(await readAll(path), [
    { when: '1970-01-01T00:00:00.000Z', raw: 'text', big: 1, json: { a: [1] } },
    { when: null, raw: '/wA=', big: 2n ** 60n, json: null },
    { when: '1970-01-01T00:00:01.000Z', raw: null, big: null, json: 'x' },
  ]);

  const bad = join(folder, 'bad-text.parquet');
  parquetWriteFile({
    filename: bad,
    columnData: [
      { name: 'id', data: [1, 2, 3] },
      { name: 'text', data: [Buffer.from('a'), Buffer.from([0xff]), Buffer.from('b')] },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
      { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
    ],
  });
  assert.deepEqual(await readAll(bad), [
    { id: 1, text: 'a' },
    'invalid_utf8@2 text',
    { id: 3, text: 'b' },
  ]);
});

test('widening does not depend on the order, and any row can be written as its columns are', async () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'grapheme' }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      const [x, y, z] = [kindOf(a), kindOf(b), kindOf(c)];
      assert.deepEqual(widen(x, y), widen(y, x));
      assert.deepEqual(widen(widen(x, y), z), widen(x, widen(y, z)));
    }),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (values) => {
      let [seen, widened] = [{}, {}];
      for (const one of values) {
        seen = seeRow(seen, { one });
        widened = widenAll(widened, { one: kindOf(one) });
        assert.deepEqual(seen, widened, 'a row that fits is seen as any other');
      }
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), async (values) => {
      const path = await write(
        `any.parquet`,
        values.map((one, n) => ({ n, one })),
      );
      const { rmSync } = await import('node:fs');
      const back = await readAll(path);
      rmSync(path);
      assert.deepEqual(
        back.map((row) => (row as { n: number }).n),
        values.map((_, n) => n),
      );
    }),
    { numRuns: 60 },
  );
});

test('numbers are read by the built-in reader only where it loses nothing', () => {
  const digits = fc.stringMatching(/^[0-9]{1,18}$/);
  const number = fc
    .tuple(
      fc.boolean(),
      fc.bigInt({ min: 0n, max: 10n ** 18n }),
      fc.option(fc.oneof(digits, fc.constantFrom('0', '00', '5', '999999999999999999'))),
      fc.option(fc.integer({ min: -30, max: 30 })),
    )
    .map(
      ([minus, whole, part, power]) =>
        `${minus ? '-' : ''}${whole}${part === null ? '' : `.${part}`}${power === null ? '' : `e${power}`}`,
    );
  fc.assert(
    fc.property(number, number, (a, b) => {
      for (const text of [`{"a":${a}}`, `[ ${a},\n${b} ]`]) {
        const [read, slow] = [readValue(text), parseJson(text, { nonFinite: true })];
        assert.deepEqual(read, slow);
        assert.equal(stringifyJson(read), stringifyJson(slow));
      }
    }),
    { numRuns: 2000 },
  );
});
