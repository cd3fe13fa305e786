/**
 * Descriptors that bubblewrap and programs need and Node has no call for: data to be read from its
 * start by a child, and real pipes (Node's own are sockets, on which `open("/dev/stdout")` fails).
 * Both are files that were unlinked as soon as they were open, so nothing is left behind by a kill.
 */
import { execFileSync } from 'node:child_process';
import {
  constants as c,
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** O_PATH: names a file without opening it, so a pipe held by it has neither reader nor writer. */
const pathOnly = 0o10000000;

/** Calls `use` with a path in a private folder that is gone afterwards. */
function inPassing<T>(use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'assay-'));
  try {
    return use(join(folder, 'file'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A descriptor that holds `bytes`; each `reopen` of it reads from the start. */
export function holdData(bytes: Uint8Array | string): number {
  return inPassing((path) => {
    writeFileSync(path, bytes);
    return openSync(path, 'r');
  });
}

/** `count` descriptors, each of which names a pipe for `reopenPipe`. */
export function holdPipes(mkfifo: string, count: number): number[] {
  return inPassing((path) => {
    const paths = Array.from({ length: count }, (_, i) => `${path}${i}`);
    execFileSync(mkfifo, paths, { env: {}, stdio: 'ignore' });
    // for all: a program under another uid opens /dev/stdout through it; the folder is private
    for (const one of paths) chmodSync(one, 0o666);
    return paths.map((one) => openSync(one, pathOnly));
  });
}

export function reopen(held: number): number {
  return openSync(`/proc/self/fd/${held}`, 'r');
}

/** Both ends of a held pipe, empty: nobody else may have it open. */
export function reopenPipe(held: number): { readonly reader: number; readonly writer: number } {
  const path = `/proc/self/fd/${held}`;
  const reader = openSync(path, c.O_RDONLY | c.O_NONBLOCK);
  try {
    return { reader, writer: openSync(path, c.O_WRONLY) };
  } catch (error) {
    closeSync(reader);
    throw error;
  }
}
