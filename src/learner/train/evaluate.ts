/** How well the policy does on held-out sets: always the same prompts and the same seeds. */
import { streamSeed } from '../../../verifiers/random.ts';
import type { LoadedConfig, LoadedStage } from '../config/load.ts';
import { evaluationPrompts } from '../data/evaluation.ts';
import type { Prompt } from '../data/source.ts';
import { promptIds } from '../data/text.ts';
import { rollOut } from '../rollout/index.ts';
import { evaluationMetrics, type SetResult } from '../run/evaluation-metrics.ts';
import type { Metrics } from '../run/metrics.ts';
import type { Session } from './session.ts';

export interface OpenSet {
  readonly name: string;
  readonly prompts: readonly Prompt[];
}

export async function openSets({ config, base }: LoadedConfig): Promise<OpenSet[]> {
  const { template } = config.data;
  const sets: OpenSet[] = [];
  for (const set of config.evaluation.sets) {
    sets.push({ name: set.name, prompts: await evaluationPrompts(set, { base, template }) });
  }
  return sets;
}

export async function evaluate(
  { loaded, learner, oracle, signal }: Session,
  sets: readonly OpenSet[],
  { settings }: LoadedStage,
): Promise<Metrics> {
  const { evaluation, seed } = loaded.config;
  const { rollout, data } = settings;
  const results: SetResult[] = [];
  for (const { name, prompts } of sets) {
    const asked = prompts.flatMap((prompt, p) => {
      const tokens = promptIds(learner.tokenizer, prompt, data);
      if (tokens.length === 0 || tokens.length > rollout.max_prompt_tokens) return [];
      const seeds = Array.from({ length: evaluation.samples }, (_, i) =>
        streamSeed(`evaluation ${name}`, seed, p * evaluation.samples + i),
      );
      return [{ prompt, tokens, seeds }];
    });
    const { model, tokenizer, eos } = learner;
    const { groups } = await rollOut({ model, tokenizer, oracle }, asked, {
      ...{ temperature: evaluation.temperature, topP: evaluation.top_p, topK: null },
      ...{ eos, stop: rollout.stop, signal, slots: rollout.batch },
      maxNewTokens: evaluation.max_new_tokens ?? rollout.max_new_tokens,
    });
    results.push({
      name,
      prompts: groups.map((group) => ({
        rewards: group.map(({ verdict }) => verdict.reward),
        correct: group.map(({ verdict }) => verdict.correct),
      })),
      lengths: groups.flat().map(({ completion }) => completion.tokens.length),
    });
  }
  return evaluationMetrics(
    results,
    evaluation.k.filter((k) => k <= evaluation.samples),
  );
}
