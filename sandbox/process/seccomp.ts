/**
 * Theory of operation. The filter on system calls as classic BPF, generated here and handed to
 * bubblewrap as bytes: an allow-list with ENOSYS for the rest. The kernel runs it on every call,
 * before the call, and nothing inside the sandbox can take it off again.
 *
 * Covers: calls of a foreign architecture or of the x32 table kill the process; `clone` makes
 * processes and threads but no namespaces (`clone3`, whose flags a filter cannot read, is absent,
 * and libc falls back to `clone`); no socket but a connected AF_UNIX pair; no typing into a
 * terminal. Does not cover: what an allowed call does with its arguments beyond that.
 */
import { allowed, byArgument, type Syscall } from './syscalls.ts';

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

/** The filter of a machine: an array of `struct sock_filter`, as `bwrap --seccomp` reads it. */
export function seccompFilter(machine: Machine): Buffer {
  const { audit, column, otherTable } = machines[machine];
  const number = (call: Syscall) => call[column];
  const ioctl = allowed.find(([name]) => name === 'ioctl') as Syscall;
  const plain = allowed.filter((call) => call !== ioctl);
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
    ...on(number(byArgument.clone), [
      loadArgument(0),
      hasAny(namespaceFlags, 0, 1),
      end(verdict.refuse('EPERM')),
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
