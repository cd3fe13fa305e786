/** A run whose disk fills up: it ends with a code, what was safe stays so, and with room it goes on. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { assay } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-disk-'));
const small = join(folder, 'small');
mkdirSync(small);
const mount = (options: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', small]).status === 0;
const mounted = process.getuid?.() === 0 && mount('size=1m');
after(() => {
  if (mounted) spawnSync('umount', [small]);
  rmSync(folder, { recursive: true, force: true });
});
const skip = mounted ? false : 'SKIPPED: a small tmpfs needs root and the right to mount';

test('a disk that fills up in the middle of a run', { skip }, () => {
  const filler = 'Let us look at each case in turn. '.repeat(20);
  const rows = Array.from({ length: 5000 }, (_, n) =>
    JSON.stringify({ id: n, problem: 'p', answer: `${n}`, completion: `${filler}\\boxed{${n}}` }),
  );
  writeFileSync(join(folder, 'rows.jsonl'), rows.join('\n'));
  const command = (output: string) => ['score', 'rows.jsonl', '--output', output, '--keep'];
  const full = assay(folder, command('small/out.jsonl'));
  assert.equal(full.status, 1, full.stderr);
  assert.match(
    full.stderr,
    /small\/out\.jsonl\.\w+: disk_full: Expected room for more rows, got none/,
  );
  assert.ok(!existsSync(join(small, 'out.jsonl')), 'never half a file');

  assert.equal(spawnSync('mount', ['-o', 'remount,size=64m', small]).status, 0);
  const done = assay(folder, [...command('small/out.jsonl'), '--resume']);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(assay(folder, command('whole.jsonl')).status, 0);
  const settled = (path: string) =>
    readFileSync(join(folder, path), 'utf8').replaceAll(/"ms":[\d.e+-]+/g, '"ms":0');
  assert.equal(settled('small/out.jsonl'), settled('whole.jsonl'));
});
