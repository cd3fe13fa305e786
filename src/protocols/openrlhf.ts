/**
 * OpenRLHF's remote reward model. Its client sends one row a request, and empty arrays to all servers
 * but the first; it tries again on any other status than 200. `query` is prompt and response together,
 * with the special tokens of the chat template.
 */
import { z } from 'zod';
import { busy, defineProtocol, isPassing } from './contract.ts';
import { toSample } from './query.ts';

const Request = z
  .looseObject({
    query: z.array(z.string()),
    prompts: z.array(z.string()).default([]),
    labels: z.array(z.unknown()).default([]),
  })
  .meta({ id: 'OpenRlhfRequest' });

const Response = z
  .object({
    /** null when not one row could be scored. */
    rewards: z.array(z.number().nullable()).nullable(),
    scores: z.array(z.number().nullable()).nullable(),
    /** Numbers only: the trainer makes tensors of them. */
    extra_logs: z.record(z.string(), z.array(z.number())),
  })
  .meta({ id: 'OpenRlhfResponse' });

/** Chat-template marks: <|im_end|>, <|eot_id|>, <s>, </s>, <｜end▁of▁sentence｜>, <end_of_turn>. */
const special = /<[|｜][^<>|｜\n]{1,60}[|｜]>|<\/?s>|<(?:start|end)_of_turn>|<(?:eos|bos|pad)>/g;

/** What the model wrote: behind the prompt, or behind the last mark that the assistant speaks. */
export function responseOf(query: string, prompt: string): string {
  const rest =
    prompt !== '' && query.startsWith(prompt) ? query.slice(prompt.length) : spoken(query);
  return rest.replace(special, '').trim();
}

/** Behind the last header of an assistant's turn; the whole text where there is none. */
function spoken(query: string): string {
  const header =
    /<\|im_start\|>assistant\n?|<\|start_header_id\|>assistant<\|end_header_id\|>\s*|<start_of_turn>model\n?|<｜Assistant｜>/g;
  const last = [...query.matchAll(header)].at(-1);
  return last ? query.slice(last.index + last[0].length) : query;
}

export const openRlhf = defineProtocol({
  path: '/get_reward',
  summary: 'OpenRLHF: remote reward model',
  request: Request,
  response: Response,
  toSamples: ({ query: texts, prompts, labels }, query) => ({
    samples: texts.map((text, i) => {
      const prompt = prompts[i] ?? '';
      return toSample({ response: responseOf(text, prompt), prompt, label: labels[i] }, query);
    }),
  }),
  fromVerdicts(_, { verdicts }, { unscorable }) {
    const failed = verdicts.find((verdict) => verdict.reward === null && isPassing(verdict));
    if (failed) throw busy(failed);
    const given = verdicts.map(({ reward }) => reward ?? unscorable ?? null);
    const rewards = given.length > 0 && given.every((reward) => reward === null) ? null : given;
    return {
      rewards,
      scores: rewards,
      extra_logs: {
        correct: verdicts.map(({ correct }) => (correct ? 1 : 0)),
        unscorable: verdicts.map(({ reward }) => (reward === null ? 1 : 0)),
        flagged: verdicts.map(({ flags }) => (flags && flags.length > 0 ? 1 : 0)),
      },
    };
  },
});
