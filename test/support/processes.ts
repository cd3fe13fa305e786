/** The processes below one, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** All descendants of a process, nearest first. */
export function descendants(root: number): readonly Process[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /^PPid:\s*(\d+)$/m.exec(read(`/proc/${name}/status`))?.[1];
    if (parent === undefined) continue;
    const siblings = children.get(Number(parent)) ?? [];
    children.set(Number(parent), siblings);
    siblings.push(Number(name));
  }
  const found: Process[] = [];
  for (let line = children.get(root) ?? []; line.length > 0; ) {
    for (const pid of line) {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
      found.push({ pid, command });
    }
    line = line.flatMap((pid) => children.get(pid) ?? []);
  }
  return found;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}
