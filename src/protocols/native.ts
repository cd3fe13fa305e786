/** Assay's own protocol: Samples in, Verdicts out, one or many. */
import { z } from 'zod';
import { Verdict } from '../../verifiers/contract.ts';
import { maxTimerMs } from '../config.ts';
import type { Scored, Summary } from '../engine/index.ts';
import type { Protocol } from './contract.ts';

const VerifierCounts = z.object({
  count: z.int(),
  scored: z.int(),
  mean_reward: z.number().nullable(),
});

export const BatchSummary = VerifierCounts.extend({
  unscorable: z.int(),
  correct: z.int(),
  causes: z.record(z.string(), z.int()),
  verifiers: z.record(z.string(), VerifierCounts),
}).meta({ id: 'BatchSummary' });

export const BatchRequest = z
  .looseObject({
    /** Checked one by one by the engine; the schema is for the reader of /openapi.json. */
    samples: z.array(z.unknown()).meta({ items: { $ref: '#/components/schemas/Sample' } }),
    deadline_ms: z.int().min(1).max(maxTimerMs).optional(),
    /** `brief` leaves out `message`, `extracted` and `parts`. */
    response: z.enum(['full', 'brief']).default('full'),
  })
  .meta({ id: 'BatchRequest' });
export type BatchRequest = z.infer<typeof BatchRequest>;

export const BatchResponse = z
  .object({ verdicts: z.array(Verdict), summary: BatchSummary })
  .meta({ id: 'BatchResponse' });

/** One line of a streamed answer. */
export const ScoredLine = z
  .object({ index: z.int().min(0), verdict: Verdict })
  .meta({ id: 'ScoredLine' });

export const single: Protocol<unknown> = {
  path: '/v1/score',
  summary: 'Score one sample',
  request: z.unknown().meta({ $ref: '#/components/schemas/Sample' }),
  response: Verdict,
  toSamples: (sample) => ({ samples: [sample] }),
  fromVerdicts: (_, { verdicts }) => verdicts[0],
};

export const batch: Protocol<BatchRequest> = {
  path: '/v1/score/batch',
  summary: 'Score a batch; with Accept: application/x-ndjson a line a verdict, as each is ready',
  request: BatchRequest as z.ZodType<BatchRequest>,
  response: BatchResponse,
  toSamples: ({ samples, deadline_ms }) => ({ samples, deadlineMs: deadline_ms }),
  fromVerdicts: ({ response }, { verdicts, summary }) => ({
    verdicts: response === 'brief' ? verdicts.map(brief) : verdicts,
    summary: summaryBody(summary),
  }),
};

/** One line of the streamed answer to `request`, without its line end. */
export function scoredLine({ response }: BatchRequest, { index, verdict }: Scored): object {
  return { index, verdict: response === 'brief' ? brief(verdict) : verdict };
}

function brief({ message: _m, extracted: _e, parts: _p, ...rest }: Verdict): Verdict {
  return rest;
}

function summaryBody({ meanReward, verifiers, ...counts }: Summary): z.infer<typeof BatchSummary> {
  return {
    ...counts,
    mean_reward: meanReward,
    verifiers: Object.fromEntries(
      Object.entries(verifiers).map(([id, { meanReward: mean, count, scored }]) => [
        id,
        { count, scored, mean_reward: mean },
      ]),
    ),
  };
}
