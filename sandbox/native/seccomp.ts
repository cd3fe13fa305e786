/**
 * Theory of operation. A seccomp filter as bytes of classic BPF, made here and handed to bubblewrap
 * by descriptor, which installs it just before the program starts. The policy is the table below,
 * in order. What a grader's program has no use for is refused; a refusal is an ordinary error the
 * program can see (EPERM, or ENOSYS where libraries know to fall back).
 *
 * Covers: kernel surface with a history of escapes (namespaces, mounts, io_uring, bpf, keyrings,
 * ptrace, userfaultfd, perf, module loading, clocks), all sockets but local pairs, the x32 and
 * other foreign system call tables (killed). Does not cover: flaws in the calls that are left.
 * Numbers: Linux's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
 */
import { SandboxError } from '../contract.ts';

type Numbers = Readonly<Record<string, number>>;

interface Architecture {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number;
  readonly clone: number;
  /** Answered with ENOSYS: the C library falls back to an older call. */
  readonly absent: Numbers;
  /** Answered with EPERM. */
  readonly refused: Numbers;
}

// biome-ignore format: a table
const sinceUnified: Numbers = {
  // These have one number on every architecture.
  io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, open_tree: 428, move_mount: 429,
  fsopen: 430, fsconfig: 431, fsmount: 432, fspick: 433, pidfd_getfd: 438, mount_setattr: 442,
  landlock_create_ruleset: 444, landlock_add_rule: 445, landlock_restrict_self: 446,
  memfd_secret: 447, process_madvise: 440, pidfd_send_signal: 424,
};

const architectures: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    absent: { clone3: 435 },
    // biome-ignore format: a table
    refused: {
      ...sinceUnified,
      socket: 41, connect: 42, accept: 43, sendto: 44, bind: 49, listen: 50, accept4: 288,
      ptrace: 101, syslog: 103, personality: 135, ustat: 136, sysfs: 139, vhangup: 153,
      modify_ldt: 154, pivot_root: 155, _sysctl: 156, adjtimex: 159, chroot: 161, acct: 163,
      settimeofday: 164, mount: 165, umount2: 166, swapon: 167, swapoff: 168, reboot: 169,
      sethostname: 170, setdomainname: 171, iopl: 172, ioperm: 173, create_module: 174,
      init_module: 175, delete_module: 176, quotactl: 179, clock_settime: 227, mbind: 237,
      set_mempolicy: 238, kexec_load: 246, add_key: 248, request_key: 249, keyctl: 250,
      migrate_pages: 256, unshare: 272, move_pages: 279, vmsplice: 278, perf_event_open: 298,
      fanotify_init: 300, name_to_handle_at: 303, open_by_handle_at: 304, clock_adjtime: 305,
      setns: 308, process_vm_readv: 310, process_vm_writev: 311, kcmp: 312, finit_module: 313,
      kexec_file_load: 320, bpf: 321, userfaultfd: 323,
    },
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    absent: { clone3: 435 },
    // biome-ignore format: a table
    refused: {
      ...sinceUnified,
      umount2: 39, mount: 40, pivot_root: 41, chroot: 51, vhangup: 58, quotactl: 60, vmsplice: 75,
      acct: 89, personality: 92, unshare: 97, kexec_load: 104, init_module: 105, delete_module: 106,
      clock_settime: 112, syslog: 116, ptrace: 117, reboot: 142, sethostname: 161,
      setdomainname: 162, settimeofday: 170, adjtimex: 171, socket: 198, bind: 200, listen: 201,
      accept: 202, connect: 203, sendto: 206, add_key: 217, request_key: 218, keyctl: 219,
      swapon: 224, swapoff: 225, mbind: 235, set_mempolicy: 237, migrate_pages: 238,
      move_pages: 239, perf_event_open: 241, accept4: 242, fanotify_init: 262,
      name_to_handle_at: 264, open_by_handle_at: 265, clock_adjtime: 266, setns: 268,
      process_vm_readv: 270, process_vm_writev: 271, kcmp: 272, finit_module: 273, bpf: 280,
      userfaultfd: 282, kexec_file_load: 294,
    },
  },
};

// linux/bpf_common.h and linux/seccomp.h
const loadWord = 0x20;
const jumpEqual = 0x15;
const jumpAtLeast = 0x35;
const jumpAnySet = 0x45;
const give = 0x06;
const killProcess = 0x80000000;
const allow = 0x7fff0000;
const errno = (code: number) => 0x00050000 | code;
const EPERM = 1;
const ENOSYS = 38;
/** Offsets in struct seccomp_data. */
const numberAt = 0;
const archAt = 4;
const firstArgumentAt = 16;
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET of linux/sched.h. */
const newNamespaces = 0x7e020000;
const x32Bit = 0x40000000;

/** @throws SandboxError on an architecture without a table. */
export function seccompFilter(arch: string = process.arch): Buffer {
  const table = architectures[arch];
  if (!table) {
    throw new SandboxError(
      'sandbox_unavailable',
      `Expected architecture ${Object.keys(architectures).join(' or ')}, got ${arch}`,
    );
  }
  const refuse = (numbers: Numbers, code: number) =>
    Object.values(numbers).flatMap((number) => [
      jump(jumpEqual, number, 0, 1),
      step(give, errno(code)),
    ]);
  return Buffer.concat([
    step(loadWord, archAt),
    jump(jumpEqual, table.audit, 1, 0),
    step(give, killProcess),
    step(loadWord, numberAt),
    ...(arch === 'x64' ? [jump(jumpAtLeast, x32Bit, 0, 1), step(give, killProcess)] : []),
    ...refuse(table.absent, ENOSYS),
    ...refuse(table.refused, EPERM),
    jump(jumpEqual, table.clone, 0, 3),
    step(loadWord, firstArgumentAt),
    jump(jumpAnySet, newNamespaces, 0, 1),
    step(give, errno(EPERM)),
    step(give, allow),
  ]);
}

/** struct sock_filter: u16 code, u8 jt, u8 jf, u32 k. */
function jump(code: number, k: number, whenTrue: number, whenFalse: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes[2] = whenTrue;
  bytes[3] = whenFalse;
  bytes.writeUInt32LE(k >>> 0, 4);
  return bytes;
}

const step = (code: number, k: number) => jump(code, k, 0, 0);
