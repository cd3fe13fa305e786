/**
 * Theory of operation. One launch of bubblewrap: it makes all namespaces, a file system of the
 * interpreter's read-only folders and small tmpfs, drops every capability, sets no_new_privs,
 * installs the seccomp filter and starts the guest as process 1. Its arguments come by descriptor
 * and its environment is empty, because process 1 of the sandbox starts as bubblewrap itself and
 * would show both in /proc/1. When process 1 ends, the kernel ends everything in the namespace.
 *
 * A service that runs as root first takes an unprivileged user id of its own for each slot: root
 * is exempt from RLIMIT_NPROC. To kill a run, the inner process 1 is killed, so that bubblewrap
 * reaps it and no zombie is left to the host.
 *
 * Covers: files, processes, network, IPC, host name, users of the host; leftovers. Does not cover:
 * memory and processor time of the run (guest.py sets rlimits; the caller's clock kills).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { seccompFilter } from './seccomp.ts';

/** Where the guest finds things. */
export const guestFolder = '/assay';
const firstSlotUser = 61_000;

export interface Host {
  readonly bwrap: string;
  readonly python: string;
}

/** The programs this level needs; null for one that is absent. Only system paths are mounted. */
export function findHost(): { readonly [K in keyof Host]: string | null } {
  const find = (paths: readonly string[]) => paths.find(executable) ?? null;
  return {
    bwrap: find(['/usr/bin/bwrap', '/usr/local/bin/bwrap']),
    python: find(['/usr/bin/python3', '/usr/local/bin/python3']),
  };
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Launch {
  readonly host: Host;
  /** Which of the slots this run has; two runs at one time never share one. */
  readonly slot: number;
  /** Files of the guest, by name in its folder. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly diskMb: number;
}

/** Folders of the host that the interpreter needs, where they exist. */
const libraries = ['/lib', '/lib64', '/lib32', '/bin', '/sbin'];
const settings = ['/etc/ld.so.cache', '/etc/alternatives', '/etc/localtime'];

/** The descriptors of bubblewrap, beside the standard three; files follow. */
const fd = { args: 3, seccomp: 4, status: 5, frames: 6, files: 7 } as const;

function policy({ files, diskMb }: Launch): readonly string[] {
  const bytes = String(diskMb * 2 ** 20);
  const tmpfs = (path: string) => ['--size', bytes, '--tmpfs', path];
  return [
    ...['--unshare-all', '--unshare-user', '--uid', '1000', '--gid', '1000'],
    ...['--hostname', 'sandbox', '--die-with-parent', '--new-session', '--as-pid-1'],
    ...['--cap-drop', 'ALL', '--seccomp', String(fd.seccomp), '--json-status-fd', String(fd.status)],
    ...['--ro-bind', '/usr', '/usr'],
    ...libraries.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path]),
    ...settings.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', ...tmpfs('/dev/shm')],
    ...[...tmpfs('/tmp'), ...tmpfs('/work'), '--dir', guestFolder],
    ...Object.keys(files).flatMap((name, i) => [
      ...['--perms', '0444', '--ro-bind-data', String(fd.files + i), `${guestFolder}/${name}`],
    ]),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/work'],
    ...['--setenv', 'LANG', 'C.UTF-8', '--setenv', 'PATH', '/usr/bin:/bin'],
    ...['--setenv', 'HOME', '/work', '--setenv', 'TMPDIR', '/tmp'],
  ];
}

export interface Running {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Frames that the guest sends. */
  readonly frames: Readable;
  /** Resolves when the run is over and reaped: the exit code of process 1, null if killed. */
  readonly exit: Promise<number | null>;
  /** Ends the run and everything in it. Harmless when it is over. */
  kill(): void;
}

/** Starts python on the guest program with these arguments (numbers and names of ours only). */
export function launch(run: Launch, guestArgs: readonly string[]): Running {
  const { host, files, slot } = run;
  const python = [host.python, '-I', '-S', '-X', 'utf8', `${guestFolder}/guest.py`, ...guestArgs];
  const contents = Object.values(files);
  const child = spawn(host.bwrap, ['--args', String(fd.args), '--', ...python], {
    env: {},
    cwd: '/',
    stdio: Array.from({ length: fd.files + contents.length }, () => 'pipe' as const),
    ...(process.getuid?.() === 0 ? { uid: firstSlotUser + slot, gid: firstSlotUser + slot } : {}),
  });
  const send = (at: number, data: string | Buffer) => {
    const stream = child.stdio[at] as NodeJS.WritableStream;
    stream.on('error', () => {}); // the exit tells
    stream.end(data);
  };
  send(0, '');
  send(fd.args, `${policy(run).join('\0')}\0`);
  send(fd.seccomp, seccompFilter());
  for (const [i, data] of contents.entries()) send(fd.files + i, data);
  return supervise(child);
}

function supervise(child: ChildProcess): Running {
  const exit = Promise.withResolvers<number | null>();
  let over = false;
  let wanted = false;
  let inner = 0;
  const end = (code: number | null) => {
    over = true;
    exit.resolve(code);
  };
  child.on('exit', end);
  child.on('error', () => end(null));

  const kill = () => {
    wanted = true;
    if (over) return;
    if (inner > 0) killQuietly(inner);
    // Before the inner process exists there is nothing else to reap; and a backstop after.
    setTimeout(() => over || child.kill('SIGKILL'), inner > 0 ? 2_000 : 200).unref();
  };
  let status = '';
  const statusStream = child.stdio[fd.status] as Readable;
  statusStream.on('error', () => {});
  statusStream.on('data', (chunk: Buffer) => {
    status += chunk.toString('latin1');
    const found = /"child-pid": (\d+)/.exec(status);
    if (!found || inner > 0) return;
    inner = Number(found[1]);
    if (wanted) kill();
  });
  const [, stdout, stderr] = child.stdio as unknown as readonly Readable[];
  const frames = child.stdio[fd.frames] as Readable;
  for (const stream of [stdout, stderr, frames]) stream?.on('error', () => {});
  return { stdout: stdout as Readable, stderr: stderr as Readable, frames, exit: exit.promise, kill };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}
