/** What is run: experiments, the arms that each compares, and how an arm differs from its file. */
import { mergeParts, type Parts } from '../../src/learner/config/merge.ts';

export interface Arm {
  readonly name: string;
  /** Goes over the file's top level. */
  readonly whole?: Parts;
  /** Goes over the stage that learns from verdicts. */
  readonly grpo?: Parts;
}

export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** Its file under configs/, without the ending. */
  readonly config: string;
  readonly seeds: readonly number[];
  /** More than one: they are compared, at as many rollouts as the shortest has. */
  readonly arms: readonly Arm[];
  /** A score whose first reading is told. */
  readonly goal?: number;
}

/** One run of one arm. */
export interface Trial {
  readonly config: string;
  readonly arm: Arm;
  readonly seed: number;
  /** Names its directory. Arms of the same name are the same runs in all experiments. */
  readonly key: string;
}

/** The file as it is. */
const plain: Arm = { name: 'plain' };
/** The arms that are compared have fewer steps than the whole run, and are compared with its first ones. */
const short = { steps: 96 };
/** Each step of these costs or learns more. */
const shorter = { steps: 72 };
const beta = 0.05;
/** Four updates a step, each of a quarter of its groups: with one, no ratio leaves the clip. */
const updates = { prompts: 8 };
const clip = (high: number): Arm => ({
  name: `clip-0.2-${high}`,
  whole: shorter,
  grpo: { updates, optimizer: { lr: 0.0002 }, loss: { clip_low: 0.2, clip_high: high } },
});

export const experiments: readonly Experiment[] = [
  {
    name: 'sort-digits',
    title: 'Seven digits in order',
    config: 'sort-digits',
    seeds: [1, 2, 3],
    arms: [plain],
    goal: 0.8,
  },
  {
    name: 'logic-mixture',
    title: 'Three puzzles together',
    config: 'logic-mixture',
    seeds: [1, 2, 3],
    arms: [plain],
  },
  {
    name: 'kl',
    title: 'Divergence from the reference',
    config: 'sort-digits',
    seeds: [1, 2, 3],
    arms: [
      plain,
      { name: 'kl-0.05', whole: short, grpo: { loss: { beta } } },
      {
        name: 'kl-0.05-resets',
        whole: short,
        grpo: { loss: { beta }, reference: { every: 20, reset_optimizer: true } },
      },
    ],
  },
  {
    name: 'clip',
    title: 'The clip',
    config: 'sort-digits',
    seeds: [1, 2, 3],
    arms: [clip(0.2), clip(0.28), clip(0.4)],
  },
  {
    name: 'dynamic-sampling',
    title: 'Dynamic sampling',
    config: 'sort-digits',
    seeds: [1, 2, 3],
    arms: [plain, { name: 'dynamic', whole: shorter, grpo: { sampling: { dynamic: true } } }],
  },
];

/** Seed by seed, so that a first answer of all arms is there early. */
export function trialsOf({ config, seeds, arms }: Experiment, most: number): Trial[] {
  return seeds
    .slice(0, most)
    .flatMap((seed) =>
      arms.map((arm) => ({ config, arm, seed, key: `${config}-${arm.name}-${seed}` })),
    );
}

/** The file's configuration as this trial has it: its own directory and seed, one thread. */
export function configOf({ arm, seed, key }: Trial, file: Parts): Parts {
  const { stages = [] } = file as { readonly stages?: readonly Parts[] };
  return {
    ...mergeParts(file, arm.whole ?? {}),
    directory: key,
    seed,
    engine: { name: 'wasm', threads: 1 },
    stages: stages.map((stage) =>
      stage.name === 'grpo' ? mergeParts(stage, arm.grpo ?? {}) : stage,
    ),
  };
}
