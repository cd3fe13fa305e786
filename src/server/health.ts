/** The probes: alive, and ready for work. */
import { z } from 'zod';
import { levels } from '../../sandbox/contract.ts';
import { sendJson } from './json.ts';
import type { Route } from './route.ts';

const Alive = z.object({ status: z.literal('ok') }).meta({ id: 'Alive' });

export const healthz: Route = {
  method: 'get',
  path: '/healthz',
  summary: 'Whether the process is alive',
  probe: true,
  response: Alive,
  handle: (_context, _req, res) => sendJson(res, { status: 'ok' }),
};

const Readiness = z
  .object({
    status: z.enum(['ready', 'draining', 'sandbox_closed']),
    queued: z.int(),
    max_queued: z.int(),
    /** The wall in force for each language; null while the sandbox is not open. */
    sandbox: z.record(z.string(), z.enum(levels)).nullable(),
  })
  .meta({ id: 'Readiness' });

/** A sandbox that opens with its first sample does not keep a service from being ready. */
export const readyz: Route = {
  method: 'get',
  path: '/readyz',
  summary: 'Whether the service takes work, and behind which walls programs run',
  probe: true,
  response: Readiness,
  statuses: [503],
  handle({ scorer, config, lifecycle }, _req, res) {
    const { queued, maxQueued, sandbox } = scorer.status();
    const closed = config.sandbox === 'eager' && sandbox.languages === null;
    const status = lifecycle.draining ? 'draining' : closed ? 'sandbox_closed' : 'ready';
    if (status !== 'ready') res.setHeader('retry-after', '1');
    const body: z.infer<typeof Readiness> = {
      status,
      queued,
      max_queued: maxQueued,
      sandbox: sandbox.languages,
    };
    sendJson(res, body, { status: status === 'ready' ? 200 : 503 });
  },
};
