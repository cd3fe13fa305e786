/** A tiny run for tests: a copying task that rewards the digit of the prompt, judged in this process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../../src/engine/backends/contract.ts';
import { type LoadedConfig, parseRunConfig } from '../../../src/learner/config/load.ts';
import type { MetricsLine } from '../../../src/learner/run/metrics-file.ts';
import type { Verdict } from '../../../verifiers/contract.ts';

export interface TinyRun extends AsyncDisposable {
  readonly dir: string;
  /** The folder that the configuration is in. */
  config(over?: string, name?: string): Promise<LoadedConfig>;
}

const rows = Array.from({ length: 40 }, (_, i) => ({
  ...{ id: `row-${i}`, verifier: 'math', prompt: `${i % 10}=`, response: `${i % 10}` },
  reference: { answer: `${i % 10}` },
}));

export const tinyText = `
seed: 3
model:
  scratch: { family: llama, layers: 1, hidden: 16, heads: 2, kv_heads: 1, ffn: 24, max_positions: 32, characters: "0123456789=", init_std: 0.3 }
engine: { name: wasm, threads: 2, micro_batch_tokens: 64 }
data: { format: raw, mix: [{ file: rows.jsonl }] }
rollout: { prompts: 4, group: 4, max_prompt_tokens: 4, max_new_tokens: 4, batch: 5 }
sft: { batch: 8 }
optimizer: { lr: 0.01 }
evaluation: { every: 3, samples: 2, k: [1, 2], temperature: 1, top_p: 1, sets: [{ name: rows, file: rows.jsonl, count: 10 }] }
`;

export async function tinyRun(): Promise<TinyRun> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-train-'));
  await writeFile(join(dir, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return {
    dir,
    async config(over = '', name = 'run') {
      const path = join(dir, `${name}.yaml`);
      const text = `directory: ${name}\n${tinyText}${over}`;
      await writeFile(path, text);
      return parseRunConfig(text, path);
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  };
}

/** What a backend says of a response to one of the rows. */
export type Say = (sample: { readonly prompt: string; readonly response: string }) => Verdict;

export const scored = (reward: number): Verdict => ({
  ...{ id: 0, status: 'scored', reward, correct: reward === 1, cause: 'equal', ms: 0 },
});
export const unscorable: Verdict = {
  ...{
    id: 0,
    status: 'unscorable',
    reward: null,
    correct: null,
    cause: 'invalid_sample',
    ms: 0,
  },
};

/** Right when the response begins with the prompt's digit. */
export const copies: Say = ({ prompt, response }) => scored(response[0] === prompt[0] ? 1 : 0);

export function backendOf(say: Say): Backend {
  return {
    ...{ batch: 64, ahead: 2 },
    score: async (samples) => samples.map((sample) => say(sample as Parameters<Say>[0])),
    [Symbol.asyncDispose]: async () => {},
  };
}

const clocked = ['perf/throughput', 'perf/reward_wait_ratio'];

/** Lines of metrics without what depends on the clock. */
export async function metricsOf(directory: string): Promise<MetricsLine[]> {
  const text = await readFile(join(directory, 'metrics.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const { metrics, timeline: _, ...rest } = JSON.parse(line) as MetricsLine;
      const kept = Object.entries(metrics).filter(
        ([name]) => !name.startsWith('timing_s/') && !clocked.includes(name),
      );
      return { ...rest, metrics: Object.fromEntries(kept) };
    });
}
