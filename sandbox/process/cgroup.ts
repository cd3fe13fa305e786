/**
 * Theory of operation. Level C: a control group a slot, with hard bounds on the memory and the
 * processes of all that happens in it. The warden is put there before it forks, so nothing is ever
 * moved between groups during a run (which would wait for every processor); the bounds are set
 * anew when a run asks for others, with room for the warden and the zygote.
 *
 * Version 1 (a folder a controller) and version 2 (one folder) differ in names only, see
 * `dialects`. In version 2 a group with members may not hand controllers on, so where the service
 * sits alone in its group it first moves itself into a leaf of it.
 *
 * Covers: memory with page cache and tmpfs, swap where it is accounted, processes and threads, what
 * was exceeded. Does not cover: processor time, input and output.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Excess } from './outcome.ts';

export interface Cgroups {
  /** Of its own folder, in the group that this process is in. */
  readonly name: string;
  create(name: string): Cgroup;
  /** Removes what is left of its own folders. */
  close(): void;
}

export interface Cgroup {
  /** Puts a process, and so all that it will start, into the group. */
  place(pid: number): void;
  bound(memoryMb: number, processes: number): void;
  /** What was exceeded since the last call. */
  excess(): Excess;
  close(): void;
}

interface Dialect {
  readonly memory: string;
  /** With swap; absent where it is not accounted. */
  readonly swap: string;
  readonly pids: string;
  /** A line `name count` in this file counts processes killed for memory. */
  readonly oom: readonly [file: string, name: string];
}

const dialects: Readonly<Record<1 | 2, Dialect>> = {
  1: {
    memory: 'memory.limit_in_bytes',
    swap: 'memory.memsw.limit_in_bytes',
    pids: 'pids.max',
    oom: ['memory.oom_control', 'oom_kill'],
  },
  2: {
    memory: 'memory.max',
    swap: 'memory.swap.max',
    pids: 'pids.max',
    oom: ['memory.events', 'oom_kill'],
  },
};

/** Memory of the warden and the zygote, and the artifact they hold, MiB. */
const ownMb = 128;
const ownProcesses = 8;
const mib = 2 ** 20;

/** @throws where no group can be made here, saying why. */
export function openCgroups(
  root = '/sys/fs/cgroup',
  membership = readOr('/proc/self/cgroup', ''),
): Cgroups {
  const own = ownFolders(root, membership);
  const name = `assay-${process.pid}-${opened++}`;
  const groups = own.folders.map((folder) => join(folder, name));
  if (own.version === 2) delegate(own.folders[0] as string);
  for (const folder of groups) mkdirSync(folder);
  if (own.version === 2) {
    writeFileSync(join(groups[0] as string, 'cgroup.subtree_control'), '+memory +pids');
  }
  return {
    name,
    create: (slot) =>
      createGroup(
        own.version,
        groups.map((folder) => join(folder, slot)),
      ),
    close() {
      for (const group of groups) remove(group);
    },
  };
}

/** Why there can be no control groups here; null where one was made, bounded and removed. */
export function probeCgroups(): string | null {
  try {
    const cgroups = openCgroups();
    try {
      const group = cgroups.create('probe');
      group.bound(64, 8);
      group.close();
      return null;
    } finally {
      cgroups.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : 'no reason';
  }
}

let opened = 0;

/** The folders of the groups that this process is in: one a controller, or the only one. */
function ownFolders(root: string, membership: string): { version: 1 | 2; folders: string[] } {
  const lines = membership
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  const at = (controller: string): string | null => {
    const line = lines.find(([, names = '']) => names.split(',').includes(controller));
    if (!line) return null;
    // in a container the path may be the host's, with only its end mounted
    const paths = [join(root, line[1] as string, line[2] ?? '/'), join(root, line[1] as string)];
    return paths.find((path) => existsSync(join(path, 'cgroup.procs'))) ?? null;
  };
  const [memory, pids] = [at('memory'), at('pids')];
  if (memory && pids) return { version: 1, folders: [memory, pids] };
  const unified = lines.find(([id]) => id === '0')?.[2] ?? '/';
  const folder = [join(root, unified), root].find((path) =>
    existsSync(join(path, 'cgroup.controllers')),
  );
  const has = folder
    ? readFileSync(join(folder, 'cgroup.controllers'), 'utf8').trim().split(' ')
    : [];
  if (!folder || !has.includes('memory') || !has.includes('pids')) {
    throw new Error('Expected the memory and pids controllers, got none of this process');
  }
  return { version: 2, folders: [folder] };
}

/** Lets the group hand its controllers on; moves this process into a leaf if that is in the way. */
function delegate(folder: string): void {
  const control = join(folder, 'cgroup.subtree_control');
  const granted = readFileSync(control, 'utf8').trim().split(' ');
  if (granted.includes('memory') && granted.includes('pids')) return;
  try {
    writeFileSync(control, '+memory +pids');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    const leaf = join(folder, 'assay-service');
    mkdirSync(leaf, { recursive: true });
    for (const pid of readFileSync(join(folder, 'cgroup.procs'), 'utf8').trim().split('\n')) {
      writeFileSync(join(leaf, 'cgroup.procs'), pid);
    }
    writeFileSync(control, '+memory +pids');
  }
}

function createGroup(version: 1 | 2, folders: readonly string[]): Cgroup {
  const dialect = dialects[version];
  for (const folder of folders) mkdirSync(folder);
  const memory = folders[0] as string;
  const pids = folders.at(-1) as string;
  let bounds = '';
  let before = { oom: 0, pids: 0 };
  const counts = () => ({
    oom: counter(join(memory, dialect.oom[0]), dialect.oom[1]),
    pids: counter(join(pids, 'pids.events'), 'max'),
  });
  return {
    place(pid) {
      for (const folder of folders) writeFileSync(join(folder, 'cgroup.procs'), `${pid}`);
    },
    bound(memoryMb, processes) {
      const wanted = `${memoryMb}/${processes}`;
      if (wanted === bounds) return;
      const bytes = (memoryMb + ownMb) * mib;
      const swap = join(memory, dialect.swap);
      // version 1 wants memory <= memory with swap at every moment
      if (version === 1) attempt(swap, '-1');
      writeFileSync(join(memory, dialect.memory), `${bytes}`);
      attempt(swap, version === 1 ? `${bytes}` : '0');
      writeFileSync(join(pids, dialect.pids), `${processes + ownProcesses}`);
      bounds = wanted;
    },
    excess() {
      const now = counts();
      const last = before;
      before = now;
      return { memory: now.oom > last.oom, processes: now.pids > last.pids };
    },
    close() {
      for (const folder of folders) remove(folder);
    },
  };
}

/** Swap is not accounted everywhere. */
function attempt(file: string, text: string): void {
  if (existsSync(file)) {
    try {
      writeFileSync(file, text);
    } catch {
      // refused where there is no swap
    }
  }
}

function counter(file: string, name: string): number {
  const line = readOr(file, '')
    .split('\n')
    .find((text) => text.startsWith(`${name} `));
  return line ? Number(line.slice(name.length + 1)) : 0;
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}

/** Empty by now, but the kernel may need a moment to notice. */
function remove(folder: string, tries = 0): void {
  try {
    for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    )) {
      remove(join(folder, name));
    }
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EBUSY' && tries < 20)
      setTimeout(() => remove(folder, tries + 1), 10 * 2 ** Math.min(tries, 6)).unref();
  }
}
