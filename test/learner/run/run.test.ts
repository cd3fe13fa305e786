/** The files of a run: checkpoints that are whole, metrics without repeats, rollouts to read. */
import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openTensorFile, openTensors } from '../../../src/learner/checkpoint/safetensors.ts';
import { emptySums } from '../../../src/learner/grpo/loss.ts';
import type { ModelConfig } from '../../../src/learner/model/config.ts';
import { initialReset } from '../../../src/learner/prolonged/reset.ts';
import { firstStage } from '../../../src/learner/prolonged/stages.ts';
import {
  latestCheckpoint,
  listCheckpoints,
  modelFolder,
  momentsName,
  pruneCheckpoints,
  referenceName,
  saveCheckpoint,
} from '../../../src/learner/run/checkpoints.ts';
import { evaluationMetrics } from '../../../src/learner/run/evaluation-metrics.ts';
import { type StepReport, stepMetrics } from '../../../src/learner/run/metrics.ts';
import { openMetricsFile, readMetrics } from '../../../src/learner/run/metrics-file.ts';
import { writeRollouts } from '../../../src/learner/run/rollouts.ts';
import { type RunState, readState } from '../../../src/learner/run/state.ts';
import { characterTokenizer } from '../../../src/learner/tokenizer/characters.ts';
import { readTokenizer } from '../../../src/learner/tokenizer/tokenizer.ts';
import { folder } from '../checkpoint/files.ts';

const config: ModelConfig = {
  ...{ family: 'llama', vocab: 8, hidden: 4, layers: 1, heads: 2, kvHeads: 1, headDim: 2 },
  ...{ ffn: 8, maxPositions: 16, normEps: 1e-6, ropeTheta: 1e4, ropeScaling: null },
  ...{ qkvBias: false, outBias: false, mlpBias: false, qkNorm: false, tied: true },
};
const state: RunState = {
  ...{ version: 1, step: 1, config: 'abc', optimizerStep: 1, beta: 1e-4, score: null },
  rng: { seed: 5, generations: 9 },
  cursor: { drawn: 3, parts: { 'puzzle x': { level: 1, sum: 0.1 + 0.2, count: 2, drawn: 3 } } },
  reset: initialReset,
  stage: firstStage,
};
const tensor = (name: string, values: number[]) =>
  ({ name, dtype: 'F32', shape: [values.length], values: new Float32Array(values) }) as const;

function save(root: string, step: number, score: number | null = null, reference = true) {
  const { files } = characterTokenizer('abcd');
  return saveCheckpoint(root, {
    model: { config, tensors: [tensor('w', [step, 0.1])], dtype: 'F32', source: null, files },
    moments: [tensor('m.w', [1e-30, -0]), tensor('v.w', [3.4e38, 1e-45])],
    reference: reference ? [tensor('w', [7])] : null,
    state: { ...state, step, score },
  });
}

describe('a checkpoint', () => {
  it('gives back every bit', async () => {
    await using made = await folder();
    const dir = await save(made.dir, 12, 0.5);
    assert.deepEqual(await readState(dir), { ...state, step: 12, score: 0.5 });
    await using model = await openTensors(join(dir, modelFolder));
    assert.deepEqual(await model.tensors.get('w')?.read(), new Float32Array([12, 0.1]));
    await using moments = await openTensorFile(join(dir, momentsName));
    assert.deepEqual(await moments.tensors.get('m.w')?.read(), new Float32Array([1e-30, -0]));
    assert.deepEqual(await moments.tensors.get('v.w')?.read(), new Float32Array([3.4e38, 1e-45]));
    await using reference = await openTensorFile(join(dir, referenceName));
    assert.deepEqual(await reference.tensors.get('w')?.read(), new Float32Array([7]));
    assert.equal((await readTokenizer(join(dir, modelFolder))).encode('d')[0], 7);
  });

  it('is found when it is whole, the newest last', async () => {
    await using made = await folder();
    assert.equal(await latestCheckpoint(made.dir), null);
    for (const step of [100, 20, 3]) await save(made.dir, step);
    for (const name of ['.tmp-step-00000200', 'step-x', 'notes']) {
      await mkdir(join(made.dir, 'checkpoints', name));
    }
    const steps = (await listCheckpoints(made.dir)).map(({ step }) => step);
    assert.deepEqual(steps, [3, 20, 100]);
    assert.equal((await latestCheckpoint(made.dir))?.step, 100);
    await assert.rejects(
      saveCheckpoint(made.dir, {
        ...{ moments: [], reference: null, state: { ...state, step: 300 } },
        model: {
          config,
          tensors: [{ ...tensor('w', [1]), shape: [2] }],
          dtype: 'F32',
          source: null,
        },
      }),
    );
    assert.equal((await latestCheckpoint(made.dir))?.step, 100, 'a failed one is not there');
  });

  it('is kept among the last and the best', async () => {
    await using made = await folder();
    const scores = [0.1, 0.9, null, 0.9, 0.3, 0.2];
    for (const [i, score] of scores.entries()) await save(made.dir, i + 1, score, false);
    const left = await pruneCheckpoints(made.dir, { last: 2, best: 1 });
    assert.deepEqual(
      left.map(({ step }) => step),
      [4, 5, 6],
      'of equals the newer',
    );
    assert.deepEqual(
      await readdir(join(made.dir, 'checkpoints')),
      left.map(({ dir }) => dir.slice(-13)),
    );
    const least = await pruneCheckpoints(made.dir, { last: 0, best: 0 });
    assert.deepEqual(
      least.map(({ step }) => step),
      [6],
      'never none',
    );
  });

  it('with a broken state is refused', async () => {
    await using made = await folder();
    const dir = await save(made.dir, 1);
    for (const text of ['{', '{}', JSON.stringify({ ...state, step: -1 })]) {
      await writeFile(join(dir, 'state.json'), text);
      await assert.rejects(readState(dir), { code: 'checkpoint_invalid' });
    }
  });
});

