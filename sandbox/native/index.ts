/** Native CPython in namespaces: level B. */
import type { Backend } from '../contract.ts';
import { defaultLimits, SandboxError } from '../contract.ts';
import { createPool } from '../pool.ts';
import { runInVisits, type Visitor } from '../visits.ts';
import { findHost, type Host } from './bubblewrap.ts';
import { type Place, visitPython } from './python.ts';

export const isolation = 'namespaces+seccomp+rlimits';

/** @throws SandboxError when bubblewrap or python3 is absent. */
export async function openProcessBackend(options: {
  readonly concurrency: number;
}): Promise<Backend> {
  const { bwrap, python } = findHost();
  if (!bwrap || !python) {
    const absent = [bwrap ? [] : ['bubblewrap'], python ? [] : ['python3']].flat().join(' and ');
    throw new SandboxError('sandbox_unavailable', `Expected bubblewrap and python3, got no ${absent}`);
  }
  const host: Host = { bwrap, python };
  let next = 0;
  const slots = createPool<Place>({
    size: options.concurrency,
    maxUses: Number.POSITIVE_INFINITY,
    create: async () => ({ host, slot: next++ }),
    destroy: async () => {},
  });
  const visit: Visitor = async (job, give, signal) => {
    const place = await slots.acquire(signal);
    try {
      return await visitPython(place, job, give, signal);
    } finally {
      slots.release(place);
    }
  };
  return {
    level: 'namespaces',
    isolation,
    languages: ['python'],
    run: (program, cases, limits, runOptions) =>
      runInVisits(visit, { program, cases, limits }, runOptions),
    [Symbol.asyncDispose]: () => slots[Symbol.asyncDispose](),
  };
}

export async function probeProcess(): Promise<{ ok: boolean; missing: readonly string[] }> {
  try {
    await using backend = await openProcessBackend({ concurrency: 1 });
    const [result] = await backend.run(
      { language: 'python', source: 'print(42)' },
      [{ kind: 'script', stdin: '' }],
      { ...defaultLimits },
    );
    return result?.stdout === '42\n' ? { ok: true, missing: [] } : { ok: false, missing: ['probe'] };
  } catch (error) {
    return { ok: false, missing: [(error as Error).message] };
  }
}
