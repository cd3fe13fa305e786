/** What a process behind bubblewrap is to the host: its first process, and its end. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Pid of the first process inside as the host sees it: told before that starts anything. */
export function initPid(status: string): number | undefined {
  const found = status.match(/"child-pid": (\d+)/);
  return found ? Number(found[1]) : undefined;
}

export function killInit(child: ChildProcess, init: number | undefined): void {
  try {
    // a pid that bubblewrap has already reaped may belong to somebody else by now
    if (init !== undefined && parentOf(init) === child.pid) process.kill(init, 'SIGKILL');
  } catch {
    // it ended meanwhile
  }
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
