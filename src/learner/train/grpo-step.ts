/** One step of GRPO: responses, rewards, advantages, and the updates that they give. */
import { aggregationOf, estimatorOf, lossOptions, shapingOptions } from '../config/settings.ts';
import { adaptBeta } from '../grpo/adaptive-kl.ts';
import { addSums, emptySums } from '../grpo/loss.ts';
import { mean } from '../grpo/statistics.ts';
import { type Judged, judge, updates } from '../grpo/step.ts';
import { lengthOf } from '../rollout/interval.ts';
import { stepMetrics } from '../run/metrics.ts';
import type { RolloutRow } from '../run/rollouts.ts';
import { timelineMetrics, timelineOf } from '../run/timeline.ts';
import { type Collected, collectGroups, type Group } from './collect-groups.ts';
import { expectNear } from './divergence.ts';
import { type Answered, scoreAnswered } from './sequences.ts';
import { adamwAt, type Moment, type Session, type StepResult } from './session.ts';
import { policyUpdate, type Weighed } from './update.ts';

/** A response that may be learned from. */
interface Row extends Answered {
  readonly group: number;
  readonly score: number | null;
  readonly length: number;
  readonly truncated: boolean;
  readonly old: Float32Array;
}

export async function grpoStep(session: Session, moment: Moment): Promise<StepResult> {
  const start = performance.now();
  const { learner, loaded } = session;
  const { stage, step, beta } = moment;
  const { settings } = stage;
  const { rollout, loss, optimizer } = settings;
  const collected = await collectGroups(session, moment);
  const began = performance.now();
  const rows = collected.kept.flatMap(rowsOf);
  const { name: estimator, options: estimatorOptions } = estimatorOf(settings);
  const shaping = shapingOptions(settings);
  const judged = judge(rows, step, { shaping, estimator, estimatorOptions });
  const planned = updates(rows, judged, step, {
    groupsPerUpdate: settings.updates.prompts ?? rollout.prompts,
    epochs: settings.updates.epochs,
    aggregation: aggregationOf(settings),
    maxLength: rollout.max_new_tokens,
    seed: loaded.config.seed,
  });
  const { temperature } = rollout;
  const microBatchTokens = loaded.config.engine.micro_batch_tokens;
  const references = await referencesOf(session, moment, rows, judged);
  const adamw = adamwAt(loaded, moment);
  const sums = emptySums();
  const gradNorms: number[] = [];
  for (const update of planned) {
    const weighed = update.map(({ index, advantage, weight }): Weighed => {
      const reference = references?.get(index) ?? null;
      return { ...(rows[index] as Row), reference, advantage, weight };
    });
    const done = await policyUpdate(learner, weighed, {
      ...{ loss: { ...lossOptions(settings), beta }, temperature, microBatchTokens, adamw },
      maxGradNorm: optimizer.max_grad_norm,
    });
    expectNear(done.sums, loaded.config.max_kl);
    addSums(sums, done.sums);
    gradNorms.push(done.gradNorm);
  }
  const end = performance.now();
  const all = collected.drawn.flatMap(rowsOf);
  const times = { ...collected.times, update: [{ from: began, to: end }] };
  const reported = stepMetrics({
    scores: all.map(({ score }) => score),
    rewards: judged.map(({ reward }) => reward),
    advantages: judged.flatMap(({ advantage }) => (advantage === null ? [] : [advantage])),
    lengths: all.map(({ length }) => length),
    promptLengths: all.map(({ promptTokens }) => promptTokens.length),
    truncated: all.map(({ truncated }) => truncated),
    groups: {
      generated: collected.drawn.length,
      ...{ taught: collected.taught, batches: collected.batches },
    },
    loss: sums,
    ...{ updates: planned.length, gradNorms, lr: adamw.lr, beta, entropyCoef: loss.entropy_coef },
    seconds: {
      gen: lengthOf(times.generation) / 1000,
      reward: lengthOf(times.wait) / 1000,
      update_actor: (end - began) / 1000,
      step: (end - start) / 1000,
    },
  });
  const kl = references !== null && sums.tokens > 0 ? sums.kl / sums.tokens : null;
  const adaptive = loss.adaptive_kl;
  return {
    metrics: { ...reported, ...timelineMetrics(times) },
    timeline: timelineOf(times, { from: start, to: end }),
    ...{ kl, generations: collected.batches },
    rollouts: rolloutRows(collected, judged),
    meanLength: mean(all.map(({ length }) => length)),
    beta: adaptive && kl !== null ? adaptBeta(beta, kl, rows.length, adaptive) : beta,
  };
}

/** Log-probs under the reference of the responses in the loss; null where there is none. */
async function referencesOf(
  { learner, loaded }: Session,
  { stage, beta }: Moment,
  rows: readonly Row[],
  judged: readonly Judged[],
): Promise<ReadonlyMap<number, Float32Array> | null> {
  const { reference } = learner;
  if (beta === 0 || reference === null) return null;
  const inLoss = [...rows.keys()].filter((i) => (judged[i]?.advantage ?? null) !== null);
  const found = await scoreAnswered(
    reference,
    inLoss.map((i) => rows[i] as Row),
    stage.settings.rollout.temperature,
    loaded.config.engine.micro_batch_tokens,
  );
  return new Map(inLoss.map((index, k) => [index, found[k] as Float32Array]));
}

function rowsOf({ index, drawn, responses }: Group): Row[] {
  return responses.map(({ completion, verdict }) => ({
    group: index,
    promptTokens: drawn.tokens,
    tokens: completion.tokens,
    old: completion.logprobs,
    score: verdict.reward,
    length: completion.tokens.length,
    truncated: completion.end === 'length',
  }));
}

/** Every response drawn; those of groups that were let go have no advantage. */
function rolloutRows({ drawn, kept }: Collected, judged: readonly Judged[]): RolloutRow[] {
  const places = new Map<number, number>();
  let at = 0;
  for (const { index, responses } of kept) {
    places.set(index, at);
    at += responses.length;
  }
  return drawn.flatMap(({ index, drawn: { prompt }, responses }) =>
    responses.map(({ completion, verdict }, i): RolloutRow => {
      const first = places.get(index);
      const found = first === undefined ? undefined : judged[first + i];
      return {
        ...{ group: index, source: prompt.source, prompt_id: prompt.id },
        prompt: typeof prompt.prompt === 'string' ? prompt.prompt : JSON.stringify(prompt.prompt),
        ...{ response: completion.text, tokens: completion.tokens.length },
        ...{ truncated: completion.end === 'length', score: verdict.reward, cause: verdict.cause },
        ...(verdict.flags !== undefined && { flags: verdict.flags }),
        reward: found?.reward ?? null,
        advantage: found?.advantage ?? null,
      };
    }),
  );
}
