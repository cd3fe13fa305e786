/** The isolation levels of this host, for suites that run over every one of them. */
import {
  type Level,
  levels,
  openSandbox,
  type Sandbox,
  SandboxError,
} from '../../sandbox/index.ts';

export { levels };

/** A sandbox of exactly this level for native languages; null when the host cannot hold it. */
export async function openLevel(level: Level): Promise<Sandbox | null> {
  try {
    return await openSandbox({ minLevel: level, maxLevel: level, concurrency: 2 });
  } catch (error) {
    if (error instanceof SandboxError && error.code === 'sandbox_unavailable') return null;
    throw error;
  }
}

/** Does the work for each item, two at a time; an error ends it. */
export async function twoAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await work(items[next++] as T);
  };
  await Promise.all([lane(), lane()]);
}
