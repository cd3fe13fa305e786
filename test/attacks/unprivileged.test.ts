/** The same attacks once more by a service that is not root: it has no uids and no groups to give. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { dataRoot, missing } from '../support/data.ts';

const nobody = 65_534;
const files = ['python-native.test.ts', 'compiled.test.ts', 'javascript.test.ts'];

/** Can somebody else read this checkout and the data? */
function isOpen(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    try {
      accessSync(at, constants.R_OK | constants.X_OK);
    } catch {
      return false;
    }
    if (dirname(at) === at) return true;
  }
}

const absent =
  missing('attacks/tasks.json') ||
  (process.getuid?.() !== 0 ? 'SKIPPED: the whole suite is not run by root' : false) ||
  (isOpen(import.meta.dirname) ? false : 'SKIPPED: this checkout is closed to other users');

test('attacks are held by a service of an ordinary user', { skip: absent }, async () => {
  const paths = files.map((name) => join(import.meta.dirname, name));
  const args = ['--test', '--test-reporter=tap', '--test-concurrency=1', ...paths];
  const child = spawn(process.execPath, args, {
    uid: nobody,
    gid: nobody,
    env: { ASSAY_DATA: dataRoot, PATH: '/usr/bin:/bin', HOME: '/tmp' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const failures = said.split('\n').filter((line) => /^\s*not ok/.test(line));
  assert.deepEqual(failures, []);
  assert.equal(code, 0);
  const held = said.match(/^\s*ok .* is held at level namespaces(?! # SKIP)/gm) ?? [];
  assert.ok(held.length > 30, `${held.length} attacks were held at level namespaces`);
});
