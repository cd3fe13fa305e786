/**
 * Whether level `namespaces` really holds on this host: programs that look around and try to get
 * out are run through the backend itself, and what they report is compared with what the host
 * sees. A wall that cannot be shown to stand counts as missing.
 */
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend, Limits, RunResult } from '../contract.ts';
import { isolation, openProcessBackend } from './backend.ts';
import { findHost } from './host.ts';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found; expected and got where it is not what it should be. */
  readonly detail: string;
  /** The command that brings what is missing. */
  readonly install?: string;
}

export interface Probe {
  readonly ok: boolean;
  /** The layers that would be in force. */
  readonly isolation: string;
  readonly checks: readonly Check[];
  /** Why not, one line each; empty when `ok`. */
  readonly missing: readonly string[];
}

const lookAround = readFileSync(new URL('./probe.py', import.meta.url), 'utf8');
const eatMemory = 'a = []\nwhile True:\n    a.append(bytearray(b"x" * (1 << 20)))\n';
const hang =
  'import os, signal\nfor s in range(1, 32):\n    if s not in (9, 19): signal.signal(s, signal.SIG_IGN)\n' +
  'os.fork()\nwhile True:\n    pass\n';
const limits: Limits = {
  testMs: 10_000,
  totalMs: 10_000,
  memoryMb: 64,
  outputBytes: 1 << 20,
  processes: 16,
  diskMb: 8,
};
const hangMs = 200;

interface Facts {
  readonly namespaces: Readonly<Record<string, string>>;
  readonly status: Readonly<Record<string, string>>;
  readonly uid: number;
  readonly interfaces: readonly string[];
  readonly socket: boolean | number;
  readonly seen: readonly string[];
  readonly environment: readonly string[];
  readonly pids: readonly number[];
  readonly descriptors: readonly number[];
  readonly writable: readonly string[];
  readonly disk: number;
  readonly threads: number;
  readonly unshare: number | null;
}

/** A check of the facts: name, what was found, whether that is right. */
type Rule = readonly [name: string, found: (f: Facts) => unknown, right: (f: Facts) => boolean];

const none = (list: readonly unknown[]) => list.length === 0;
const ownNamespace = (name: string): Rule => [
  `${name} namespace`,
  (f) => f.namespaces[name],
  (f) =>
    f.namespaces[name] !== undefined &&
    f.namespaces[name] !== readlinkSync(`/proc/self/ns/${name}`),
];
const rules: readonly Rule[] = [
  ...['user', 'pid', 'net', 'mnt', 'ipc', 'uts', 'cgroup'].map(ownNamespace),
  ['no capabilities', (f) => f.status, (f) => zero(f, 'CapEff', 'CapPrm', 'CapBnd')],
  ['no new privileges', (f) => f.status.NoNewPrivs, (f) => f.status.NoNewPrivs === '1'],
  ['seccomp filter', (f) => f.status.Seccomp, (f) => f.status.Seccomp === '2'],
  ['no namespaces inside', (f) => f.unshare, (f) => f.unshare !== 0],
  ['ordinary user', (f) => f.uid, (f) => f.uid !== 0],
  ['network refused', (f) => f.socket, (f) => typeof f.socket === 'number' && f.socket < 0],
  ['no network interface', (f) => f.interfaces, (f) => f.interfaces.every((i) => i === 'lo')],
  ['host files unseen', (f) => f.seen, (f) => none(f.seen)],
  ['environment empty', (f) => f.environment, (f) => f.environment.every(isOurs)],
  ['own processes only', (f) => f.pids, (f) => f.pids.length === 2],
  ['no foreign descriptor', (f) => f.descriptors, (f) => none(f.descriptors)],
  ['read-only system', (f) => f.writable, (f) => none(f.writable)],
  ['disk limit', (f) => `${f.disk} MiB`, (f) => f.disk >= 1 && f.disk <= limits.diskMb + 2],
  ['process limit', (f) => f.threads, (f) => f.threads >= 8 && f.threads < limits.processes],
];

/** Set by walls.ts, bubblewrap and CPython, the same everywhere. */
const ours = ['PWD', 'LC_CTYPE', 'PYTHONHASHSEED', 'PYTHONSAFEPATH'];
const isOurs = (name: string) => ours.includes(name);

function zero({ status }: Facts, ...names: readonly string[]): boolean {
  return names.every((name) => /^0+$/.test(status[name] ?? ''));
}

/** Three short programs; takes about half a second and leaves nothing behind. */
export async function probeProcess(): Promise<Probe> {
  const found = findHost();
  if (!found.ok) return toProbe(found.lacks.map((lack) => ({ ...lack, ok: false })));
  try {
    await using backend = await openProcessBackend({ concurrency: 2 });
    const [facts, ...behaviour] = await Promise.all([
      checkFacts(backend),
      checkStatus(backend, 'memory limit', eatMemory, 'memory_limit'),
      checkStatus(backend, 'time limit', hang, 'time_limit', { testMs: hangMs }),
    ]);
    return toProbe([...facts, ...behaviour]);
  } catch (error) {
    // whatever it is, the wall was not seen to stand
    return toProbe([refused(error instanceof Error ? error.message : 'no reason')]);
  }
}

function toProbe(checks: readonly Check[]): Probe {
  const missing = checks
    .filter(({ ok }) => !ok)
    .map(({ name, detail, install }) => `${name}: ${detail}${install ? ` (${install})` : ''}`);
  return { ok: missing.length === 0, isolation, checks, missing };
}

async function checkFacts(backend: Backend): Promise<readonly Check[]> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-canary-'));
  try {
    const result = await run(backend, lookAround, folder);
    if (result.status !== 'ok') {
      return [
        { name: 'probe', ok: false, detail: `Expected ok, got ${result.status}: ${result.error}` },
      ];
    }
    const facts = JSON.parse(result.stdout) as Facts;
    return rules.map(([name, what, right]) => ({
      name,
      ok: right(facts),
      detail: JSON.stringify(what(facts)) ?? 'absent',
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkStatus(
  backend: Backend,
  name: string,
  source: string,
  expected: RunResult['status'],
  own: Partial<Limits> = {},
): Promise<Check> {
  const { status, error } = await run(backend, source, '', own);
  const got = error === undefined ? status : `${status}: ${error}`;
  return { name, ok: status === expected, detail: `Expected ${expected}, got ${got}` };
}

async function run(backend: Backend, source: string, stdin: string, own: Partial<Limits> = {}) {
  const cases = [{ kind: 'script', stdin }] as const;
  const [result] = await backend.run({ language: 'python', source }, cases, { ...limits, ...own });
  return result as RunResult;
}

/** bubblewrap's own complaint, with the setting that is usually behind it. */
function refused(detail: string): Check {
  const denied = /bwrap: .*(permi|uid map|namespace)/i.test(detail);
  const install =
    'sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0; in a container see docs/sandbox.md';
  return { name: 'launch', ok: false, detail, ...(denied && { install }) };
}
