/** What several processes have done, as if one had. */
import type { Snapshot } from './activity.ts';

/** Requests remembered. */
export const recentKept = 50;

export function merge(all: readonly Snapshot[]): Snapshot {
  const [first, ...rest] = all;
  if (!first) throw new Error('Expected the activity of a process, got none');
  return rest.reduce(both, first);
}

function both(a: Snapshot, b: Snapshot): Snapshot {
  return {
    since: Math.min(a.since, b.since),
    now: Math.max(a.now, b.now),
    queued: a.queued + b.queued,
    max_queued: a.max_queued + b.max_queued,
    waiting: {
      pure: a.waiting.pure + b.waiting.pure,
      sandbox: a.waiting.sandbox + b.waiting.sandbox,
    },
    running: a.running + b.running,
    sandbox: a.sandbox ?? b.sandbox,
    verifiers: byName(a.verifiers, b.verifiers, verifier),
    minutes: minutes(a.minutes, b.minutes),
    recent: [...a.recent, ...b.recent].sort((x, y) => y.at - x.at).slice(0, recentKept),
  };
}

type Verifier = Snapshot['verifiers'][string];

function verifier(a: Verifier, b: Verifier): Verifier {
  const scored = a.scored + b.scored;
  const sum = (a.mean_reward ?? 0) * a.scored + (b.mean_reward ?? 0) * b.scored;
  return {
    scored,
    unscorable: a.unscorable + b.unscorable,
    mean_reward: scored === 0 ? null : sum / scored,
    rewards: a.rewards.map((count, i) => count + (b.rewards[i] ?? 0)),
    causes: byName(a.causes, b.causes, add),
    flags: byName(a.flags, b.flags, add),
  };
}

const add = (a: number, b: number) => a + b;

function byName<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  join: (a: T, b: T) => T,
): Record<string, T> {
  const all: Record<string, T> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const own = all[name];
    all[name] = own === undefined ? value : join(own, value);
  }
  return all;
}

function minutes(a: Snapshot['minutes'], b: Snapshot['minutes']): Snapshot['minutes'] {
  const key = (all: Snapshot['minutes']) =>
    Object.fromEntries(all.map((minute) => [minute.at, minute]));
  const joined = byName(key(a), key(b), (x, y) => ({
    at: x.at,
    scored: x.scored + y.scored,
    unscorable: x.unscorable + y.unscorable,
    flagged: x.flagged + y.flagged,
    refused: x.refused + y.refused,
  }));
  return Object.values(joined).sort((x, y) => x.at - y.at);
}
