/**
 * `assay worker --queue redis://…`: a scoring worker of a fleet, until SIGTERM. It then takes no more
 * jobs, finishes those it has within `drainMs`, and gives the rest back to the queue. The sandbox is
 * opened first: a worker that can run nothing must not take jobs from those that can.
 */
import type { Command } from 'commander';
import { type Config, type ConfigKey, loadConfig } from '../config.ts';
import { openQueueWorker } from '../engine/backends/queue/index.ts';
import { openScorer, scorerOptions } from '../engine/index.ts';
import { openLog, untilSignal } from '../server/index.ts';
import { createMetrics } from '../server/metrics.ts';
import { UsageError } from './usage.ts';
import { openProbes } from './worker-probes.ts';

interface Flags extends Partial<Record<ConfigKey, unknown>> {
  readonly workers?: string;
  readonly concurrency?: string;
}

export function worker(program: Command): void {
  program
    .command('worker')
    .description('score the jobs of a queue, as one of a fleet')
    .option('--queue <url>', 'redis://host:6379 (better: ASSAY_QUEUE, which no process list shows)')
    .option('--queue-name <name>', 'drivers and workers of one name work together (score)')
    .option('--workers <n>', 'worker threads, and programs run at one time')
    .option('--concurrency <n>', 'jobs under way at one time (2)')
    .option('--lease-ms <n>', 'a worker silent for so long loses its jobs to others (30000)')
    .option('--min-level <level>', 'refuse to start below this wall')
    .option('--max-level <level>', 'use nothing above this wall')
    .option('--metrics-port <n>', 'answer /metrics, /healthz and /readyz here, on ASSAY_HOST')
    .option('--log-level <level>', 'silent, error, warn, info or debug')
    .action(({ workers, concurrency, ...flags }: Flags) =>
      run(
        loadConfig(process.env, {
          ...flags,
          threads: workers,
          sandboxConcurrency: workers,
          jobs: concurrency,
        }),
      ),
    );
}

async function run(config: Config): Promise<void> {
  const { queue: url, queueName: name, jobs: concurrency, leaseMs, drainMs } = config;
  if (url === undefined) throw new UsageError('Expected --queue or ASSAY_QUEUE, got neither');
  const asked = untilSignal();
  const log = openLog(config);
  const metrics = createMetrics();
  const options = { ...scorerOptions(config), log, onVerdict: metrics.onVerdict };
  await using scorer = await openScorer(options);
  metrics.watch(scorer);
  const queueWorker = await openQueueWorker({ url, name, scorer, concurrency, leaseMs, log });
  const { queue, backlog, drain } = queueWorker;
  const probes = await openProbes(config, metrics.registry, backlog).catch(async (error) => {
    await drain(0);
    throw error;
  });
  const { languages: sandbox } = scorer.status().sandbox;
  log.info({ queue, name, sandbox, probes: probes?.port }, 'taking jobs');
  await asked;
  log.info({ queued: scorer.status().queued }, 'draining');
  probes?.stopping();
  await drain(drainMs);
  probes?.close();
  log.info('closed');
}
