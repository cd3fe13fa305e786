/** Made-up runs, written with the project's own writers. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRunConfig } from '../../../src/learner/config/load.ts';
import { emptySums } from '../../../src/learner/grpo/loss.ts';
import { evaluationMetrics } from '../../../src/learner/run/evaluation-metrics.ts';
import { type StepReport, stepMetrics } from '../../../src/learner/run/metrics.ts';
import { openMetricsFile } from '../../../src/learner/run/metrics-file.ts';
import { type RolloutRow, writeRollouts } from '../../../src/learner/run/rollouts.ts';
import { createRng, type Rng } from '../../../verifiers/random.ts';

export const hostile =
  '</pre><script>globalThis.hacked=1</script><img src=x onerror="globalThis.hacked=2">\u202Eevil\u0007';

const yaml = `
preset: prorl-v2
directory: runs/made
steps: 4000
seed: 7
model: {scratch: {layers: 2, hidden: 64}}
data: {mix: [{puzzle: number_sorting, weight: 2}, {puzzle: spell_backward}]}
rollout: {prompts: 16, group: 4, max_new_tokens: 64}
oracle: {url: "http://127.0.0.1:9", token: "not-to-be-seen"}
evaluation: {samples: 4, k: [1, 4], sets: [{name: sorting, puzzle: number_sorting}, {name: backward, puzzle: spell_backward}]}
stages:
  - {name: warm, steps: 500}
  - {name: "long", steps: 3500, entry: reference, rollout: {max_new_tokens: 96}}
  - {name: cool, steps: 100}
`;

export interface Made {
  readonly steps: number;
  /** Steps between resets of the reference. */
  readonly every?: number;
  /** Steps between rollouts that are written down. */
  readonly rollouts?: number;
}

export async function makeRun(dir: string, { steps, every = 600, rollouts = 50 }: Made) {
  await mkdir(dir, { recursive: true });
  const { config, stages, hash } = parseRunConfig(yaml, 'made.yaml');
  await writeFile(join(dir, 'config.json'), JSON.stringify({ config, stages, hash }, null, 2));
  const rng = createRng(3);
  await using file = await openMetricsFile(join(dir, 'metrics.jsonl'), 0);
  for (let step = 0; step <= steps; step++) {
    const stage = step <= 500 ? 'warm' : 'long';
    const skill = 0.85 * (1 - Math.exp(-step / 900)) + 0.1;
    const resets = { 'reference/resets': Math.floor(step / every) };
    if (step > 0) {
      const metrics = { ...stepMetrics(reportOf(step, skill, every, rng)), ...resets };
      await file.write({ step, stage, kind: 'step', metrics });
    }
    if (step % 50 === 0) {
      const metrics = { ...evaluationMetrics(setsOf(skill, rng), [1, 4]), ...resets };
      await file.write({ step, stage, kind: 'evaluation', metrics });
    }
    if (step > 0 && step % rollouts === 0) await writeRollouts(dir, step, rowsOf(step, skill, rng));
  }
}

function reportOf(step: number, skill: number, every: number, rng: Rng): StepReport {
  const chance = () => rng.random();
  const scores = Array.from({ length: 64 }, () => (chance() < skill ? 1 : 0));
  const lengths = scores.map(() => 20 + rng.below(20) + Math.floor(step / 200));
  const tokens = lengths.reduce((a, b) => a + b);
  return {
    ...{ scores, rewards: scores, lengths, advantages: scores.map((one) => one - skill) },
    promptLengths: scores.map(() => 30),
    truncated: lengths.map((length) => length > 52),
    groups: { generated: 16, taught: Math.max(1, Math.round(16 * (1 - skill))), batches: 1 },
    loss: {
      ...emptySums(),
      ...{
        tokens,
        loss: chance() - 0.5,
        kl: tokens * 1e-5 * (step % every) * (0.8 + chance() / 2),
      },
      policyKl: tokens * 1e-4 * chance(),
      entropy: tokens * (0.3 + 0.9 * Math.exp(-step / 800) + 0.1 * chance()),
      clippedHigh: tokens * 0.01 * chance(),
      clippedLow: tokens * 0.004 * chance(),
    },
    ...{ updates: 2, lr: 3e-4 * Math.min(1, step / 100), beta: 1e-4, entropyCoef: 0 },
    // one step that no chart may hide, and none may be flattened by
    gradNorms: [step === 1234 ? 812 : 0.3 + 0.4 * chance()],
    seconds: { gen: 1.2 + chance(), reward: 0.2, update_actor: 0.9, step: 2.4 + chance() },
  };
}

function setsOf(skill: number, rng: Rng) {
  return ['sorting', 'backward'].map((name, i) => ({
    name,
    prompts: Array.from({ length: 40 }, () => {
      const correct = Array.from({ length: 4 }, () => rng.random() < skill - 0.1 * i);
      return { correct, rewards: correct.map((right) => (right ? 1 : 0)) };
    }),
    lengths: [20, 30],
  }));
}

function rowsOf(step: number, skill: number, rng: Rng): RolloutRow[] {
  return Array.from({ length: 32 }, (_, i): RolloutRow => {
    const right = rng.random() < skill;
    const lost = i === 31;
    const tail = right && i % 9 === 0 ? hostile : '';
    return {
      ...{ group: Math.floor(i / 4), source: 'number_sorting', prompt_id: `p-${step}-${i >> 2}` },
      prompt: 'Sort these numbers in ascending order: 9, 3, 7.\nAnswer as a list.',
      response: `${'I compare them one by one. '.repeat(i === 5 ? 400 : 2)}${tail}\n<answer>[${right ? '3, 7, 9' : '3, 9, 7'}]</answer>`,
      ...{ tokens: 30 + i, truncated: i === 5, score: lost ? null : right ? 1 : 0 },
      cause: lost ? 'sandbox_unavailable' : right ? 'equal' : 'wrong_answer',
      ...(right && i % 7 === 0 && { flags: ['hedged'] }),
      reward: lost ? null : right ? 1 : 0,
      advantage: lost ? null : (right ? 1 : 0) - skill,
    };
  });
}
