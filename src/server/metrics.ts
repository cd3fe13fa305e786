/** GET /metrics: what the service does, in Prometheus' text form. Never a word of a sample. */
import type { RequestHandler } from 'express';
import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client';
import { z } from 'zod';
import { isVerifierId, type Verdict } from '../../verifiers/contract.ts';
import type { Scorer } from '../engine/index.ts';
import type { Route } from './route.ts';

const seconds = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const rewards = [0, 0.25, 0.5, 0.75, 0.999, 1];

export type Metrics = ReturnType<typeof createMetrics>;

/** One set a server, so that two in one process do not mix. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'assay_' });
  const requests = new Counter({
    name: 'assay_requests_total',
    help: 'Answered requests by route and status',
    labelNames: ['route', 'status'],
    registers,
  });
  const latency = new Histogram({
    name: 'assay_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['route'],
    buckets: seconds,
    registers,
  });
  const verdicts = new Counter({
    name: 'assay_verdicts_total',
    help: 'Verdicts by verifier and cause',
    labelNames: ['verifier', 'status', 'cause'],
    registers,
  });
  const reward = new Histogram({
    name: 'assay_reward',
    help: 'Rewards of scored samples; what lies above 0.999 is full marks',
    labelNames: ['verifier'],
    buckets: rewards,
    registers,
  });
  const judging = new Histogram({
    name: 'assay_judging_seconds',
    help: 'Time a verifier took for one sample, its waiting apart',
    labelNames: ['verifier'],
    buckets: seconds,
    registers,
  });
  const flags = new Counter({
    name: 'assay_flags_total',
    help: 'Signs of reward hacking or of a policy used, by verifier and flag',
    labelNames: ['verifier', 'flag'],
    registers,
  });

  return {
    registry,
    /** Tells of the scorer's state whenever the metrics are read. */
    watch(scorer: Scorer): void {
      const gauge = (name: string, help: string, read: () => number) =>
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read());
          },
        });
      gauge(
        'assay_queued',
        'Samples admitted and not yet handed back',
        () => scorer.status().queued,
      );
      gauge('assay_queue_limit', 'Samples admitted at most', () => scorer.status().maxQueued);
      gauge(
        'assay_waiting_pure',
        'Samples waiting for a thread',
        () => scorer.status().waiting.pure,
      );
      gauge(
        'assay_waiting_sandbox',
        'Samples waiting for the sandbox',
        () => scorer.status().waiting.sandbox,
      );
      gauge(
        'assay_sandbox_running',
        'Samples whose programs run',
        () => scorer.status().sandbox.running,
      );
    },
    onVerdict(named: unknown, verdict: Verdict): void {
      const verifier = isVerifierId(named) ? named : 'none';
      const { status, cause, ms } = verdict;
      verdicts.inc({ verifier, status, cause });
      if (verdict.reward !== null) reward.observe({ verifier }, verdict.reward);
      judging.observe({ verifier }, ms / 1_000);
      for (const flag of verdict.flags ?? []) flags.inc({ verifier, flag });
    },
    /** Counts requests under the route that answers them, so that addresses cannot flood the names. */
    count(route: string): RequestHandler {
      return (_req, res, next) => {
        const start = performance.now();
        res.once('close', () => {
          requests.inc({ route, status: res.writableFinished ? res.statusCode : 'hung_up' });
          latency.observe({ route }, (performance.now() - start) / 1_000);
        });
        next();
      };
    },
  };
}

export const metricsRoute: Route = {
  method: 'get',
  path: '/metrics',
  summary: 'Counters and gauges for Prometheus, of all processes together',
  response: z.string(),
  async handle({ hub }, _req, res) {
    const all = (await hub.collect('metrics')) as Parameters<
      typeof AggregatorRegistry.aggregate
    >[0];
    const registry = AggregatorRegistry.aggregate(all);
    res.setHeader('content-type', registry.contentType);
    res.end(await registry.metrics());
  },
};