describe('metrics.jsonl', () => {
  it('has every step once, though a run went on from an earlier one', async () => {
    await using made = await folder();
    const path = join(made.dir, 'metrics.jsonl');
    const line = (step: number) => {
      return { step, stage: 'run', kind: 'step', metrics: { 'actor/lr': step } } as const;
    };
    {
      await using file = await openMetricsFile(path, 0);
      for (const step of [1, 2, 3, 4]) await file.write(line(step));
    }
    await appendFile(path, '{"step":5,"met'); // the power failed here
    {
      await using file = await openMetricsFile(path, 2);
      for (const step of [3, 4, 5]) await file.write(line(step));
    }
    assert.deepEqual(await readMetrics(path), [1, 2, 3, 4, 5].map(line));
  });
});

describe('the metrics of a step', () => {
  const report: StepReport = {
    scores: [1, 0, null, 0.5],
    rewards: [1, -0.5, null, 0.5],
    advantages: [1, -1],
    lengths: [2, 8, 4, 6],
    promptLengths: [10],
    truncated: [false, true, false, false],
    groups: { generated: 8, taught: 2, batches: 3 },
    loss: {
      ...emptySums(),
      tokens: 20,
      loss: 3,
      kl: 4,
      clippedHigh: 5,
      clippedLow: 1,
      entropy: 30,
    },
    updates: 2,
    gradNorms: [1, 3],
    lr: 1e-6,
    beta: 1e-4,
    entropyCoef: 0,
    seconds: { step: 4, generation: 1 },
  };

  it('have the names of the field', () => {
    const metrics = stepMetrics(report);
    const wanted = {
      ...{ 'critic/score/mean': 0.5, 'critic/rewards/min': -0.5, 'critic/advantages/max': 1 },
      ...{ 'reward/unscorable_ratio': 0.25, frac_reward_zero_std: 0.75 },
      ...{ 'response_length/mean': 5, 'response_length/clip_ratio': 0.25 },
      ...{ 'completions/mean_terminated_length': 4, dynamic_sampling_num_gen_batches: 3 },
      ...{
        'actor/loss': 1.5,
        'actor/kl_loss': 0.2,
        'actor/pg_clipfrac': 0.3,
        'actor/entropy': 1.5,
      },
      ...{ 'clip_ratio/high_mean': 0.25, 'actor/grad_norm': 2, 'actor/lr': 1e-6 },
      ...{ 'perf/total_num_tokens': 30, 'perf/throughput': 7.5, 'timing_s/generation': 1 },
    };
    for (const [name, value] of Object.entries(wanted)) {
      assert.ok(
        Math.abs((metrics[name] ?? Number.NaN) - value) < 1e-12,
        `${name}: ${metrics[name]}`,
      );
    }
  });

  it('are numbers, or absent, when there is nothing to tell of', () => {
    const nothing = { scores: [null], rewards: [null], advantages: [], lengths: [], truncated: [] };
    const empty = { promptLengths: [], gradNorms: [], updates: 0, loss: emptySums(), seconds: {} };
    const groups = { generated: 0, taught: 0, batches: 0 };
    const metrics = stepMetrics({ ...report, ...nothing, ...empty, groups });
    assert.ok(Object.values(metrics).every(Number.isFinite), JSON.stringify(metrics));
    assert.ok(!('critic/score/mean' in metrics));
  });
});

describe('the metrics of an evaluation', () => {
  it('are mean reward and pass@k, without what could not be scored', () => {
    const prompts = [
      { rewards: [1, 0, null, 0], correct: [true, false, null, false] },
      { rewards: [0.5, 0.5, 0.5, 0.5], correct: [false, false, false, false] },
      { rewards: [null, null, null, null], correct: [null, null, null, null] },
    ];
    const sets = [{ name: 'a', prompts, lengths: [4, 6] }];
    const found = evaluationMetrics(sets, [1, 2, 4]);
    const wanted = {
      'val/a/reward': 3 / 7,
      'val/a/pass@1': 1 / 6,
      'val/a/pass@2': 1 / 3,
      'val/a/pass@4': 0,
      'val/a/unscorable_ratio': 5 / 12,
      'val/a/response_length/mean': 5,
      'val/reward': 3 / 7,
    };
    assert.deepEqual(Object.keys(found), Object.keys(wanted));
    for (const [name, value] of Object.entries(wanted)) {
      assert.ok(Math.abs((found[name] ?? Number.NaN) - value) < 1e-12, `${name}: ${found[name]}`);
    }
  });
});

describe('rollouts', () => {
  it('are one file a step, one line a response', async () => {
    await using made = await folder();
    const row = {
      ...{ group: 0, source: 's', prompt_id: 'p', prompt: 'q', response: 'a\nb', tokens: 3 },
      ...{ truncated: false, score: null, cause: 'deadline', reward: null, advantage: null },
    };
    await writeRollouts(made.dir, 7, [row, { ...row, score: 1 }]);
    const text = await readFile(join(made.dir, 'rollouts/step-00000007.jsonl'), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines, [
      { step: 7, ...row },
      { step: 7, ...row, score: 1 },
    ]);
  });
});
