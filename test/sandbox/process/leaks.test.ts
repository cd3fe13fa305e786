/** After any mix of ends, the host is as it was: no process, descriptor or file is left. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultLimits } from '../../../sandbox/contract.ts';
import { openProcessBackend } from '../../../sandbox/process/index.ts';
import { children, descendants } from '../../support/processes.ts';
import { absent, call, script } from './native.ts';

/** bubblewrap, the warden and the zygote. */
const processesOfSlot = 3;
const descriptors = () => readdirSync('/proc/self/fd').length;
const ourFiles = () => readdirSync(tmpdir()).filter((name) => /^assay-[A-Za-z0-9]{6}$/.test(name));

const spin = 'while True:\n    pass';
const ends: readonly (readonly [why: string, source: string])[] = [
  ['an ordinary end', 'print(1)'],
  ['a crash', '1/0'],
  ['no compilation', 'def'],
  ['a time-out', spin],
  ['a flood', 'while True: print("x" * 9999)'],
  ['a signal', 'import os; os.kill(os.getpid(), 9)'],
  ['an exit with a child left', 'import os, time\nif os.fork() == 0: time.sleep(600)'],
  ['a closed stdout', 'import os, time\nos.close(1); os.close(2); time.sleep(600)'],
  [
    'signals to init',
    'import os\nfor s in range(1, 65):\n    for _ in range(20):\n        try: os.kill(1, s)\n        except OSError: pass\nprint(1)',
  ],
  ['a killed init', 'import os\nos.kill(1, 2); os.kill(1, 9); print(1)'],
];

test('nothing is left behind', { skip: absent }, async () => {
  const filesBefore = ourFiles();
  const before = { children: children(), descriptors: descriptors() };
  const warm = await openProcessBackend({ concurrency: 2 });
  const limits = { ...defaultLimits, testMs: 400, outputBytes: 1 << 20 };
  const run = (source: string, signal?: AbortSignal) =>
    warm.run({ language: 'python', source }, [script('x')], limits, signal && { signal });
  await Promise.all([run('print(1)'), run('print(1)')]);
  const open = descriptors();

  await Promise.all(ends.map(([, source]) => run(source)));
  await assert.rejects(run(spin, AbortSignal.timeout(100)), { code: 'aborted' });
  await assert.rejects(run(spin, AbortSignal.abort()), { code: 'aborted' });
  await Promise.all([run('print(1)'), run('print(1)')]); // slots that were given up are made anew
  assert.equal(descendants().length, before.children.length + 2 * processesOfSlot);
  assert.equal(descriptors(), open, 'descriptors between runs');

  const inFlight = assert.rejects(
    warm.run({ language: 'python', source: 'def f():\n    while True: pass' }, [call()], {
      ...limits,
      testMs: 60_000,
    }),
    { code: 'aborted' },
  );
  await sleep(150);
  await warm[Symbol.asyncDispose]();
  await inFlight;
  assert.deepEqual(children(), before.children);
  assert.equal(descriptors(), before.descriptors, 'descriptors after the end');
  assert.deepEqual(ourFiles(), filesBefore);
});
