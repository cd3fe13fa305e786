/** A file system without room: the writer says so, and what stood under the name still stands. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openWriter } from '../../../datasets/io/writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-full-'));
const mounted =
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
after(() => {
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});
const skip = mounted ? false : 'SKIPPED: a small tmpfs needs root and the right to mount';

for (const ending of ['jsonl', 'parquet', 'jsonl.gz']) {
  test(`a full disk: ${ending}`, { skip }, async () => {
    const path = join(folder, `out.${ending}`);
    writeFileSync(path, 'as it was');
    const writer = await openWriter(path);
    const fill = async () => {
      for (let n = 0; n < 20_000; n++) await writer.write({ n, text: `${n}`.repeat(40) });
      await writer.commit();
    };
    await assert.rejects(fill(), { code: 'disk_full', file: /out\./ });
    await writer.abort();
    assert.equal(readFileSync(path, 'utf8'), 'as it was');
    rmSync(path);
    assert.deepEqual(readdirSync(folder), []);
  });
}
