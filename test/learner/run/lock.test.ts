/** The lock of a run directory: one holder, whoever has died holds nothing, and what is said to the other. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockName, lockRun } from '../../../src/learner/run/lock.ts';

async function folder() {
  const dir = await mkdtemp(join(tmpdir(), 'assay-lock-'));
  return {
    dir,
    path: join(dir, lockName),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  };
}

const refused = (pattern: RegExp) => (error: Error & { code?: string }) => {
  assert.equal(error.code, 'run_held');
  assert.match(error.message, pattern);
  return true;
};
const holder = (over: object) =>
  JSON.stringify({ pid: process.pid, host: hostname(), since: 'then', ticks: null, ...over });

describe('the lock of a run', () => {
  it('has one holder, who is named to the next, and is free again afterwards', async () => {
    await using made = await folder();
    {
      await using _held = await lockRun(made.dir);
      await assert.rejects(
        lockRun(made.dir),
        refused(new RegExp(`process ${process.pid} on .* since 2`)),
      );
      assert.deepEqual(await readdir(made.dir), [lockName]);
    }
    assert.deepEqual(await readdir(made.dir), []);
    await using _again = await lockRun(made.dir);
  });

  it('is taken by exactly one of many at once, stale or not', async () => {
    await using made = await folder();
    for (const stale of [false, true]) {
      if (stale) await writeFile(made.path, holder({ ticks: '1' }));
      const all = await Promise.allSettled(Array.from({ length: 12 }, () => lockRun(made.dir)));
      const won = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      assert.equal(won.length, 1);
      await won[0]?.[Symbol.asyncDispose]();
      assert.deepEqual(await readdir(made.dir), []);
    }
  });

  it('of a process that died, or whose pid is another’s now, is taken over', async () => {
    await using made = await folder();
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('close', resolve));
    await writeFile(made.path, holder({ pid: child.pid }));
    {
      await using _held = await lockRun(made.dir);
      assert.equal(JSON.parse(await readFile(made.path, 'utf8')).pid, process.pid);
    }
    if (process.platform !== 'linux') return;
    await writeFile(made.path, holder({ ticks: '1' }));
    await using _held = await lockRun(made.dir);
  });

  it('of a process that died and that its parent does not wait for is taken over', {
    skip: process.platform === 'linux' ? false : 'SKIPPED: only Linux tells',
  }, async () => {
    await using made = await folder();
    const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60']);
    try {
      const [said] = await once(parent.stdout, 'data');
      const pid = Number(String(said));
      const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '')[0];
      while (state() !== 'Z') await sleep(10);
      await writeFile(made.path, holder({ pid }));
      await using _held = await lockRun(made.dir);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('of another machine, or that says nothing, is left to people', async () => {
    await using made = await folder();
    await writeFile(made.path, holder({ host: 'elsewhere' }));
    await assert.rejects(lockRun(made.dir), refused(/on elsewhere .* remove .*run\.lock/));
    await writeFile(made.path, '{');
    await assert.rejects(lockRun(made.dir), refused(/names no process/));
  });
});
