import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const bin = join(import.meta.dirname, '../../bin/assay.js');

for (const level of ['isolate', 'namespaces']) {
  test(`the demo gets every verdict it expects, nothing above ${level}`, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [bin, 'demo', '--max-level', level],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /every verdict is the expected one/);
  });
}
