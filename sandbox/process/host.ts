/**
 * What this host offers for native programs: bubblewrap, an interpreter that the walls can show to
 * a program, and a machine with a table of system calls. Whether they work together is the probe's
 * question (probe.ts).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { noEnvironment } from '../environment.ts';
import { hasFilter, type Machine } from './seccomp.ts';

export interface Host {
  readonly bwrap: string;
  readonly python: Interpreter;
  readonly machine: Machine;
  /** First of `slotUids` uids for programs, where the service may take them (slot.ts). */
  readonly firstUid?: number;
}

export interface Interpreter {
  readonly path: string;
  /** `/usr` or `/usr/local`: where its own library lies. */
  readonly prefix: string;
  readonly version: string;
}

/** One thing that is not there, and the command that brings it. */
export interface Lack {
  readonly name: string;
  readonly detail: string;
  readonly install?: string;
}

export type Found =
  | { readonly ok: true; readonly host: Host }
  | { readonly ok: false; readonly lacks: readonly Lack[] };

/** Where system packages and the official container images put programs; PATH is not asked. */
const folders = ['/usr/bin', '/usr/local/bin', '/bin'];
const prefixes = ['/usr', '/usr/local'];

/** Uids that distributions leave free, see systemd's UIDS-GIDS document. */
const firstUid = 61_000;
export const slotUids = 184;

function find(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}

let known: Found | undefined;

/** Looks once: what is installed later is found after a restart. */
export function findHost(): Found {
  known ??= look();
  return known;
}

function look(): Found {
  const lacks: Lack[] = [];
  const lack = (name: string, detail: string, install?: string) =>
    lacks.push({ name, detail, ...(install === undefined ? {} : { install }) });
  if (platform() !== 'linux') lack('linux', `Expected Linux, got ${platform()}`);
  const bwrap = find('bwrap');
  if (!bwrap) lack('bubblewrap', 'bwrap was not found', 'apt-get install bubblewrap');
  const python = findPython();
  if (!python) {
    lack('python', 'no python3 under /usr or /usr/local that starts', 'apt-get install python3');
  }
  const machine = arch();
  if (!hasFilter(machine)) {
    lack('seccomp', `no table of system calls for ${machine}; x64 and arm64 have one`);
  }
  if (lacks.length > 0 || !bwrap || !python || !hasFilter(machine)) {
    return { ok: false, lacks };
  }
  const host = { bwrap, python, machine };
  return { ok: true, host: canTakeUids() ? { ...host, firstUid } : host };
}

/** Root, where the uids exist: a user namespace of a container may hold root alone. */
function canTakeUids(): boolean {
  if (process.getuid?.() !== 0) return false;
  const map = readFileSync('/proc/self/uid_map', 'latin1').trim().split('\n');
  return map.some((line) => {
    const [first = 0, , count = 0] = line.trim().split(/ +/).map(Number);
    return first <= firstUid && firstUid + slotUids <= first + count;
  });
}

function findPython(): Interpreter | undefined {
  for (const prefix of prefixes) {
    const python = `${prefix}/bin/python3`;
    if (!existsSync(python)) continue;
    try {
      const ask =
        'import os, sys; print(os.path.realpath(sys.executable), sys.prefix, "%d.%d" % sys.version_info[:2])';
      const said = execFileSync(python, ['-I', '-S', '-c', ask], {
        env: noEnvironment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 10_000,
      });
      const [path, own, version] = said.trim().split(' ');
      if (path && own && version && prefixes.includes(own)) return { path, prefix: own, version };
    } catch {
      // does not start: as if it were not there
    }
  }
  return undefined;
}
