/** The rows that the project ships, each with the verdict it must get. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatReader } from '../../datasets/formats/index.ts';
import { openRows } from '../../datasets/io/rows.ts';
import { openLocal } from '../../src/engine/backends/local.ts';
import { verifierIds } from '../../verifiers/contract.ts';

const folder = join(import.meta.dirname, '../../datasets/samples');

interface Row {
  readonly id: string;
  readonly verifier: string;
  readonly response: string;
  readonly expect: { readonly reward: number | null; readonly cause: string };
}

test('every row of datasets/samples gets its verdict', async (t) => {
  await using backend = await openLocal({});
  const seen = new Set<string>();
  for (const verifier of verifierIds) {
    await t.test(verifier, async () => {
      const rows: Row[] = [];
      for await (const read of openRows(join(folder, `${verifier}.jsonl`))) {
        assert.ok(read.kind === 'row');
        rows.push(read.value as Row);
      }
      assert.ok(rows.length >= 30, `${rows.length} rows`);
      const formatOf = formatReader({ format: 'auto' });
      const verdicts = await backend.score(rows);
      for (const [n, row] of rows.entries()) {
        assert.equal(formatOf(row).format, 'samples');
        assert.equal(row.verifier, verifier);
        assert.ok(!seen.has(row.id), row.id);
        seen.add(row.id);
        const { reward, cause, message } = verdicts[n] ?? {};
        const text = `${row.id}: ${message ?? ''} ${row.response.slice(0, 200)}`;
        assert.equal(cause, row.expect.cause, text);
        assert.ok(Math.abs((reward ?? -1) - (row.expect.reward ?? -1)) < 1e-9, `${reward} ${text}`);
      }
    });
  }
  assert.ok(seen.size > 300, `${seen.size} rows`);
});
