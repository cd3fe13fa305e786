/** When the parts of a step run: judging lies under generation, and what is waited for is told. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Backend } from '../../../src/engine/backends/contract.ts';
import { openEngine } from '../../../src/learner/engines/index.ts';
import { initialTensors } from '../../../src/learner/model/initial.ts';
import { Model } from '../../../src/learner/model/model.ts';
import { createOracle } from '../../../src/learner/oracle.ts';
import { page } from '../../../src/learner/page/page.ts';
import { readRun } from '../../../src/learner/page/read.ts';
import { rollOut } from '../../../src/learner/rollout/index.ts';
import { lengthOf, union } from '../../../src/learner/rollout/interval.ts';
import { readMetrics } from '../../../src/learner/run/metrics-file.ts';
import { type Part, timelineMetrics, timelineOf } from '../../../src/learner/run/timeline.ts';
import { characterTokenizer } from '../../../src/learner/tokenizer/characters.ts';
import { run } from '../../../src/learner/train/run.ts';
import { config } from '../model/config.ts';
import { backendOf, copies, tinyRun } from './tiny.ts';

const slow = (ms: number): Backend => {
  const quick = backendOf(copies);
  return {
    ...quick,
    async score(samples, options) {
      await sleep(ms);
      return quick.score(samples, options);
    },
  };
};

describe('the timeline of a step', () => {
  it('adds up, and joins what is too fine to be seen', () => {
    const times = {
      generation: [{ from: 1000, to: 3000 }],
      wait: [{ from: 3000, to: 4000 }],
      update: [{ from: 4000, to: 5000 }],
      oracle: [
        { from: 2500, to: 4000 },
        { from: 1500, to: 1600 },
        { from: 1601, to: 1700 },
      ],
    };
    assert.deepEqual(timelineMetrics(times), {
      'timing_s/engine_busy': 3,
      'timing_s/reward_wait': 1,
      'timing_s/oracle': 1.699,
      'perf/reward_wait_ratio': 0.25,
    });
    const drawn = timelineOf(times, { from: 1000, to: 5000 });
    assert.deepEqual(
      drawn.filter(([part]) => part === 'oracle'),
      [
        ['oracle', 0.5, 0.7],
        ['oracle', 1.5, 3],
      ],
    );
    assert.equal(
      lengthOf(
        union([
          { from: 0, to: 9 },
          { from: 2, to: 3 },
        ]),
      ),
      9,
    );
  });

  it('is written with each step and shown by the page: a slow oracle is waited for', async () => {
    await using tiny = await tinyRun();
    const ratios: number[] = [];
    for (const [name, ms] of [
      ['quick', 0],
      ['slow', 250],
    ] as const) {
      const loaded = await tiny.config('steps: 2\n', name);
      await using oracle = createOracle(slow(ms));
      const { directory } = await run(loaded, { oracle, resume: false, tell() {} });
      const steps = (await readMetrics(`${directory}/metrics.jsonl`)).filter(
        ({ kind }) => kind === 'step',
      );
      const { metrics, timeline = [] } = steps[1] ?? {};
      assert.equal(steps.length, 2);
      const of = (wanted: Part) => timeline.filter(([part]) => part === wanted);
      const [, from = 0, to = 0] = of('oracle')[0] ?? [];
      assert.ok(to - from >= ms / 1000 - 0.01, `the oracle's ${from} to ${to}`);
      // Under generation: the first call leaves before the last token is drawn.
      if (ms > 0) assert.ok(from < (of('generation')[0]?.[2] ?? 0), JSON.stringify(timeline));
      assert.ok((of('update')[0]?.[1] ?? 0) >= (of('wait')[0]?.[2] ?? 0) - 0.002);
      ratios.push(metrics?.['perf/reward_wait_ratio'] ?? Number.NaN);
      const shown = page(await readRun(directory));
      assert.match(shown, /Waiting for rewards<\/dt><dd>\d+\.\d %/);
      assert.match(shown, /Where the time goes/);
      assert.match(shown, /aria-label="Step 2: generation [\d.]+ s, only waiting for rewards/);
    }
    const [quick = 1, late = 0] = ratios;
    assert.ok(late > quick && late > 0.3, `waited ${quick} and ${late}`);
  });

  it('has requests leave while others still grow, though they take turns of the loop', async () => {
    await using engine = await openEngine('wasm', { threads: 1 });
    const tokenizer = characterTokenizer('0123456789=');
    const shape = { ...config(), vocab: tokenizer.size, maxPositions: 64 };
    await using model = await Model.load(engine, shape, initialTensors(shape, 1));
    const answered: number[] = [];
    const quick = backendOf(copies);
    await using oracle = createOracle({
      ...quick,
      async score(samples, options) {
        // A connection is opened, a body written, an answer read: each in a turn of its own.
        for (let i = 0; i < 6; i++) await turn();
        answered.push(performance.now());
        return quick.score(samples, options);
      },
    });
    const prompt = {
      ...{ id: 'p', source: 's', prompt: '1=', answer: null },
      sample: { prompt: '1=' },
    };
    const asked = [{ prompt, tokens: tokenizer.encode('1='), seeds: [1n, 2n, 3n, 4n, 5n, 6n] }];
    const { groups, times } = await rollOut({ model, tokenizer, oracle }, asked as never, {
      ...{ temperature: 1, topP: 1, topK: null, eos: [], stop: ['7'] },
      ...{ maxNewTokens: 60, slots: 6 },
    });
    const lengths = (groups[0] ?? []).map(({ completion }) => completion.tokens.length);
    assert.ok(Math.min(...lengths) + 10 < Math.max(...lengths), `lengths ${lengths}`);
    assert.ok(
      (answered[0] ?? Infinity) < times.generation.to,
      'answered before the last has ended',
    );
  });
});
