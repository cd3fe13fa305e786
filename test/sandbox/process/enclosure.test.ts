/** A worker process behind the walls of level B, seen from outside. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Case, defaultLimits } from '../../../sandbox/contract.ts';
import { openIsolateBackend } from '../../../sandbox/isolate/index.ts';
import { openEnclosure } from '../../../sandbox/process/index.ts';
import { descendants } from '../../support/processes.ts';
import { conforms } from '../conformance.ts';
import { javascript } from '../programs.ts';
import { absent } from './native.ts';

const open = async () => openIsolateBackend({ concurrency: 2, enclosure: openEnclosure() });
if (!absent) conforms('JavaScript in isolates behind namespaces', open, javascript);

const limits = { ...defaultLimits, testMs: 10_000, totalMs: 10_000 };
const call: Case = { kind: 'call', fn: 'f', args: '["l",1]' };
const name = (pid: string) => readFileSync(`/proc/${pid}/comm`, 'latin1').trim();

test('the worker has namespaces, filters and a file system of its own', {
  skip: absent,
}, async () => {
  const before = new Set(descendants(`${process.pid}`));
  await using backend = openIsolateBackend({ concurrency: 1, enclosure: openEnclosure() });
  const source = 'const f = (n) => n + 1';
  const [result] = await backend.run({ language: 'javascript', source }, [call], limits);
  assert.equal(result?.value, '2', result?.error);

  const inside = descendants(`${process.pid}`).filter((pid) => !before.has(pid));
  const worker = inside.find((pid) => name(pid) !== 'bwrap') as string;
  const status = readFileSync(`/proc/${worker}/status`, 'latin1');
  for (const kind of ['user', 'pid', 'net', 'mnt', 'ipc', 'uts', 'cgroup']) {
    assert.notEqual(
      readlinkSync(`/proc/${worker}/ns/${kind}`),
      readlinkSync(`/proc/self/ns/${kind}`),
    );
  }
  assert.match(status, /^Seccomp:\t2$/m);
  assert.match(status, /^NoNewPrivs:\t1$/m);
  for (const set of ['CapEff', 'CapPrm', 'CapBnd'])
    assert.match(status, new RegExp(`^${set}:\t0+$`, 'm'));
  assert.ok(!existsSync(`/proc/${worker}/root/etc/passwd`));
  assert.ok(!existsSync(`/proc/${worker}/root/var`));
  const mounts = readFileSync(`/proc/${worker}/mountinfo`, 'latin1').trim().split('\n');
  const writable = mounts.filter((line) => / rw[, ]/.test(line.split(' - ')[0] as string));
  assert.deepEqual(
    writable
      .map((line) => line.split(' ')[4])
      .filter((path) => !/^\/(?:proc|dev\/\w+)$/.test(path ?? '')),
    [],
  );
});

test('nothing is left of workers that were killed', { skip: absent }, async () => {
  const before = new Set(descendants(`${process.pid}`));
  {
    await using backend = openIsolateBackend({ concurrency: 2, enclosure: openEnclosure() });
    const programs = [
      '/(a+)+$/.test("a".repeat(60) + "b")',
      'const a = []; for (;;) a.push(new Array(1e6).fill(1))',
    ];
    const ends = await Promise.all(
      programs.map((source) =>
        backend.run({ language: 'javascript', source }, [{ kind: 'script', stdin: '' }], limits),
      ),
    );
    assert.deepEqual(
      ends.map(([result]) => result?.status),
      ['time_limit', 'memory_limit'],
    );
    const source = 'const f = (n) => n + 1';
    const [next] = await backend.run({ language: 'javascript', source }, [call], limits);
    assert.equal(next?.value, '2');
  }
  const left = () => descendants(`${process.pid}`).filter((pid) => !before.has(pid));
  for (let i = 0; i < 40 && left().length > 0; i++) await sleep(50); // killing is not instantaneous
  assert.deepEqual(left(), []);
});
