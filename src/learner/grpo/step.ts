/**
 * From a step's responses to its updates: shaped rewards, advantages, and mini-batches with what
 * each response weighs in the loss. Groups stay together; the order of each epoch is the seed's.
 */
import { createRng, streamSeed } from '../../../verifiers/random.ts';
import { advantages, type Estimator, type EstimatorOptions } from './advantages.ts';
import { type Aggregation, rowWeights } from './aggregate.ts';
import { type ShapingOptions, shape } from './shaping.ts';

export interface RolledOut {
  readonly group: number;
  /** The verifier's reward; null when unscorable. */
  readonly score: number | null;
  /** Tokens. */
  readonly length: number;
  readonly truncated: boolean;
}

export interface Judged {
  /** What is learned from; null when unscorable. */
  readonly reward: number | null;
  /** Null: not in the loss. */
  readonly advantage: number | null;
  /** Scored, but left out of the loss by the overlong filter. */
  readonly filtered: boolean;
}

export interface JudgeOptions {
  readonly shaping: ShapingOptions;
  readonly estimator: Estimator;
  readonly estimatorOptions: Partial<EstimatorOptions>;
}

/** One a response, in their order. @param step the run's, for schedules of shaping. */
export function judge(
  responses: readonly RolledOut[],
  step: number,
  { shaping, estimator, estimatorOptions }: JudgeOptions,
): Judged[] {
  const shaped = responses.map(({ score, length, truncated }) =>
    shape({ reward: score, length, truncated }, step, shaping),
  );
  const graded = responses.map(({ group, length }, i) => {
    const { reward = null, shaping: added = 0 } = shaped[i] ?? {};
    return { group, length, reward, shaping: added };
  });
  const found = advantages(estimator, graded, estimatorOptions);
  return shaped.map(({ reward, inLoss }, i) => ({
    reward,
    advantage: inLoss ? (found[i] ?? null) : null,
    filtered: reward !== null && !inLoss,
  }));
}

export interface UpdateOptions {
  readonly groupsPerUpdate: number;
  readonly epochs: number;
  readonly aggregation: Aggregation;
  /** The constant length of `constant-norm`. */
  readonly maxLength: number;
  readonly seed: number;
}

export interface UpdateRow {
  /** Place in the step's responses. */
  readonly index: number;
  readonly advantage: number;
  /** What each of its tokens weighs in the loss. */
  readonly weight: number;
}

/**
 * The updates of a step, in order. Unscorable responses are as if they had not been drawn; filtered
 * ones have no loss, and count as masked rows where the aggregation counts rows.
 */
export function updates(
  responses: readonly RolledOut[],
  judged: readonly Judged[],
  step: number,
  options: UpdateOptions,
): UpdateRow[][] {
  const { groupsPerUpdate, epochs, seed } = options;
  const groups = [...Map.groupBy(responses.keys(), (i) => responses[i]?.group).values()];
  const found: UpdateRow[][] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = [...groups];
    createRng(streamSeed(`updates ${epoch}`, seed, step)).shuffle(order);
    for (let from = 0; from < order.length; from += groupsPerUpdate) {
      const indices = order.slice(from, from + groupsPerUpdate).flat();
      const rows = weigh(indices, responses, judged, options);
      if (rows.length > 0) found.push(rows);
    }
  }
  return found;
}

function weigh(
  indices: readonly number[],
  responses: readonly RolledOut[],
  judged: readonly Judged[],
  { aggregation, maxLength }: UpdateOptions,
): UpdateRow[] {
  const counted = indices.filter((i) => judged[i]?.reward !== null);
  const lengths = counted.map((i) => (judged[i]?.filtered ? 0 : (responses[i]?.length ?? 0)));
  const weights = rowWeights(aggregation, lengths, maxLength);
  return counted.flatMap((index, k) => {
    const advantage = judged[index]?.advantage ?? null;
    const weight = weights[k] ?? 0;
    return advantage === null || weight === 0 ? [] : [{ index, advantage, weight }];
  });
}
