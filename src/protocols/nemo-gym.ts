/**
 * NeMo Gym's resources server. A row is the data set's own line with the model's response object;
 * it is echoed whole with its reward. A row that could not be scored is masked, never 0 for learning.
 */
import { z } from 'zod';
import { gymGrading, gymLabel, outputText } from '../../datasets/formats/nemo-gym.ts';
import type { Verdict, VerifierId } from '../../verifiers/contract.ts';
import { defineAnswer, defineProtocol } from './contract.ts';
import { aggregate } from './nemo-gym-metrics.ts';
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

/** Its newer versions group failures by a kind; ours are under our name. */
const masked = (request: Request, cause: string, reason: string): z.infer<typeof Response> => ({
  ...request,
  reward: 0,
  mask_sample: true,
  failure_kind: `assay:${cause}`,
  failure_reason: reason,
  _ng_failure_class: `assay:${cause}`,
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

/** A resources server: one that tells rows by their fields, or one of NeMo Gym's own by its name. */
interface Server {
  readonly prefix: string;
  /** Null: the row tells. */
  readonly verifier: VerifierId | null;
  readonly label: (request: Request) => unknown;
}

const servers: readonly Server[] = [
  { prefix: '', verifier: null, label: gymLabel },
  { prefix: '/math_with_judge', verifier: 'math', label: gymLabel },
  { prefix: '/code_gen', verifier: 'code', label: gymLabel },
  { prefix: '/instruction_following', verifier: 'instruction', label: gymLabel },
  { prefix: '/structured_outputs', verifier: 'instruction', label: gymLabel },
  { prefix: '/reasoning_gym', verifier: 'logic', label: gymLabel },
  { prefix: '/mcqa', verifier: 'stem', label: gymLabel },
  {
    prefix: '/string_match',
    verifier: 'stem',
    label: ({ expected_answer }) => ({ answer: expected_answer, kind: 'short_text' }),
  },
];

export const verifies = servers.map(({ prefix, verifier, label }) =>
  defineProtocol<Request>({
    path: `${prefix}/verify`,
    summary: `NeMo Gym resources server: verify one response${verifier ? ` (${verifier})` : ''}`,
    request: Request,
    response: Response,
    toSamples: (request, query) => ({
      samples: [
        toSample(
          { response: outputText(request.response.output), label: label(request) },
          optionsOf(request, { ...query, verifier: query.verifier ?? verifier ?? undefined }),
        ),
      ],
    }),
    fromVerdicts(request, { verdicts: [verdict] }) {
      return verdict ? rendered(request, verdict) : request;
    },
    /** Its client never tries again. */
    whenBusy: (request, reason) => masked(request, 'overloaded', reason),
  }),
);

const SeedRequest = z.looseObject({}).meta({ id: 'NemoGymSeedRequest' });
const SeedResponse = z.looseObject({}).meta({ id: 'NemoGymSeedResponse' });

/** Sessions hold nothing here; the client wants an answer. */
export const seedSessions = servers.map(({ prefix }) =>
  defineAnswer<Record<string, unknown>>({
    path: `${prefix}/seed_session`,
    summary: 'NeMo Gym: begin a session',
    request: SeedRequest,
    response: SeedResponse,
    answer: () => ({}),
  }),
);

export const reverifyModes = servers.map(({ prefix }) => ({
  path: `${prefix}/reverify_mode`,
  summary: 'NeMo Gym: rows can be verified again',
  answer: 'stateless',
  response: z.literal('stateless'),
}));

const Aggregate = z
  .looseObject({ verify_responses: z.array(z.looseObject({ reward: z.number().nullish() })) })
  .meta({ id: 'NemoGymAggregateRequest' });

const AggregateResponse = z
  .object({
    group_level_metrics: z.array(z.record(z.string(), z.number())),
    agent_metrics: z.record(z.string(), z.number()),
    key_metrics: z.record(z.string(), z.number()),
  })
  .meta({ id: 'NemoGymAggregateResponse' });

/** Over the rows that are not masked. */
export const aggregates = servers.map(({ prefix }) =>
  defineAnswer<z.infer<typeof Aggregate>>({
    path: `${prefix}/aggregate_metrics`,
    summary: 'NeMo Gym: statistics of verified rows',
    request: Aggregate,
    response: AggregateResponse,
    answer: ({ verify_responses: rows }) => aggregate(rows),
  }),
);
