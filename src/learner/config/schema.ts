/** The whole configuration of a run, as its YAML file has it. Every key is optional but model and data. */
import { z } from 'zod';
import { Data, EvaluationSet } from './data.ts';
import { Engine, Model, Optimizer } from './model.ts';
import { Advantages, Loss, Reference, Rewards, Sampling } from './objective.ts';

const size = z.int().min(1);

export const Rollout = z.strictObject({
  /** Prompts of one step. */
  prompts: size.default(32),
  /** Responses to each. */
  group: size.default(8),
  temperature: z.number().positive().default(1),
  top_p: z.number().gt(0).max(1).default(1),
  /** Only so many of the likeliest tokens; null: all. */
  top_k: size.nullable().default(null),
  /** Texts that end a response; they stay in it. */
  stop: z.array(z.string().min(1).max(256)).max(16).default([]),
  max_new_tokens: size.default(128),
  /** Longer prompts are skipped. */
  max_prompt_tokens: size.default(512),
  /** Sequences decoded together. */
  batch: size.default(64),
});

export const Updates = z.strictObject({
  /** Prompts of one update; their groups stay together. Absent: all of the step. */
  prompts: size.optional(),
  /** Times each response is learned from. */
  epochs: size.default(1),
});

const Evaluation = z.strictObject({
  every: z.int().min(0).default(20),
  /** Before the first step too. */
  before: z.boolean().default(true),
  samples: size.default(1),
  /** The k of pass@k; those above `samples` are left out. */
  k: z.array(size).default([1]),
  temperature: z.number().min(0).default(0.6),
  top_p: z.number().gt(0).max(1).default(0.95),
  max_new_tokens: size.optional(),
  sets: z.array(EvaluationSet).default([]),
});

const Checkpoint = z.strictObject({
  every: size.default(50),
  keep_last: size.default(2),
  keep_best: z.int().min(0).default(1),
  /** Name of the evaluation's metric that is to be great; absent: the mean over the sets. */
  best: z.string().optional(),
});

const Oracle = z.strictObject({
  /** A server; absent: this process judges. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  token: z.string().min(1).optional(),
  /** Seconds between tries while the backend is out, doubling from the first to the second. */
  retry_s: z.number().positive().default(1),
  max_retry_s: z.number().positive().default(60),
  /** Seconds after which a run gives up on it; null: never. */
  give_up_s: z.number().positive().nullable().default(null),
});

const Sft = z.strictObject({
  /** Responses of one update. */
  batch: size.default(32),
  max_tokens: size.default(640),
});

/** What a stage may change; each part goes over what the stages before it set. */
export const stageParts = {
  data: Data,
  rollout: Rollout.prefault({}),
  sampling: Sampling.prefault({}),
  rewards: Rewards.prefault({}),
  advantages: Advantages.prefault({}),
  loss: Loss.prefault({}),
  updates: Updates.prefault({}),
  optimizer: Optimizer.prefault({}),
  reference: Reference.prefault({}),
} as const;

/** What one stage learns with. Its parts must fit each other. */
export const Settings = z.strictObject(stageParts).superRefine((settings, context) => {
  const { rollout, updates, rewards, reference, loss, advantages } = settings;
  const expect = (holds: boolean, path: string[], message: string) => {
    if (!holds) context.addIssue({ code: 'custom', path, message: `Expected to be ${message}` });
  };
  const { prompts = rollout.prompts } = updates;
  expect(prompts <= rollout.prompts, ['updates', 'prompts'], `at most ${rollout.prompts}`);
  const alone = advantages.estimator === 'reinforce++';
  expect(alone || rollout.group > 1, ['rollout', 'group'], 'at least 2, a group to compare within');
  const { buffer = 0 } = rewards.soft_overlong ?? {};
  const room = rollout.max_new_tokens;
  expect(buffer <= room, ['rewards', 'soft_overlong', 'buffer'], `at most ${room}, max_new_tokens`);
  const measured = loss.beta > 0 || reference.kl === null;
  expect(measured, ['reference', 'kl'], 'absent where loss.beta is 0 and no divergence is known');
});
export type Settings = z.infer<typeof Settings>;

export const presetNames = ['prorl-v1', 'prorl-v2', 'grpo', 'dr-grpo', 'dapo'] as const;
export type PresetName = (typeof presetNames)[number];

export const kinds = ['grpo', 'sft'] as const;
export type Kind = (typeof kinds)[number];

/** A stage before it is merged: its parts are looked at with the whole. */
export const StageEntry = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,64}$/),
  /** A warm start on demonstrations may be a stage of its own; absent: the run's kind. */
  kind: z.enum(kinds).optional(),
  steps: size.nullable().default(null),
  /** Ends when an evaluation reaches this. */
  until_score: z.number().nullable().default(null),
  /** Ends when responses are longer than this on average. */
  until_length: z.number().positive().nullable().default(null),
  entry: z.enum(['nothing', 'reference', 'reference+optimizer']).default('nothing'),
  ...(Object.fromEntries(
    Object.keys(stageParts).map((key) => [key, z.record(z.string(), z.unknown()).optional()]),
  ) as Record<keyof typeof stageParts, z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>>),
});

export const RunConfig = z.strictObject({
  kind: z.enum(kinds).default('grpo'),
  preset: z.enum(presetNames).optional(),
  seed: z.int().min(0).default(0),
  /** Where everything of the run is written. */
  directory: z.string().min(1),
  /** Steps of the whole run. */
  steps: size.default(100),
  model: Model,
  engine: Engine.prefault({}),
  oracle: Oracle.prefault({}),
  evaluation: Evaluation.prefault({}),
  checkpoint: Checkpoint.prefault({}),
  sft: Sft.prefault({}),
  /** Mean divergence a token, from the reference or within a step, that stops the run; null: none does. */
  max_kl: z.number().positive().nullable().default(5),
  /** Responses with their rewards are written down every so many steps; 0: never. */
  save_rollouts: z.int().min(0).default(1),
  ...stageParts,
  stages: z.array(StageEntry).default([]),
});
export type RunConfig = z.infer<typeof RunConfig>;
