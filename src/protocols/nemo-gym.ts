/**
 * NeMo Gym's resources server. A row is the data set's own line with the model's response object;
 * it is echoed whole with its reward. A row that could not be scored is masked, never 0 for learning.
 */
import { z } from 'zod';
import { gymGrading, gymLabel, outputText } from '../../datasets/formats/nemo-gym.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { defineAnswer, defineProtocol } from './contract.ts';
import { type Query, toSample } from './query.ts';

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Item = z.looseObject({
  type: z.string(),
  content: z.union([z.string(), z.array(Part)]).optional(),
});

const Request = z
  .looseObject({
    responses_create_params: z.looseObject({}).optional(),
    response: z.looseObject({ output: z.array(Item) }),
  })
  .meta({ id: 'NemoGymVerifyRequest' });
type Request = z.infer<typeof Request>;

const Response = z
  .looseObject({
    reward: z.number(),
    mask_sample: z.boolean(),
    failure_kind: z.string().nullable(),
    failure_reason: z.string().nullable(),
  })
  .meta({ id: 'NemoGymVerifyResponse' });

function optionsOf(request: Request, query: Query): Query {
  const grading = gymGrading(request);
  return grading ? { ...query, options: { ...grading, ...query.options } } : query;
}

const masked = (request: Request, kind: string, reason: string): z.infer<typeof Response> => ({
  ...request,
  reward: 0,
  mask_sample: true,
  failure_kind: kind,
  failure_reason: reason,
  _ng_failure_class: kind,
});

function rendered(request: Request, verdict: Verdict): z.infer<typeof Response> {
  const { reward, cause, message, extracted, parts, flags } = verdict;
  if (reward === null) return masked(request, cause, message ?? cause);
  return {
    ...request,
    reward,
    mask_sample: false,
    failure_kind: null,
    failure_reason: null,
    extracted_answer: extracted ?? null,
    cause,
    ...(parts && { parts }),
    ...(flags && { flags }),
  };
}

export const verify = defineProtocol<Request>({
  path: '/verify',
  summary: 'NeMo Gym resources server: verify one response',
  request: Request,
  response: Response,
  toSamples: (request, query) => ({
    samples: [
      toSample(
        { response: outputText(request.response.output), label: gymLabel(request) },
        optionsOf(request, query),
      ),
    ],
  }),
  fromVerdicts(request, { verdicts: [verdict] }) {
    return verdict ? rendered(request, verdict) : request;
  },
  /** Its client never tries again. */
  whenBusy: (request, reason) => masked(request, 'overloaded', reason),
});

/** Sessions hold nothing here; the client wants an answer and its cookie back. */
export const seedSession = defineAnswer<Record<string, unknown>>({
  path: '/seed_session',
  summary: 'NeMo Gym: begin a session',
  request: z.looseObject({}).meta({ id: 'NemoGymSeedRequest' }),
  response: z.looseObject({}).meta({ id: 'NemoGymSeedResponse' }),
  answer: () => ({}),
});

const Aggregate = z
  .looseObject({ verify_responses: z.array(z.looseObject({ reward: z.number().nullish() })) })
  .meta({ id: 'NemoGymAggregateRequest' });

/** Means over the rows that are not masked. */
export const aggregateMetrics = defineAnswer<z.infer<typeof Aggregate>>({
  path: '/aggregate_metrics',
  summary: 'NeMo Gym: the means of verified rows',
  request: Aggregate,
  response: z.looseObject({}).meta({ id: 'NemoGymAggregateResponse' }),
  answer({ verify_responses: rows }) {
    const scored = rows.filter((row) => row.mask_sample !== true && typeof row.reward === 'number');
    const mean =
      scored.length === 0
        ? null
        : scored.reduce((sum, { reward }) => sum + (reward as number), 0) / scored.length;
    const masked = rows.length - scored.length;
    return { agent_metrics: { 'mean/reward': mean, masked }, key_metrics: { 'mean/reward': mean } };
  },
});
