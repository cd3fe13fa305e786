/**
 * A whole run of the trainer on a device: puzzles judged by their rules and JavaScript programs judged
 * in the sandbox, by this process, beside a policy of the width of Qwen2 of half a billion parameters.
 * A warm start comes first, so that what is judged are answers and programs rather than noise.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { puzzle } from '../../datasets/puzzles.ts';
import { loadConfig } from '../../src/config.ts';
import { openLocal } from '../../src/engine/backends/local.ts';
import { scorerOptions } from '../../src/engine/index.ts';
import { parseRunConfig } from '../../src/learner/config/load.ts';
import type { WeightDtype } from '../../src/learner/engines/contract.ts';
import type { EngineName } from '../../src/learner/engines/index.ts';
import { createOracle } from '../../src/learner/oracle.ts';
import { type MetricsLine, readMetrics } from '../../src/learner/run/metrics-file.ts';
import { waitRatioName } from '../../src/learner/run/timeline.ts';
import { metricsName, run } from '../../src/learner/train/run.ts';
import { createRng } from '../../verifiers/random.ts';
import type { Figure } from './figures.ts';

interface Size {
  readonly model: Readonly<Record<string, unknown>>;
  readonly warm: number;
  readonly steps: number;
  readonly prompts: number;
  readonly group: number;
}

const sizes: Readonly<Record<'whole' | 'tiny', Size>> = {
  whole: {
    model: { layers: 24, hidden: 896, heads: 14, kv_heads: 2, ffn: 4864 },
    ...{ warm: 30, steps: 8, prompts: 32, group: 16 },
  },
  tiny: {
    model: { layers: 1, hidden: 16, heads: 2, kv_heads: 1, ffn: 24 },
    ...{ warm: 1, steps: 2, prompts: 2, group: 2 },
  },
};

/** Means over the steps of GRPO but the first, which compiles. */
export async function trainingFigures(
  name: EngineName,
  weights: WeightDtype,
  tiny: boolean,
): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'assay-gpu-'));
  try {
    await writeFile(join(directory, 'logic.jsonl'), lines(puzzles(512)));
    await writeFile(join(directory, 'code.jsonl'), lines(programs(512)));
    const config = configOf({ name, weights }, sizes[tiny ? 'tiny' : 'whole']);
    const loaded = parseRunConfig(JSON.stringify(config), join(directory, 'run.yaml'));
    const own = loadConfig(process.env, { sandbox: 'lazy' });
    await using oracle = createOracle(await openLocal(scorerOptions(own)));
    await run(loaded, { oracle, resume: false, tell: () => {} });
    const told = await readMetrics(join(directory, 'run', metricsName));
    return summary(told.filter(({ stage, kind }) => stage === 'grpo' && kind === 'step').slice(1));
  } finally {
    await rm(directory, { recursive: true });
  }
}

function summary(steps: readonly MetricsLine[]): Figure[] {
  const sum = (name: string) =>
    steps.reduce((total, { metrics }) => total + (metrics[name] ?? Number.NaN), 0);
  const seconds = sum('timing_s/step');
  const busy = sum('timing_s/engine_busy');
  const waited = sum('timing_s/reward_wait');
  const name = 'GRPO on logic and code';
  return [
    {
      figure: `${name}: whole steps`,
      value: sum('perf/total_num_tokens') / seconds,
      unit: 'tokens/s',
    },
    { figure: `${name}: reward`, value: sum('critic/score/mean') / steps.length, unit: 'mean' },
    {
      figure: `${name}: oracle at work`,
      value: sum('timing_s/oracle') / seconds,
      unit: 'of a step',
    },
    { figure: `${name}: ${waitRatioName}`, value: waited / (busy + waited), unit: 'of the engine' },
  ];
}

function configOf(engine: object, { model, warm, steps, prompts, group }: Size) {
  const optimizer = { lr: 3e-4, warmup: 5, beta2: 0.99 };
  return {
    ...{ directory: 'run', seed: 1, steps: warm + steps, save_rollouts: 0, max_kl: null },
    model: { scratch: { family: 'llama', max_positions: 512, ...model }, save_dtype: 'BF16' },
    engine,
    data: { format: 'raw', mix: [{ file: 'logic.jsonl' }, { file: 'code.jsonl' }] },
    rollout: {
      ...{ prompts, group, batch: prompts * group },
      ...{ max_prompt_tokens: 64, max_new_tokens: 48 },
    },
    sft: { batch: 2 * prompts, max_tokens: 112 },
    stages: [
      { name: 'warm-start', kind: 'sft', steps: warm, optimizer },
      { name: 'grpo', entry: 'reference+optimizer', optimizer: { ...optimizer, lr: 1e-5 } },
    ],
    evaluation: { every: 0, before: false },
    checkpoint: { every: warm + steps },
  };
}

/** Six digits to be put in order. */
function* puzzles(count: number): Generator<object> {
  const config = {
    ...{ min_numbers: 6, max_numbers: 6, min_value: 0, max_value: 9, max_decimals: 0 },
  };
  for (let index = 0; index < count; index++) {
    const made = puzzle({ task: 'number_sorting', config }, { seed: 7, split: 'train' }, index);
    const { original_numbers, sorted_numbers, direction } = made.reference.entry.metadata;
    yield {
      ...{ verifier: 'logic', options: { extract: 'raw' }, reference: made.reference },
      prompt: `${direction}:${(original_numbers as string[]).join('')}=`,
      response: (sorted_numbers as string[]).join(','),
    };
  }
}

/** A function of one line, with five tests. */
function* programs(count: number): Generator<object> {
  const rng = createRng(11);
  for (let index = 0; index < count; index++) {
    const [factor, more] = [rng.randint(2, 99), rng.randint(1, 99)];
    const inputs = Array.from({ length: 5 }, () => [rng.randint(-999, 999)]);
    yield {
      ...{ verifier: 'code', options: { extract: 'raw' } },
      prompt: `f of x: x times ${factor} and ${more}=`,
      response: `const f = (x) => x * ${factor} + ${more};`,
      reference: {
        language: 'javascript',
        tests: {
          ...{ kind: 'function', fn_name: 'f', inputs },
          outputs: inputs.map(([x]) => (x as number) * factor + more),
        },
      },
    };
  }
}

function lines(rows: Iterable<object>): string {
  return [...rows].map((row) => `${JSON.stringify(row)}\n`).join('');
}
