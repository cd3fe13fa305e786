/** What a route is; routes.ts is the table, and both express and OpenAPI are made from it. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Config } from '../config.ts';
import type { ScoredBatch, Scorer } from '../engine/index.ts';
import type { Activity } from './activity.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Metrics } from './metrics.ts';
import type { Hub } from './processes/hub.ts';

export interface Context {
  readonly scorer: Scorer;
  readonly config: Config;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly activity: Activity;
  readonly hub: Hub;
}

export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  /** One line for people. */
  readonly summary: string;
  /** A probe: no token asked, answered while draining. */
  readonly probe?: boolean;
  readonly request?: z.ZodType;
  /** What the address may say. */
  readonly query?: z.ZodType;
  readonly response: z.ZodType;
  /** The status of a busy service, where the client waits for another than 503. */
  readonly busyStatus?: number;
  /** Its protocol has a word for a busy service: `handle` gets `res.locals.refusal` to say it. */
  readonly saysBusy?: boolean;
  /** Takes places of the queue. */
  readonly queues?: boolean;
  /** Reads its body itself, line by line. */
  readonly streams?: boolean;
  /** A line of the streamed answer, where the route can stream. */
  readonly line?: z.ZodType;
  /** Statuses other than 200 and those every route may answer. */
  readonly statuses?: readonly number[];
  handle(context: Context, req: Request, res: Response): Promise<void> | void;
}

/** For the table of recent requests. */
export function tell(res: Response, { verdicts, summary }: ScoredBatch): void {
  res.locals.scored = { samples: verdicts.length, meanReward: summary.meanReward };
}

/** Whose request it is, and whether they still wait. */
export function callerOf(res: Response): { readonly client: string; readonly signal: AbortSignal } {
  return { client: String(res.locals.client ?? ''), signal: hangUp(res) };
}

/** Aborts when the client hangs up before its answer is out. */
export function hangUp(res: Response): AbortSignal {
  const abort = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) abort.abort();
  });
  return abort.signal;
}
