/** What the dashboard shows: counts since the start, the last hour by the minute, recent requests. */
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { isVerifierId, type Verdict, type VerifierId } from '../../verifiers/contract.ts';
import type { Scorer } from '../engine/index.ts';
import { merge, recentKept } from './activity-merge.ts';
import { sendJson } from './json.ts';
import type { Route } from './route.ts';

const minutesKept = 60;
const bins = 11;

const Counts = z.record(z.string(), z.int());
const VerifierActivity = z.object({
  scored: z.int(),
  unscorable: z.int(),
  mean_reward: z.number().nullable(),
  /** Rewards from 0 to 1 in tenths; the last is full marks. */
  rewards: z.array(z.int()),
  causes: Counts,
  flags: Counts,
});
const Minute = z.object({
  /** Its beginning, milliseconds since 1970. */
  at: z.number(),
  scored: z.int(),
  unscorable: z.int(),
  flagged: z.int(),
  refused: z.int(),
});
const Recent = z.object({
  at: z.number(),
  route: z.string(),
  status: z.int(),
  samples: z.int(),
  mean_reward: z.number().nullable(),
  ms: z.int(),
});
const Snapshot = z
  .object({
    since: z.number(),
    now: z.number(),
    queued: z.int(),
    max_queued: z.int(),
    waiting: z.object({ pure: z.int(), sandbox: z.int() }),
    running: z.int(),
    sandbox: z.record(z.string(), z.string()).nullable(),
    verifiers: z.record(z.string(), VerifierActivity),
    minutes: z.array(Minute),
    recent: z.array(Recent),
  })
  .meta({ id: 'Activity' });
export type Snapshot = z.infer<typeof Snapshot>;
type Minute = z.infer<typeof Minute>;
type Recent = z.infer<typeof Recent>;

interface Tally {
  scored: number;
  unscorable: number;
  sum: number;
  readonly rewards: number[];
  readonly causes: Record<string, number>;
  readonly flags: Record<string, number>;
}

export class Activity {
  readonly #since = Date.now();
  readonly #verifiers = new Map<VerifierId | 'none', Tally>();
  readonly #minutes: Minute[] = [];
  readonly #recent: Recent[] = [];

  readonly onVerdict = (named: unknown, { reward, cause, flags = [] }: Verdict): void => {
    const name = isVerifierId(named) ? named : 'none';
    const tally = this.#verifiers.get(name) ?? emptyTally();
    this.#verifiers.set(name, tally);
    const minute = this.#minute();
    add(tally.causes, cause);
    for (const flag of flags) add(tally.flags, flag);
    if (flags.length > 0) minute.flagged++;
    if (reward === null) {
      tally.unscorable++;
      minute.unscorable++;
      return;
    }
    tally.scored++;
    tally.sum += reward;
    minute.scored++;
    const bin = Math.min(bins - 1, Math.floor(reward * (bins - 1)));
    tally.rewards[bin] = (tally.rewards[bin] ?? 0) + 1;
  };

  /** Remembers requests to this route; the handler says in `res.locals.scored` what was scored. */
  watch(route: string): RequestHandler {
    return (_req, res, next) => {
      const at = Date.now();
      res.once('close', () => this.#remember(route, at, res));
      next();
    };
  }

  #remember(route: string, at: number, res: Response): void {
    const { statusCode: status } = res;
    if (status >= 429) this.#minute().refused++;
    const { samples = 0, meanReward = null } = (res.locals.scored ?? {}) as {
      samples?: number;
      meanReward?: number | null;
    };
    this.#recent.unshift({
      at,
      route,
      status,
      samples,
      mean_reward: meanReward,
      ms: Date.now() - at,
    });
    this.#recent.length = Math.min(this.#recent.length, recentKept);
  }

  #minute(): Minute {
    const at = Math.floor(Date.now() / 60_000) * 60_000;
    const last = this.#minutes.at(-1);
    if (last?.at === at) return last;
    const made = { at, scored: 0, unscorable: 0, flagged: 0, refused: 0 };
    this.#minutes.push(made);
    while ((this.#minutes[0]?.at ?? at) <= at - minutesKept * 60_000) this.#minutes.shift();
    return made;
  }

  snapshot(scorer: Scorer): Snapshot {
    this.#minute();
    const { queued, maxQueued, waiting, sandbox } = scorer.status();
    return {
      queued,
      max_queued: maxQueued,
      waiting,
      running: sandbox.running,
      sandbox: sandbox.languages,
      since: this.#since,
      now: Date.now(),
      verifiers: Object.fromEntries(
        [...this.#verifiers].map(([name, { sum, ...counts }]) => [
          name,
          { ...counts, mean_reward: counts.scored === 0 ? null : sum / counts.scored },
        ]),
      ),
      minutes: this.#minutes,
      recent: this.#recent,
    };
  }
}

const emptyTally = (): Tally => ({
  scored: 0,
  unscorable: 0,
  sum: 0,
  rewards: Array.from({ length: bins }, () => 0),
  causes: {},
  flags: {},
});

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

export const activityRoute: Route = {
  method: 'get',
  path: '/v1/activity',
  summary: 'What the service has done: for the dashboard',
  response: Snapshot,
  async handle({ hub }, _req, res) {
    sendJson(res, merge((await hub.collect('activity')) as readonly Snapshot[]));
  },
};
