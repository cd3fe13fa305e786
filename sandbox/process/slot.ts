/**
 * Theory of operation. A slot is one bubblewrap process with a warden and a zygote inside: the
 * place where one run happens at a time. It is started with an empty environment and nothing of a
 * program in argv; everything goes over a socket. As root it has a uid of its own, because
 * RLIMIT_NPROC does not hold for the root of the host and kernels before 5.14 count processes by
 * uid over all name spaces.
 *
 * To end it, its first process is killed by the pid that bubblewrap told: the kernel then kills all
 * of that namespace, and bubblewrap, our child, reaps and exits. Killing bubblewrap itself would
 * leave a zombie to whoever is pid 1 of the host.
 *
 * Covers: start, orders and their results, a backstop clock, the end, no leftovers. Does not cover:
 * what results mean (outcome.ts), limits (guest/).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { initPid, killInit } from '../bubblewrap.ts';
import { SandboxError } from '../contract.ts';
import { noEnvironment } from '../environment.ts';
import type { Cgroup, Cgroups } from './cgroup.ts';
import { type Host, slotUids } from './host.ts';
import { encodeMessage, type Message, readMessages } from './message.ts';
import type { Filters } from './seccomp.ts';
import { bwrapArgs, fds } from './walls.ts';

export interface Slot {
  readonly cgroup: Cgroup | null;
  /** What lies in its places for artifacts: keys of artifacts.ts. */
  readonly artifacts: (string | null)[];
  /**
   * Sends an order; messages come at `onMessage` until it resolves.
   * @returns what went wrong with the slot, which is then to be closed; else null.
   */
  ask(order: OrderMessage, onMessage: (message: Message) => void): Promise<string | null>;
  /** Ends it; resolves when nothing of it is left. */
  close(): Promise<void>;
}

export interface OrderMessage {
  readonly header: Readonly<Record<string, unknown>>;
  readonly blobs: readonly Uint8Array[];
  /** When the warden itself is given up, milliseconds. */
  readonly backstopMs: number;
}

export interface SlotSpec {
  readonly host: Host;
  readonly filters: Filters;
  /** Paths to show beside the system's own. */
  readonly shows: readonly string[];
  readonly cgroups: Cgroups | null;
}

/** How long a slot may take before it is ready, milliseconds. */
const startMs = 20_000;
/** How long an ordered kill may take before the outer process is killed too. */
const killMs = 5_000;
const maxStderr = 8 << 10;

/** The Python side, as it is called inside. */
const guestFiles: Readonly<Record<string, string>> = {
  'warden.py': './guest/warden.py',
  'child.py': './guest/child.py',
  'watch.py': './guest/watch.py',
  'wire.py': './guest/wire.py',
  'art.py': './guest/art.py',
  'zygote.py': './guest/zygote.py',
  'program.py': './guest/program.py',
  'ending.py': './guest/ending.py',
  'runtime.py': '../languages/python/runtime.py',
  'apart.py': '../languages/python/apart.py',
};

let opened = 0;

/** @throws SandboxError `sandbox_unavailable` when it does not get ready. */
export async function openSlot(spec: SlotSpec): Promise<Slot> {
  const number = opened++;
  const cgroup = spec.cgroups?.create(`slot-${number}`) ?? null;
  const child = start(spec, number);
  const slot = wrap(child, cgroup);
  const timer = setTimeout(() => slot.close(), startMs);
  try {
    const init = await slot.init;
    if (init !== undefined) cgroup?.place(init);
    const fault = await slot.ask(
      { header: {}, blobs: [spec.filters.zygote, spec.filters.program], backstopMs: startMs },
      () => {},
    );
    if (fault !== null) throw new Error(fault);
    return slot;
  } catch (cause) {
    await slot.close();
    const why = cause instanceof Error ? cause.message : 'no reason';
    throw new SandboxError('sandbox_unavailable', `Expected a slot, got ${why}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Spawns bubblewrap; the guest's files are open for it and closed here. */
function start({ host, shows }: SlotSpec, number: number): ChildProcess {
  const guest = Object.keys(guestFiles);
  const files: number[] = [];
  try {
    for (const name of guest) {
      files.push(
        openSync(fileURLToPath(new URL(guestFiles[name] as string, import.meta.url)), 'r'),
      );
    }
    const uid = host.firstUid === undefined ? undefined : host.firstUid + (number % slotUids);
    return spawn(host.bwrap, bwrapArgs(host, guest, shows) as string[], {
      env: noEnvironment,
      cwd: '/',
      // stdout is nobody's, but a pipe: programs inherit what the interpreter made of it at its start
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', ...files], // as in `fds`
      ...(uid !== undefined && { uid, gid: uid }),
    });
  } finally {
    for (const fd of files) closeSync(fd);
  }
}

function wrap(child: ChildProcess, cgroup: Cgroup | null) {
  // absent when the process could not be started
  const stdio = child.stdio as readonly (Readable | Duplex | null | undefined)[];
  const channel = stdio[fds.channel] as Duplex | null | undefined;
  const init = Promise.withResolvers<number | undefined>();
  const gone = Promise.withResolvers<void>();
  let status = '';
  let said = '';
  let over = false;
  let closing = false;
  let waiting: { onMessage(message: Message): void; end(fault: string | null): void } | undefined;

  const finish = (why: string): void => {
    if (over) return;
    over = true;
    init.resolve(undefined);
    waiting?.end(why);
    cgroup?.close();
    gone.resolve();
  };
  child.on('error', ({ message }) => finish(message));
  child.on('close', () => finish(said.trim().slice(-500) || 'the slot ended'));
  stdio[2]
    ?.on('error', () => {})
    .on('data', (text: Buffer) => {
      said = (said + text.toString('latin1')).slice(-maxStderr);
    });
  stdio[fds.status]
    ?.on('error', () => {})
    .on('data', (text: Buffer) => {
      status = (status + text.toString('latin1')).slice(0, 4096);
      const pid = initPid(status);
      if (pid === undefined) return;
      init.resolve(pid);
      if (closing) killInit(child, pid);
    });
  channel?.on('error', () => {}); // the end of the process says it all
  if (channel) {
    readMessages(
      channel,
      (message) => {
        const { op } = message.header;
        if (op === 'done' || op === 'ready') waiting?.end(null);
        else waiting?.onMessage(message);
      },
      ({ message }) => waiting?.end(message),
    );
  }

  return {
    cgroup,
    artifacts: [null, null] as (string | null)[],
    init: init.promise,
    async ask(order: OrderMessage, onMessage: (message: Message) => void): Promise<string | null> {
      if (over || !channel) return 'the slot ended';
      const turn = Promise.withResolvers<string | null>();
      const late = `Expected the warden to answer within ${order.backstopMs} ms`;
      const timer = setTimeout(() => turn.resolve(late), order.backstopMs);
      waiting = { onMessage, end: turn.resolve };
      channel.write(encodeMessage(order.header, order.blobs));
      try {
        return await turn.promise;
      } finally {
        waiting = undefined;
        clearTimeout(timer);
      }
    },
    async close(): Promise<void> {
      if (over) return;
      closing = true;
      killInit(child, initPid(status));
      const timer = setTimeout(() => child.kill('SIGKILL'), killMs);
      await gone.promise;
      clearTimeout(timer);
    },
  };
}
