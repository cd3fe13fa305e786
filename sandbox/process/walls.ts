/**
 * The walls as data: the arguments of bubblewrap, and the resource limits that guest.py sets
 * before the first line of the program runs (then nobody inside can raise them).
 *
 * Covers: every namespace, no capabilities, no_new_privs, a session of its own, a file system that
 * holds the interpreter read-only, a private /proc, five devices and two small tmpfs. Does not
 * cover: memory of all processes together and the number of files; watch.ts looks after those.
 */
import { existsSync, globSync, lstatSync, readlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Limits } from '../contract.ts';
import { guestPath } from './guest.ts';
import type { Host } from './host.ts';

/** Descriptors of a launch above 2, in the order of its stdio. */
export const fds = { args: 3, filter: 4, status: 5, channel: 6, guest: 7 } as const;

export const workFolder = '/tmp/box';

/** Read-only from the host, where it has them. No home, no service, no configuration. */
const shown = [
  '/usr/bin',
  '/usr/lib',
  '/usr/lib32',
  '/usr/lib64',
  '/usr/share/zoneinfo',
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/etc/localtime',
];
const merged = ['/bin', '/lib', '/lib32', '/lib64'];
const devices = ['null', 'zero', 'full', 'random', 'urandom'];
/** The order of a set may not change from run to run; the guest takes these out again. */
const settings = { PYTHONHASHSEED: '0', PYTHONSAFEPATH: '1' };
const links = { fd: '/proc/self/fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2' };

const mib = 2 ** 20;
const shmBytes = 8 * mib;
/** Address space beyond the memory limit: stacks and arenas of threads, reserved and untouched. */
const reservedMb = 1536;
const stackMb = 64;
const openFiles = 256;
/** Processes of a launch that are not the program's: guest.py as pid 1. */
const ownProcesses = 1;

/** Room for the program's stdin beside its own files; in steps, so that few sizes occur. */
export function tmpfsMb(limits: Limits, stdinBytes: number): number {
  const needed = Math.max(1, Math.ceil(stdinBytes / mib) + 1);
  return limits.diskMb + 2 ** Math.ceil(Math.log2(needed));
}

/** NUL-separated, for `bwrap --args`. */
export function bwrapArgs(host: Host, tmpfsSizeMb: number): string {
  const args = [
    ...['--unshare-all', '--unshare-user', '--uid', '1000', '--gid', '1000'],
    ...[
      '--hostname',
      'sandbox',
      '--die-with-parent',
      '--new-session',
      '--as-pid-1',
      '--cap-drop',
      'ALL',
    ],
    ...['--seccomp', `${fds.filter}`, '--json-status-fd', `${fds.status}`],
    ...[...shown, ...interpreterFiles(host)].filter(existsSync).flatMap((p) => ['--ro-bind', p, p]),
    ...merged.filter(existsSync).flatMap(showMerged),
    ...['--file', `${fds.guest}`, guestPath, '--proc', '/proc'],
    ...devices.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
    ...Object.entries(links).flatMap(([name, to]) => ['--symlink', to, `/dev/${name}`]),
    ...['--size', `${shmBytes}`, '--tmpfs', '/dev/shm'],
    ...['--size', `${tmpfsSizeMb * mib}`, '--tmpfs', '/tmp', '--dir', workFolder],
    ...['--symlink', '/tmp', '/var/tmp', '--remount-ro', '/', '--chdir', workFolder],
    ...Object.entries(settings).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
  return args.map((arg) => `${arg}\0`).join('');
}

function interpreterFiles({ python }: Host): string[] {
  if (python.prefix === '/usr') return [];
  const { prefix, version } = python;
  return [
    python.path,
    `${prefix}/lib/python${version}`,
    ...globSync(`${prefix}/lib/libpython${version}*`),
  ];
}

/** `/lib` is a link to `usr/lib` on most systems and a folder on some. */
function showMerged(path: string): string[] {
  return lstatSync(path).isSymbolicLink()
    ? ['--symlink', readlinkSync(path), path]
    : ['--ro-bind', path, path];
}

/** `NAME=value` pairs for guest.py, soft and hard alike. */
export function resourceLimits(limits: Limits): string {
  // a backstop for the outer clock: enough for a program that is busy on every core
  const cpu = (Math.ceil(limits.totalMs / 1000) + 2) * availableParallelism();
  return Object.entries({
    AS: (limits.memoryMb + reservedMb) * mib,
    NPROC: limits.processes + ownProcesses,
    NOFILE: openFiles,
    FSIZE: limits.diskMb * mib,
    STACK: stackMb * mib,
    CORE: 0,
    CPU: cpu,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
