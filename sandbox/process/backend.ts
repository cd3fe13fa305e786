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
import { runInVisits, type Visitor } from '../visits.ts';
import { holdData } from './files.ts';
import { guestPath, holdGuest } from './guest.ts';
import { findHost } from './host.ts';
import { type Launch, launch } from './launch.ts';
import { visitModule } from './module.ts';
import { visitScript } from './script.ts';
import { seccompFilter } from './seccomp.ts';
import { closeSlot, openSlot, type Slot } from './slot.ts';
import { bwrapArgs, tmpfsMb } from './walls.ts';

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
  const command = [host.python.path, '-I', '-S', '-X', 'utf8', guestPath];
  const guest = holdGuest(host.python);
  const filter = holdData(seccompFilter(host.machine));
  const argsBySize = new Map<number, number>();
  const argsFor = (limits: Limits, stdinBytes: number): number => {
    const size = tmpfsMb(limits, stdinBytes);
    let args = argsBySize.get(size);
    if (args === undefined) {
      args = holdData(bwrapArgs(host, size));
      argsBySize.set(size, args);
    }
    return args;
  };
  const pool = createPool<Slot>({
    size: options.concurrency,
    maxUses: Number.POSITIVE_INFINITY,
    create: async () => openSlot(host),
    destroy: async (slot) => closeSlot(slot),
  });

  const running = new Set<Launch>();
  let closed = false;

  const visit: Visitor = async (job, give, signal) => {
    const first = job.cases[0];
    if (!first) return { kind: 'done' };
    const stdinBytes = first.kind === 'script' ? Buffer.byteLength(first.stdin) : 0;
    const slot = await pool.acquire(signal);
    let one: Launch | undefined;
    const abort = () => one?.stop({ status: 'aborted' }).catch(() => {});
    try {
      signal?.addEventListener('abort', abort, { once: true });
      const { limits } = job;
      const args = argsFor(limits, stdinBytes);
      one = launch({ bwrap: host.bwrap, args, filter, guest, command, limits }, slot);
      running.add(one);
      const end =
        first.kind === 'script'
          ? await visitScript(one, job, first.stdin)
          : await visitModule(one, job, give);
      signal?.throwIfAborted();
      if (closed) throw new SandboxError('aborted', 'The sandbox was closed during the run');
      // a program that ended by itself has an exit code; without one, bubblewrap itself was lost
      const { stop, exitCode } = await one.stop({ status: 'finished' });
      if (!stop && exitCode === null && end.kind === 'ended') {
        return { kind: 'never_started', detail: 'bubblewrap ended without telling how' };
      }
      return end;
    } finally {
      signal?.removeEventListener('abort', abort);
      await one?.close();
      if (one) running.delete(one);
      pool.release(slot);
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
      await Promise.all([...running].map((one) => one.stop({ status: 'aborted' })));
      await pool[Symbol.asyncDispose]();
      for (const fd of [guest, filter, ...argsBySize.values()]) closeSync(fd);
      argsBySize.clear();
    },
  };
}
