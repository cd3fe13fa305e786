/** Groups of responses to prompts, each judged while the others still grow. */
import type { Verdict } from '../../../verifiers/contract.ts';
import type { Prompt } from '../data/source.ts';
import type { Model } from '../model/model.ts';
import type { RewardOracle } from '../oracle.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { type Completion, type GenerateOptions, generate, type Request } from './generate.ts';
import type { Interval } from './interval.ts';
import { startScoring } from './scoring.ts';

export interface Asked {
  readonly prompt: Prompt;
  /** The prompt as the model reads it. */
  readonly tokens: readonly number[];
  /** One a response. */
  readonly seeds: readonly bigint[];
}

export interface Judged {
  readonly completion: Completion;
  readonly verdict: Verdict;
}

export interface Rolled {
  /** Of each prompt, in the order of its seeds. */
  readonly groups: readonly (readonly Judged[])[];
  readonly times: {
    readonly generation: Interval;
    /** For verdicts after the last token: the engine stands still. */
    readonly wait: Interval;
    readonly oracle: readonly Interval[];
  };
}

export interface Roller {
  readonly model: Model;
  readonly tokenizer: Tokenizer;
  readonly oracle: RewardOracle;
}

export async function rollOut(
  { model, tokenizer, oracle }: Roller,
  asked: readonly Asked[],
  options: Omit<GenerateOptions, 'onEnd'>,
): Promise<Rolled> {
  const scoring = startScoring(oracle, options.signal);
  const verdicts = asked.map(({ seeds }) => new Array<Promise<Verdict>>(seeds.length));
  const start = performance.now();
  const completions = await generate(model, tokenizer, asked satisfies readonly Request[], {
    ...options,
    onEnd(request, response, { text }) {
      const { prompt } = asked[request] as Asked;
      const sample = { ...prompt.sample, id: `${prompt.id}#${response}`, response: text };
      (verdicts[request] as Promise<Verdict>[])[response] = scoring.add(sample);
    },
  });
  const generated = performance.now();
  const found = await Promise.all(verdicts.map((group) => Promise.all(group)));
  const judged = performance.now();
  return {
    groups: completions.map((group, g) =>
      group.map((completion, i) => ({ completion, verdict: found[g]?.[i] as Verdict })),
    ),
    times: {
      generation: { from: start, to: generated },
      wait: { from: generated, to: judged },
      oracle: scoring.busy,
    },
  };
}
