/** The processes below one, read from /proc; zombies included. */
import { readdirSync, readFileSync } from 'node:fs';

/** Children of a process, by all its threads; none where it has ended meanwhile. */
export function children(pid = 'self'): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean),
    );
  } catch (error) {
    if (pid === 'self') throw error;
    return [];
  }
}

/** All that comes of a process. */
export const descendants = (pid = 'self'): string[] =>
  children(pid).flatMap((child) => [child, ...descendants(child)]);

/** Its command line; empty when it has ended meanwhile. */
export function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
