/**
 * Theory of operation. The filters on system calls as classic BPF, generated here and installed by
 * the zygote from these bytes: an allow-list with ENOSYS for the rest. The kernel runs them on every
 * call, before the call, and nothing inside the sandbox can take them off again.
 *
 * There are two, because to install the long one takes as long as many a test. The zygote puts it on
 * itself once, with the few calls that only it may make; its children inherit it, and each puts on
 * the short one, which takes those calls away.
 *
 * Covers: calls of a foreign architecture or of the x32 table kill the process; `clone` makes
 * processes and threads but no namespaces (`clone3`, whose flags a filter cannot read, is absent,
 * and libc falls back to `clone`); no socket but a connected AF_UNIX pair; no typing into a
 * terminal. Does not cover: what an allowed call does with its arguments beyond that.
 */
import { allowed, byArgument, onlyZygote, type Syscall } from './syscalls.ts';

/** Machines with a table in syscalls.ts. `audit` is the kernel's AUDIT_ARCH_* number. */
const machines = {
  x64: { audit: 0xc000003e, column: 1, otherTable: 0x40000000 },
  arm64: { audit: 0xc00000b7, column: 2, otherTable: null },
} as const;
export type Machine = keyof typeof machines;

export function hasFilter(arch: string): arch is Machine {
  return Object.hasOwn(machines, arch);
}

const errno = { EPERM: 1, ENOSYS: 38 } as const;
const verdict = {
  kill: 0x80000000,
  allow: 0x7fff0000,
  refuse: (error: keyof typeof errno) => 0x00050000 | errno[error],
} as const;
/** CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET} */
const namespaceFlags = 0x7e020000;
const afUnix = 1;
/** ioctl requests that put input into a terminal or reach the console. */
const terminalRequests = [0x5412 /* TIOCSTI */, 0x541c /* TIOCLINUX */];

// struct seccomp_data: nr at 0, arch at 4, arguments (low halves first) from 16
const loadNumber = statement(0x20, 0);
const loadArch = statement(0x20, 4);
const loadArgument = (index: number) => statement(0x20, 16 + 8 * index);
const end = (result: number) => statement(0x06, result);

function statement(code: number, k: number): Buffer {
  return jump(code, k, 0, 0);
}

/** One `struct sock_filter`; `yes` and `no` are how many instructions to skip. */
function jump(code: number, k: number, yes: number, no: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(yes, 2);
  bytes.writeUInt8(no, 3);
  bytes.writeUInt32LE(k >>> 0, 4);
  return bytes;
}

const equals = (k: number, yes: number, no: number) => jump(0x15, k, yes, no);
const atLeast = (k: number, yes: number, no: number) => jump(0x35, k, yes, no);
const hasAny = (k: number, yes: number, no: number) => jump(0x45, k, yes, no);

/** Runs `body` when the loaded number is that of the call; the body must end in a verdict. */
function on(number: number | null, body: readonly Buffer[]): Buffer[] {
  return number === null ? [] : [equals(number, 0, body.length), ...body];
}

export interface Filters {
  /** Of the zygote and, inherited, of every program. */
  readonly zygote: Buffer;
  /** Of every program on top. */
  readonly program: Buffer;
}

/** The filters of a machine: arrays of `struct sock_filter`. */
export function seccompFilters(machine: Machine): Filters {
  return { zygote: zygoteFilter(machine), program: programFilter(machine) };
}

function zygoteFilter(machine: Machine): Buffer {
  const { audit, column, otherTable } = machines[machine];
  const number = (call: Syscall) => call[column];
  const ioctl = allowed.find(([name]) => name === 'ioctl') as Syscall;
  const plain = [...allowed.filter((call) => call !== ioctl), ...onlyZygote, byArgument.clone];
  return Buffer.concat([
    loadArch,
    equals(audit, 1, 0),
    end(verdict.kill),
    loadNumber,
    ...(otherTable === null ? [] : [atLeast(otherTable, 0, 1), end(verdict.kill)]),
    ...plain.flatMap((call) => on(number(call), [end(verdict.allow)])),
    ...on(number(ioctl), [
      loadArgument(1),
      ...terminalRequests.flatMap((k) => [equals(k, 0, 1), end(verdict.refuse('EPERM'))]),
      end(verdict.allow),
    ]),
    ...on(number(byArgument.socketpair), [
      loadArgument(0),
      equals(afUnix, 0, 1),
      end(verdict.allow),
      end(verdict.refuse('EPERM')),
    ]),
    ...on(number(byArgument.socket), [end(verdict.refuse('EPERM'))]),
    end(verdict.refuse('ENOSYS')),
  ]);
}

/** The kernel takes the stricter of two verdicts, so this one may allow all that it does not name. */
function programFilter(machine: Machine): Buffer {
  const { column } = machines[machine];
  return Buffer.concat([
    loadNumber,
    ...onlyZygote.flatMap((call) => on(call[column], [end(verdict.refuse('ENOSYS'))])),
    ...on(byArgument.clone[column], [
      loadArgument(0),
      hasAny(namespaceFlags, 0, 1),
      end(verdict.refuse('EPERM')),
      end(verdict.allow),
    ]),
    end(verdict.allow),
  ]);
}
