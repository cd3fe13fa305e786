/**
 * guest.py, compiled once by the interpreter that will run it: compiling at every launch would
 * take longer than most tests run.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { holdData } from './files.ts';
import type { Interpreter } from './host.ts';

/** Where bubblewrap puts it, out of what descriptor `fds.guest` holds. */
export const guestPath = '/guest.pyc';

const source = readFileSync(new URL('./guest.py', import.meta.url), 'utf8');
// a .pyc: magic number, then flags, time and size, which nobody asks of a main program
const compile =
  'import importlib.util, marshal, sys\n' +
  'code = compile(sys.stdin.buffer.read(), "guest.py", "exec", dont_inherit=True)\n' +
  'sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))';

/** Held data (files.ts). @throws when the interpreter does not do it. */
export function holdGuest({ path }: Interpreter): number {
  const args = ['-I', '-S', '-X', 'utf8', '-c', compile];
  return holdData(
    execFileSync(path, args, { env: {}, input: source, stdio: ['pipe', 'pipe', 'ignore'] }),
  );
}
