/** What an orchestrator asks of a worker: alive, taking jobs, and how long jobs wait. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gauge, type Registry } from 'prom-client';
import type { Config } from '../config.ts';
import type { QueueWorker } from '../engine/backends/queue/index.ts';

export interface Probes {
  readonly port: number;
  /** /readyz answers 503 from now on. */
  stopping(): void;
  close(): void;
}

/** @returns null when no port is set. */
export async function openProbes(
  { metricsPort, host }: Config,
  registry: Registry,
  backlog: QueueWorker['backlog'],
): Promise<Probes | null> {
  if (metricsPort === undefined) return null;
  const registers = [registry];
  const oldest = new Gauge({
    name: 'assay_fleet_oldest_job_seconds',
    help: 'Age of the oldest job that waits in the queue; the same from every worker',
    registers,
  });
  const waiting = new Gauge({
    name: 'assay_fleet_waiting_jobs',
    help: 'Jobs that wait in the queue; the same from every worker',
    registers,
  });
  let stopping = false;

  const metrics = async () => {
    const { jobs, oldestS } = (await backlog()) ?? { jobs: Number.NaN, oldestS: Number.NaN };
    waiting.set(jobs);
    oldest.set(oldestS);
    return registry.metrics();
  };
  const answers: Readonly<Record<string, () => Promise<readonly [number, string]>>> = {
    '/healthz': async () => [200, 'ok\n'],
    '/readyz': async () => {
      if (stopping) return [503, 'draining\n'];
      return (await backlog()) === null ? [503, 'the queue is away\n'] : [200, 'ready\n'];
    },
    '/metrics': async () => [200, await metrics()],
  };
  const server = createServer(async (req, res) => {
    const answer = answers[(req.url ?? '').split('?')[0] ?? ''];
    const [status, text] = answer ? await answer().catch(failed) : notFound;
    res.writeHead(status, { 'content-type': registry.contentType }).end(text);
  });
  server.listen(metricsPort, host);
  await once(server, 'listening');
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stopping() {
      stopping = true;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const notFound = [404, 'not found\n'] as const;
const failed = () => [503, 'the queue is away\n'] as const;
