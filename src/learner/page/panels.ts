/** Which metrics are drawn together, under the names that metrics.ts and evaluation-metrics.ts write. */
import type { Chart, Curve } from './chart.ts';
import type { Reach } from './scale.ts';
import { type Point, type RunLine, seriesOf } from './series.ts';

interface Wanted {
  readonly title: string;
  readonly note: string;
  readonly reach: Reach;
  /** Metric, its label, and where it is written if not with the steps. */
  readonly curves: readonly (readonly [string, string] | readonly [string, string, 'evaluation'])[];
}

const first: readonly Wanted[] = [
  {
    title: 'Reward',
    note: 'What the verifier gave, what was learned from, and the held-out mean.',
    reach: 'share',
    curves: [
      ['critic/score/mean', 'verifier'],
      ['critic/rewards/mean', 'learned from'],
      ['val/reward', 'evaluation', 'evaluation'],
    ],
  },
];

const rest: readonly Wanted[] = [
  {
    title: 'KL',
    note: 'A token: from the reference, and from the policy that sampled.',
    reach: 'zero',
    curves: [
      ['actor/kl_loss', 'from the reference'],
      ['actor/ppo_kl', 'from the sampler'],
    ],
  },
  {
    title: 'Entropy',
    note: 'Of the next token, in nats.',
    reach: 'zero',
    curves: [['actor/entropy', 'entropy']],
  },
  {
    title: 'Clip fraction',
    note: 'Share of tokens whose ratio was clipped, by side.',
    reach: 'zero',
    curves: [
      ['actor/pg_clipfrac', 'all'],
      ['clip_ratio/low_mean', 'low'],
      ['clip_ratio/high_mean', 'high'],
      ['actor/pg_clipfrac_lower', 'dual'],
    ],
  },
  {
    title: 'Response length',
    note: 'Tokens: all responses, and those that ended by themselves.',
    reach: 'zero',
    curves: [
      ['response_length/mean', 'mean'],
      ['completions/mean_terminated_length', 'ended'],
      ['response_length/max', 'longest'],
    ],
  },
  {
    title: 'Gradient norm',
    note: 'Before clipping, mean of the step’s updates.',
    reach: 'zero',
    curves: [
      ['actor/grad_norm', 'GRPO'],
      ['train/grad_norm', 'supervised'],
    ],
  },
  {
    title: 'Learning rate',
    note: 'At the step’s end.',
    reach: 'zero',
    curves: [
      ['actor/lr', 'GRPO'],
      ['train/lr', 'supervised'],
    ],
  },
  {
    title: 'Lost samples',
    note: 'Shares: groups without signal; responses cut off; responses that could not be scored.',
    reach: 'share',
    curves: [
      ['frac_reward_zero_std', 'no signal'],
      ['response_length/clip_ratio', 'cut off'],
      ['reward/unscorable_ratio', 'unscorable'],
    ],
  },
  {
    title: 'Loss',
    note: 'Mean of the step’s updates.',
    reach: 'free',
    curves: [
      ['actor/loss', 'GRPO'],
      ['train/loss', 'supervised'],
    ],
  },
  {
    title: 'Seconds a step',
    note: 'The whole step and its parts.',
    reach: 'zero',
    curves: [
      ['timing_s/step', 'step'],
      ['timing_s/gen', 'generation'],
      ['timing_s/reward', 'scoring'],
      ['timing_s/update_actor', 'updates'],
    ],
  },
];

const maxSets = 24;
const maxKs = 6;

/** The charts that have anything to draw. */
export function panels(lines: readonly RunLine[]): Chart[] {
  return [...first, ...evaluations(lines), ...rest].flatMap(({ title, note, reach, curves }) => {
    const found = curves.flatMap(([name, label, kind]): Curve[] => {
      const points = seriesOf(lines, kind ?? 'step', name);
      return points === null ? [] : [{ label, points }];
    });
    return found.length === 0 ? [] : [{ title, note, reach, curves: joined(found) }];
  });
}

/** Curves that are the same are one, with both names: one would hide the other. */
function joined(curves: readonly Curve[]): Curve[] {
  const all: Curve[] = [];
  for (const curve of curves) {
    const at = all.findIndex(({ points }) => isSame(points, curve.points));
    const twin = all[at];
    if (twin) all[at] = { ...twin, label: `${twin.label} = ${curve.label}` };
    else all.push(curve);
  }
  return all;
}

function isSame(a: readonly Point[], b: readonly Point[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ step, value }, i) => step === b[i]?.step && value === b[i]?.value)
  );
}

/** One chart an evaluation set: its pass@k, and its mean reward. */
function evaluations(lines: readonly RunLine[]): Wanted[] {
  const sets = new Map<string, Set<number>>();
  for (const { kind, metrics } of lines) {
    if (kind !== 'evaluation') continue;
    for (const name of Object.keys(metrics)) {
      const [, set, k] = /^val\/([^/]{1,64})\/pass@(\d{1,6})$/.exec(name) ?? [];
      if (set === undefined || k === undefined) continue;
      sets.set(set, (sets.get(set) ?? new Set()).add(Number(k)));
    }
  }
  return [...sets].slice(0, maxSets).map(([set, found]) => {
    const ks = [...found].toSorted((a, b) => a - b).slice(0, maxKs - 1);
    return {
      title: `pass@k: ${set}`,
      note: 'On the held-out set, by the unbiased estimator; and its mean reward.',
      reach: 'share',
      curves: [
        ...ks.map((k) => [`val/${set}/pass@${k}`, `pass@${k}`, 'evaluation'] as const),
        [`val/${set}/reward`, 'reward', 'evaluation'] as const,
      ],
    };
  });
}
