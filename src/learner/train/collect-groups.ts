/**
 * The responses of a step: generation batches until there are as many groups as are wanted that
 * teach something, or the cap on batches is reached. Without dynamic sampling one batch is all.
 */
import { streamSeed } from '../../../verifiers/random.ts';
import { type Collection, collect, emptyCollection } from '../grpo/dynamic-sampling.ts';
import { type Judged, type Rolled, rollOut } from '../rollout/index.ts';
import type { Interval } from '../rollout/interval.ts';
import type { Times } from '../run/timeline.ts';
import { type Drawn, drawPrompts } from './drawing.ts';
import type { Moment, Session } from './session.ts';

export interface Group {
  /** Its place among all that the step drew. */
  readonly index: number;
  readonly drawn: Drawn;
  readonly responses: readonly Judged[];
  /** The verifier's; null where unscorable. */
  readonly rewards: readonly (number | null)[];
}

export interface Collected {
  /** All that were drawn, and those to learn from. */
  readonly drawn: readonly Group[];
  readonly kept: readonly Group[];
  readonly batches: number;
  readonly taught: number;
  readonly times: Omit<Times, 'update'>;
}

export async function collectGroups(session: Session, moment: Moment): Promise<Collected> {
  const { sampling, rollout } = moment.stage.settings;
  const options = {
    wanted: rollout.prompts,
    maxBatches: sampling.dynamic ? sampling.max_batches : 1,
    keep: sampling.keep,
  };
  const drawn: Group[] = [];
  const times = { generation: [] as Interval[], wait: [] as Interval[], oracle: [] as Interval[] };
  let collection: Collection<Group> = emptyCollection;
  while (collection.state === 'more') {
    const { groups: batch, rolled } = await oneBatch(
      session,
      moment,
      collection.batches,
      drawn.length,
    );
    for (const { drawn: one, rewards } of batch) moment.stream.report(one.prompt.source, rewards);
    drawn.push(...batch);
    times.generation.push(rolled.generation);
    times.wait.push(rolled.wait);
    times.oracle.push(...rolled.oracle);
    collection = collect(collection, batch, options);
  }
  const { groups, batches, taught } = collection;
  return { drawn, kept: sampling.dynamic ? groups : drawn, batches, taught, times };
}

async function oneBatch(
  { loaded, learner, oracle, signal }: Session,
  { stage, stream, generations }: Moment,
  batch: number,
  first: number,
): Promise<{ readonly groups: Group[]; readonly rolled: Rolled['times'] }> {
  const { rollout, data } = stage.settings;
  const maxTokens = rollout.max_prompt_tokens;
  const prompts = drawPrompts(stream, learner.tokenizer, rollout.prompts, {
    ...{ format: data, maxTokens },
  });
  const name = `rollout ${generations + batch}`;
  const asked = prompts.map(({ prompt, tokens }, p) => ({
    prompt,
    tokens,
    seeds: Array.from({ length: rollout.group }, (_, i) =>
      streamSeed(name, loaded.config.seed, p * rollout.group + i),
    ),
  }));
  const rolled = await rollOut(
    { model: learner.model, tokenizer: learner.tokenizer, oracle },
    asked,
    {
      ...{ temperature: rollout.temperature, topP: rollout.top_p, topK: rollout.top_k },
      ...{ eos: learner.eos, stop: rollout.stop, signal },
      ...{ maxNewTokens: rollout.max_new_tokens, slots: rollout.batch },
    },
  );
  const groups = rolled.groups.map((responses, g) => ({
    index: first + g,
    drawn: prompts[g] as Drawn,
    responses,
    rewards: responses.map(({ verdict }) => verdict.reward),
  }));
  return { groups, rolled: rolled.times };
}
