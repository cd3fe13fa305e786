/** What the host is told about itself must hang together, whatever the host. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose, renderDiagnosis } from '../../../sandbox/doctor.ts';
import { probeProcess } from '../../../sandbox/process/index.ts';
import { absent } from './native.ts';

test('a probe is ok exactly when nothing is missing', async () => {
  const probe = await probeProcess();
  assert.equal(probe.ok, probe.missing.length === 0);
  assert.equal(
    probe.ok,
    probe.checks.every(({ ok }) => ok),
  );
  assert.ok(probe.checks.length > 0);
});

test('a probe looks at every wall', { skip: absent }, async () => {
  const names = new Set((await probeProcess()).checks.map(({ name }) => name));
  for (const wall of [
    ...['user', 'pid', 'net', 'mnt'].map((name) => `${name} namespace`),
    ...['no capabilities', 'no new privileges', 'seccomp filter', 'network refused'],
    ...['host files unseen', 'environment empty', 'memory limit', 'process limit', 'time limit'],
  ]) {
    assert.ok(names.has(wall), wall);
  }
});

test('a diagnosis names each level, each language and what is missing', async () => {
  const report = await diagnose();
  assert.deepEqual(
    report.levels.map(({ level }) => level),
    ['isolate', 'namespaces', 'cgroup'],
  );
  const text = renderDiagnosis(report);
  for (const { level, available, isolation, missing } of report.levels) {
    assert.equal(available, missing.length === 0);
    assert.equal(available, isolation !== undefined);
    assert.ok(text.includes(level));
    for (const reason of missing) assert.ok(text.includes(reason));
  }
  for (const { language, available, level } of report.languages) {
    assert.equal(available, level !== null);
    assert.ok(text.includes(language));
  }
  assert.doesNotThrow(() => JSON.stringify(report));
});
