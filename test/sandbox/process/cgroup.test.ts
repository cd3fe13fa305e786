/** Control groups of both versions, on a made-up tree: what is written where, and what is read. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCgroups } from '../../../sandbox/process/cgroup.ts';

const mib = 2 ** 20;

function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'cgroup-test-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('version 1: a folder a controller', () => {
  const root = tree({ 'memory/own/cgroup.procs': '', 'pids/cgroup.procs': '' });
  try {
    const groups = openCgroups(root, '8:pids:/\n4:memory:/own\n0::/\n');
    const name = `assay-${process.pid}-`;
    const group = groups.create('slot-0');
    const folder = (controller: string) =>
      join(root, controller, controller === 'memory' ? 'own' : '', groups.name, 'slot-0');
    assert.ok(groups.name.startsWith(name));
    const read = (controller: string, file: string) =>
      readFileSync(join(folder(controller), file), 'utf8');
    group.place(4711);
    assert.deepEqual(
      [read('memory', 'cgroup.procs'), read('pids', 'cgroup.procs')],
      ['4711', '4711'],
    );
    group.bound(256, 64);
    assert.ok(Number(read('memory', 'memory.limit_in_bytes')) >= 256 * mib);
    assert.ok(Number(read('pids', 'pids.max')) >= 64);
    assert.deepEqual(group.excess(), { memory: false, processes: false });
    writeFileSync(join(folder('memory'), 'memory.oom_control'), 'under_oom 0\noom_kill 1\n');
    writeFileSync(join(folder('pids'), 'pids.events'), 'max 7\n');
    assert.deepEqual(group.excess(), { memory: true, processes: true });
    assert.deepEqual(group.excess(), { memory: false, processes: false }, 'told once');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('version 2: one folder, controllers handed on', () => {
  const root = tree({
    'box/cgroup.controllers': 'cpu memory pids\n',
    'box/cgroup.subtree_control': '',
    'box/cgroup.procs': `${process.pid}\n`,
  });
  try {
    const groups = openCgroups(root, '0::/box\n');
    const group = groups.create('slot-0');
    const own = join(root, 'box', groups.name);
    assert.equal(readFileSync(join(root, 'box/cgroup.subtree_control'), 'utf8'), '+memory +pids');
    assert.equal(readFileSync(join(own, 'cgroup.subtree_control'), 'utf8'), '+memory +pids');
    group.bound(64, 8);
    const read = (file: string) => readFileSync(join(own, 'slot-0', file), 'utf8');
    assert.ok(Number(read('memory.max')) >= 64 * mib);
    assert.ok(Number(read('pids.max')) >= 8);
    writeFileSync(join(own, 'slot-0/memory.events'), 'low 0\noom 1\noom_kill 2\n');
    assert.equal(group.excess().memory, true);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('no controllers, no groups', () => {
  const root = tree({ 'cgroup.controllers': 'cpu\n' });
  try {
    assert.throws(() => openCgroups(root, '0::/\n'), /Expected the memory and pids controllers/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
