/** slime's and miles' `remote_rm`: one row a request, and the whole answer is the reward. */
import { z } from 'zod';
import { defineProtocol, rewardOr } from './contract.ts';
import { toSample } from './query.ts';

const Message = z.looseObject({ role: z.string(), content: z.unknown() });

const Request = z
  .looseObject({
    prompt: z.union([z.string(), z.array(Message)]).optional(),
    response: z.string(),
    label: z.unknown(),
    metadata: z.looseObject({ data_source: z.string().optional() }).nullish(),
  })
  .meta({ id: 'SlimeRequest' });

export const slime = defineProtocol({
  path: '/rm',
  summary: 'slime, miles: remote_rm, the answer is the reward',
  request: Request,
  response: z.number().meta({ id: 'SlimeReward' }),
  toSamples: ({ prompt, response, label, metadata }, query) => ({
    samples: [toSample({ response, prompt, label, source: metadata?.data_source }, query)],
  }),
  fromVerdicts: (_, { verdicts }, { unscorable }) =>
    verdicts[0] ? rewardOr(verdicts[0], unscorable) : null,
});
