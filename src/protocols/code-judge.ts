/**
 * code-judge: one test a submission, alone or in batches. Its answers are always 200; a row that
 * could not be judged says so in `reason`.
 */
import { z } from 'zod';
import type { Verdict } from '../../verifiers/contract.ts';
import { defineProtocol } from './contract.ts';

const Submission = z
  .looseObject({
    type: z.enum(['python', 'cpp', 'math']).default('python'),
    solution: z.string(),
    input: z.string().nullish(),
    expected_output: z.string().nullish(),
    sub_id: z.string().nullish(),
  })
  .meta({ id: 'CodeJudgeSubmission' });
type Submission = z.infer<typeof Submission>;

const Batch = z
  .looseObject({
    type: z.literal('batch').default('batch'),
    submissions: z.array(Submission),
    sub_id: z.string().nullish(),
  })
  .meta({ id: 'CodeJudgeBatch' });

const reasons = ['', 'worker_timeout', 'queue_timeout', 'internal_error', 'invalid_input'] as const;
const Judged = z
  .object({
    sub_id: z.string().nullable(),
    success: z.boolean(),
    run_success: z.boolean(),
    /** Seconds. */
    cost: z.number(),
    reason: z.enum(reasons),
  })
  .meta({ id: 'CodeJudgeResult' });

const wallS = 10;

function toSample({ type, solution, input, expected_output }: Submission): unknown {
  const expected = expected_output ?? '';
  if (type === 'math') {
    return { verifier: 'math', response: solution, reference: { answer: expected } };
  }
  return {
    verifier: 'code',
    response: solution,
    reference: {
      language: type,
      tests: { kind: 'stdin', inputs: [input ?? ''], outputs: [expected] },
    },
    options: { extract: 'raw', limits: { test_ms: wallS * 1_000, total_ms: 3 * wallS * 1_000 } },
  };
}

function judged({ sub_id }: Submission, verdict: Verdict): z.infer<typeof Judged> {
  const { correct, cause, ms } = verdict;
  return {
    sub_id: sub_id ?? null,
    success: correct === true,
    run_success: correct === true || cause === 'wrong_answer' || cause === 'partial',
    cost: ms / 1_000,
    reason: reasonOf(verdict),
  };
}

const unserved = ({ sub_id }: Submission): z.infer<typeof Judged> => ({
  sub_id: sub_id ?? null,
  success: false,
  run_success: false,
  cost: 0,
  reason: 'queue_timeout',
});

function reasonOf({ status, cause }: Verdict): (typeof reasons)[number] {
  if (status === 'scored') return cause === 'time_limit' ? 'worker_timeout' : '';
  if (cause === 'overloaded' || cause === 'deadline') return 'queue_timeout';
  return cause === 'invalid_sample' || cause === 'reference_invalid'
    ? 'invalid_input'
    : 'internal_error';
}

export const judge = defineProtocol<Submission>({
  path: '/judge',
  summary: 'code-judge: one submission',
  request: Submission,
  response: Judged,
  toSamples: (submission) => ({ samples: [toSample(submission)] }),
  fromVerdicts: (submission, { verdicts: [verdict] }) => verdict && judged(submission, verdict),
  whenBusy: unserved,
});

const batch = (path: string) =>
  defineProtocol<z.infer<typeof Batch>>({
    path,
    summary: 'code-judge: many submissions',
    request: Batch,
    response: z
      .object({ sub_id: z.string().nullable(), results: z.array(Judged) })
      .meta({ id: 'CodeJudgeResults' }),
    toSamples: ({ submissions }) => ({ samples: submissions.map(toSample) }),
    fromVerdicts: ({ submissions, sub_id }, { verdicts }) => ({
      sub_id: sub_id ?? null,
      results: submissions.map((submission, i) => judged(submission, verdicts[i] as Verdict)),
    }),
    whenBusy: ({ submissions, sub_id }) => ({
      sub_id: sub_id ?? null,
      results: submissions.map(unserved),
    }),
  });

export const judgeBatch = batch('/judge/batch');
export const judgeLongBatch = batch('/judge/long-batch');
