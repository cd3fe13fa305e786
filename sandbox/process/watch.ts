/**
 * Watches a launch from outside for what no resource limit bounds: the memory of all its processes
 * together and the number of its files. Rlimits bound one process and its address space, which
 * thread stacks fill without touching; this counts the pages that are really there.
 *
 * Covers: resident private memory of the whole process tree, inodes of /tmp, every `intervalMs`.
 * Does not cover: what is taken and used within one interval; RLIMIT_AS and NPROC bound that.
 */
import { readdirSync, readFileSync, statfsSync } from 'node:fs';

const intervalMs = 25;
const maxFiles = 16_384;
const maxProcesses = 4096; // of a tree that grows while it is walked

export interface Watch {
  stop(): void;
}

/**
 * @param init pid of the launch's own pid 1, as the host sees it.
 * @param onExcess called once, with what was too much.
 */
export function watch(init: number, memoryMb: number, onExcess: (what: string) => void): Watch {
  const timer = setInterval(() => {
    const excess = tooMuchMemory(init, memoryMb) ?? tooManyFiles(init);
    if (excess === undefined) return;
    clearInterval(timer);
    onExcess(excess);
  }, intervalMs);
  return { stop: () => clearInterval(timer) };
}

function tooMuchMemory(init: number, memoryMb: number): string | undefined {
  const limit = memoryMb * 2 ** 20;
  const pids = tree(init);
  const rough = sum(pids, privateBytes);
  if (rough <= limit) return undefined;
  // forked processes share pages: count those by their parts before condemning
  const exact = pids.length > 2 ? sum(pids, proportionalBytes) : rough;
  if (exact <= limit) return undefined;
  return `used ${Math.round(exact / 2 ** 20)} MiB of memory, the limit is ${memoryMb}`;
}

function tooManyFiles(init: number): string | undefined {
  try {
    const { files, ffree } = statfsSync(`/proc/${init}/root/tmp`);
    return files - ffree > maxFiles ? `made more than ${maxFiles} files` : undefined;
  } catch {
    return undefined; // gone, or its first moments
  }
}

/** The process and its descendants. Orphans are children of `init`, so none is missed. */
function tree(init: number): number[] {
  const found = [init];
  for (let at = 0; at < found.length && found.length < maxProcesses; at++) {
    const pid = found[at] as number;
    for (const thread of attempt(() => readdirSync(`/proc/${pid}/task`)) ?? []) {
      const children = attempt(() =>
        readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1'),
      );
      for (const child of (children ?? '').split(' ')) if (child) found.push(Number(child));
    }
  }
  return found;
}

function sum(pids: readonly number[], bytesOf: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + bytesOf(pid), 0);
}

/** Anonymous pages, in memory or swapped out. */
function privateBytes(pid: number): number {
  const text = attempt(() => readFileSync(`/proc/${pid}/status`, 'latin1')) ?? '';
  return 1024 * (kilobytes(text, 'RssAnon') + kilobytes(text, 'VmSwap'));
}

/** Anonymous pages, each divided by the processes that share it; the rough count where hidden. */
function proportionalBytes(pid: number): number {
  const text = attempt(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'));
  return text
    ? 1024 * (kilobytes(text, 'Pss_Anon') + kilobytes(text, 'SwapPss'))
    : privateBytes(pid);
}

/** The field of a /proc file with lines like `RssAnon:     1234 kB`; 0 where there is none. */
function kilobytes(text: string, field: string): number {
  const at = text.indexOf(`\n${field}:`);
  return at < 0 ? 0 : Number.parseInt(text.slice(at + field.length + 2), 10);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined; // the process ended meanwhile
  }
}
