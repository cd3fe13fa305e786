/**
 * Theory of operation. Native CPython behind namespaces, seccomp and rlimits: level B. A `script`
 * case is one bubblewrap launch; `call`, `eval` and `check` cases share one. At most `concurrency`
 * launches exist; each happens in a slot, which is given back when nothing of the launch is left.
 *
 * Covers: choice of launch, retry of our own failures (visits.ts), aborts, release of everything.
 * Does not cover: cgroups; where memory is short, the kernel's choice of victim is its own.
 */
import { closeSync } from 'node:fs';
import { type Backend, type Limits, SandboxError } from '../contract.ts';
import { createPool } from '../pool.ts';
import { type Job, runInVisits, type Visitor } from '../visits.ts';
import { holdData } from './files.ts';
import { guestPath, holdGuest } from './guest.ts';
import { findHost } from './host.ts';
import { type Launch, launch } from './launch.ts';
import { visitModule } from './module.ts';
import { visitScript } from './script.ts';
import { seccompFilter } from './seccomp.ts';
import { closeSlot, openSlot, type Slot } from './slot.ts';
import { bwrapArgs, tmpfsMb } from './walls.ts';

/** Sizes of the writable file system whose arguments are kept. */
const maxSizes = 16;

export const isolation = 'namespaces+seccomp+rlimits';

/**
 * @param options.concurrency launches at one time.
 * @throws SandboxError `sandbox_unavailable` where bubblewrap or python3 is missing. Whether they
 *   work here is for `probeProcess` to say.
 */
export async function openProcessBackend(options: {
  readonly concurrency: number;
}): Promise<Backend> {
  const found = findHost();
  if (!found.ok) {
    const lacks = found.lacks.map(({ detail }) => detail).join('; ');
    throw new SandboxError('sandbox_unavailable', `Expected bubblewrap and python3: ${lacks}`);
  }
  const { host } = found;
  const command = [host.python.path, '-s', '-S', '-X', 'utf8', guestPath];
  const guest = ours(() => holdGuest(host.python));
  const filter = ours(() => holdData(seccompFilter(host.machine)));
  const argsBySize = new Map<number, number>();
  const closeArgs = () => {
    for (const fd of argsBySize.values()) closeSync(fd);
    argsBySize.clear();
  };
  const argsFor = (limits: Limits, stdinBytes: number): number => {
    const size = tmpfsMb(limits, stdinBytes);
    let args = argsBySize.get(size);
    if (args === undefined) {
      if (argsBySize.size >= maxSizes) closeArgs();
      args = holdData(bwrapArgs(host, size));
      argsBySize.set(size, args);
    }
    return args;
  };
  const pool = createPool<Slot>({
    size: options.concurrency,
    maxUses: Number.POSITIVE_INFINITY,
    create: async () => ours(() => openSlot(host)),
    destroy: async (slot) => closeSlot(slot),
  });

  const running = new Map<Launch, Promise<void>>();
  let closed = false;

  const start = ({ limits }: Job, stdin: string, slot: Slot): Launch =>
    ours(() => {
      const args = argsFor(limits, Buffer.byteLength(stdin));
      return launch({ bwrap: host.bwrap, args, filter, guest, command, limits }, slot);
    });

  const visit: Visitor = async (job, give, signal) => {
    const first = job.cases[0];
    const script = first?.kind === 'script' ? first : undefined;
    const slot = await pool.acquire(signal);
    const gone = Promise.withResolvers<void>();
    let one: Launch | undefined;
    const abort = () => one?.stop({ status: 'aborted' }).catch(() => {});
    try {
      signal?.addEventListener('abort', abort, { once: true });
      signal?.throwIfAborted();
      one = start(job, script?.stdin ?? '', slot);
      running.set(one, gone.promise);
      const end = script
        ? await visitScript(one, job, script.stdin)
        : await visitModule(one, job, give);
      const { stop, exitCode } = await one.stop({ status: 'finished' });
      signal?.throwIfAborted();
      if (closed) throw new SandboxError('aborted', 'The sandbox was closed during the run');
      // a program that ended by itself has an exit code; without one, bubblewrap itself was lost
      if (!stop && exitCode === null && end.kind === 'ended') {
        return { kind: 'never_started', detail: 'bubblewrap ended without telling how' };
      }
      return end;
    } finally {
      signal?.removeEventListener('abort', abort);
      await one?.close();
      pool.release(slot);
      if (one) running.delete(one);
      gone.resolve();
    }
  };

  return {
    level: 'namespaces',
    isolation,
    languages: ['python'],
    run: (program, cases, limits, runOptions) =>
      runInVisits(visit, { program, cases, limits }, runOptions),
    async [Symbol.asyncDispose]() {
      closed = true;
      const last = [...running.values()];
      for (const one of running.keys()) one.stop({ status: 'aborted' }).catch(() => {});
      await Promise.all(last);
      await pool[Symbol.asyncDispose]();
      closeArgs();
      closeSync(guest);
      closeSync(filter);
    },
  };
}

/** Says of whatever stands in the way (descriptors, memory, rights) that it is our fault. */
function ours<T>(step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'no reason';
    throw new SandboxError('sandbox_unavailable', `Expected a launch, got ${why}`, { cause });
  }
}
