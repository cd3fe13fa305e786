/**
 * The outer walls as data: the arguments of bubblewrap for a slot, in which programs get inner walls
 * of their own on top (guest/zygote.py), and for an enclosed worker process (enclosure.ts).
 *
 * Covers: every namespace, no_new_privs, a session of its own, a file system that holds system
 * programs and libraries read-only, a private /proc, five devices and small tmpfs. Does not cover:
 * what one program may do to the next; the inner walls are for that.
 */
import { existsSync, globSync, lstatSync, readlinkSync } from 'node:fs';
import { artifactMb } from '../languages/language.ts';
import type { Host } from './host.ts';

/** Descriptors of a slot above 2; the files of the guest come after them. */
export const fds = { channel: 3, status: 4, guest: 5 } as const;

/** Read-only from the host, where it has them. No home, no service, no configuration. */
const libraries = ['/usr/lib', '/usr/lib32', '/usr/lib64', '/etc/ld.so.cache'];
const shown = [
  '/usr/bin',
  ...libraries,
  '/usr/share/zoneinfo',
  '/etc/alternatives',
  '/etc/localtime',
];
const merged = ['/bin', '/lib', '/lib32', '/lib64'];
const devices = ['null', 'zero', 'full', 'random', 'urandom'];
/** The order of a set may not change from run to run; the guest takes these out again. */
const settings = { PYTHONHASHSEED: '0', PYTHONSAFEPATH: '1' };
const links = { shm: '/tmp', fd: '/proc/self/fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2' };
const mib = 2 ** 20;

const alone = [
  ...['--unshare-all', '--unshare-user', '--uid', '1000', '--gid', '1000', '--cap-drop', 'ALL'],
  ...['--hostname', 'sandbox', '--die-with-parent', '--new-session'],
];

/** What there is of a file system: of the host these paths, read-only, each under its name inside. */
function view(paths: readonly (readonly [host: string, inside: string])[]): string[] {
  const unique = new Map(paths.map(([host, inside]) => [inside, host]));
  return [
    ...[...unique].flatMap(([inside, host]) =>
      existsSync(host) ? ['--ro-bind', host, inside] : [],
    ),
    ...merged.filter(existsSync).flatMap(showMerged),
    ...['--proc', '/proc'],
    ...devices.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
  ];
}

/** @param guest names of the guest's files, in the order of their descriptors. */
export function bwrapArgs(
  host: Host,
  guest: readonly string[],
  shows: readonly string[],
): readonly string[] {
  return [
    ...alone,
    ...['--as-pid-1', '--cap-add', 'CAP_SYS_ADMIN', '--cap-add', 'CAP_SETPCAP'],
    ...['--json-status-fd', `${fds.status}`],
    ...view([...shown, ...interpreterFiles(host), ...shows].map((path) => [path, path])),
    ...guest.flatMap((name, i) => ['--file', `${fds.guest + i}`, `/guest/${name}`]),
    ...Object.entries(links).flatMap(([name, to]) => ['--symlink', to, `/dev/${name}`]),
    ...['--size', `${artifactMb * mib}`, '--tmpfs', '/arts', '--dir', '/art'],
    ...['--dir', '/tmp', '--symlink', '/tmp', '/var/tmp'],
    ...['--remount-ro', '/', '--chdir', '/'],
    ...Object.entries(settings).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--', host.python.path, '-s', '-S', '-X', 'utf8', '/guest/warden.py'],
  ];
}

/** The same walls around a program of ours that runs untrusted code in itself and starts no other. */
export function enclosureArgs(
  shows: readonly (readonly [host: string, inside: string])[],
  seccomp: readonly number[],
  status: number,
): readonly string[] {
  return [
    ...alone,
    ...['--json-status-fd', `${status}`],
    ...seccomp.flatMap((fd) => ['--add-seccomp-fd', `${fd}`]),
    ...view([...libraries.map((path) => [path, path] as const), ...shows]),
    ...['--remount-ro', '/', '--chdir', '/', '--'],
  ];
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
