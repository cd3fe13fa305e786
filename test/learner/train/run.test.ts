/** Whole runs of a tiny model: what is learned, what is left out, what stops a run and what does not. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Backend } from '../../../src/engine/backends/contract.ts';
import { AssayError } from '../../../src/errors.ts';
import { openTensorFile, openTensors } from '../../../src/learner/checkpoint/safetensors.ts';
import type { LoadedConfig } from '../../../src/learner/config/load.ts';
import { createOracle } from '../../../src/learner/oracle.ts';
import { listCheckpoints } from '../../../src/learner/run/checkpoints.ts';
import { lockRun } from '../../../src/learner/run/lock.ts';
import type { RolloutRow } from '../../../src/learner/run/rollouts.ts';
import { readState } from '../../../src/learner/run/state.ts';
import { microBatches } from '../../../src/learner/train/micro-batches.ts';
import type { RunEvent } from '../../../src/learner/train/progress.ts';
import { type RunEnd, run } from '../../../src/learner/train/run.ts';
import { backendOf, copies, metricsOf, scored, tinyRun, unscorable } from './tiny.ts';

interface How {
  readonly resume?: boolean;
  readonly events?: RunEvent[];
  readonly stopAfter?: number;
}

async function train(loaded: LoadedConfig, backend: Backend, how: How = {}): Promise<RunEnd> {
  let steps = 0;
  await using oracle = createOracle(backend, {
    wait: async () => {},
    onOutage: (outage) => how.events?.push({ kind: 'outage', outage }),
  });
  return await run(loaded, {
    ...{ oracle, resume: how.resume ?? false },
    tell(event) {
      how.events?.push(event);
      if (event.kind === 'step') steps++;
    },
    stopping: () => how.stopAfter !== undefined && steps >= how.stopAfter,
  });
}

const directoryOf = (loaded: LoadedConfig) => join(loaded.base, loaded.config.directory);
const warm = 'stages: [{ name: warm, kind: sft, steps: 6 }, { name: rl }]\n';

describe('a run', () => {
  it('learns: a warm start, then rewards alone', async () => {
    await using tiny = await tinyRun();
    const loaded = await tiny.config(`steps: 24\n${warm}`);
    const end = await train(loaded, backendOf(copies));
    assert.equal(end.over, true);
    const lines = await metricsOf(end.directory);
    const scores = lines.flatMap(({ metrics }) => metrics['val/reward'] ?? []);
    assert.ok((scores[0] as number) < 0.3, `before: ${scores[0]}`);
    assert.ok((scores.at(-1) as number) > (scores[0] as number) + 0.3, `scores: ${scores}`);
    const steps = lines.filter(({ kind }) => kind === 'step');
    assert.deepEqual(
      steps.map(({ step, stage }) => `${step} ${stage}`),
      Array.from({ length: 24 }, (_, i) => `${i + 1} ${i < 6 ? 'warm' : 'rl'}`),
    );
    assert.ok('val/rows/pass@2' in (lines[0]?.metrics ?? {}));
  });

  it('leaves out what could not be judged, and never takes it for 0', async () => {
    await using tiny = await tinyRun();
    const loaded = await tiny.config('steps: 2\n');
    let call = 0;
    const say: typeof copies = (sample) => (call++ % 3 === 0 ? unscorable : copies(sample));
    const { directory } = await train(loaded, backendOf(say));
    const text = await readFile(join(directory, 'rollouts', 'step-00000001.jsonl'), 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RolloutRow);
    assert.equal(rows.length, 16);
    const lost = rows.filter(({ score }) => score === null);
    assert.ok(lost.length > 0 && lost.length < 16);
    for (const { reward, advantage } of lost) assert.deepEqual([reward, advantage], [null, null]);
    for (const group of Map.groupBy(rows, (row) => row.group).values()) {
      const judged = group.filter(({ score }) => score !== null);
      const sum = judged.reduce((total, { advantage }) => total + (advantage ?? Number.NaN), 0);
      assert.ok(Math.abs(sum) < 1e-9, 'advantages of the judged alone add up to 0');
    }
    const [, step] = await metricsOf(directory);
    assert.equal(step?.metrics['reward/unscorable_ratio'], lost.length / 16);
  });

  it('changes nothing when nothing could be judged', async () => {
    await using tiny = await tinyRun();
    const loaded = await tiny.config('steps: 2\ncheckpoint: { every: 1 }\n');
    const { directory } = await train(
      loaded,
      backendOf(() => unscorable),
    );
    const [first, second] = await listCheckpoints(directory);
    const weights = (dir = '') => readFile(join(dir, 'model', 'model.safetensors'));
    assert.deepEqual(await weights(first?.dir), await weights(second?.dir));
    const step = (await metricsOf(directory)).find(({ kind }) => kind === 'step');
    assert.equal(step?.metrics['reward/unscorable_ratio'], 1);
    assert.equal('critic/score/mean' in (step?.metrics ?? {}), false);
  });

  it('waits an outage out, with the results of a run that had none', async () => {
    await using tiny = await tinyRun();
    const plain = await train(await tiny.config('steps: 4\n', 'plain'), backendOf(copies));
    let calls = 0;
    const good = backendOf(copies);
    const flaky: Backend = {
      ...good,
      async score(samples) {
        if (calls++ % 4 === 1) throw new AssayError('backend_gone', 'gone for a while');
        return good.score(samples);
      },
    };
    const events: RunEvent[] = [];
    const outages = await train(await tiny.config('steps: 4\n', 'flaky'), flaky, { events });
    assert.ok(events.some(({ kind }) => kind === 'outage'));
    assert.deepEqual(await metricsOf(outages.directory), await metricsOf(plain.directory));
  });

  it('stops at an oracle that answers garbage', async () => {
    await using tiny = await tinyRun();
    const loaded = await tiny.config('steps: 2\n');
    await assert.rejects(
      train(
        loaded,
        backendOf(() => scored(7)),
      ),
      /Expected a reward from 0 to 1/,
    );
    await assert.rejects(
      train(await tiny.config('steps: 2\n', 'short'), {
        ...backendOf(copies),
        score: async () => [],
      }),
      /verdicts of the backend, got 0/,
    );
  });

  const ruins: [string, string, RegExp][] = [
    [
      'a loss that is no number',
      'lr: 1.0e+30',
      /Expected .* to be a number, got (NaN|Infinity)|Expected numbers in/,
    ],
    ['a divergence that explodes', 'lr: 1', /Expected a divergence of at most 0.01 a token/],
  ];
  for (const [name, lr, message] of ruins) {
    it(`stops at ${name}, its last good checkpoint intact`, async () => {
      await using tiny = await tinyRun();
      const loaded = await tiny.config(
        `steps: 9\nmax_kl: ${lr === 'lr: 1' ? 0.01 : 'null'}\ncheckpoint: { every: 1, keep_last: 9 }\n` +
          `updates: { prompts: 2, epochs: 2 }\n` +
          `stages: [{ name: good, steps: 2, optimizer: { lr: 1.0e-6 } }, { name: bad, optimizer: { ${lr} } }]\n`,
      );
      await assert.rejects(train(loaded, backendOf(copies)), (error) => {
        assert.ok(error instanceof AssayError);
        assert.equal(error.code, 'training_diverged');
        assert.match(error.message, message);
        return true;
      });
      const last = (await listCheckpoints(directoryOf(loaded))).at(-1);
      assert.ok((last?.step ?? 0) >= 2);
      await using stored = await openTensors(join(last?.dir ?? '', 'model'));
      for (const tensor of stored.tensors.values()) {
        assert.ok((await tensor.read()).every(Number.isFinite), tensor.name);
      }
    });
  }

  it('draws further batches for groups that teach nothing, up to the cap', async () => {
    await using tiny = await tinyRun();
    const dynamic = (most: number) =>
      `steps: 1\nsampling: { dynamic: true, max_batches: ${most} }\n`;
    const even = await train(
      await tiny.config(dynamic(3), 'even'),
      backendOf(() => scored(1)),
    );
    const [, none] = await metricsOf(even.directory);
    assert.equal(none?.metrics.dynamic_sampling_num_gen_batches, 3);
    assert.equal(none?.metrics.frac_reward_zero_std, 1);
    const mixed = await train(await tiny.config(dynamic(20), 'mixed'), backendOf(copies));
    const [, some] = await metricsOf(mixed.directory);
    const batches = some?.metrics.dynamic_sampling_num_gen_batches ?? 0;
    assert.ok(batches > 1 && batches <= 20, `${batches} batches`);
  });

  it('resets the reference when it is due, and the divergence begins at 0 again', async () => {
    await using tiny = await tinyRun();
    const loaded = await tiny.config('steps: 7\nloss: { beta: 0.01 }\nreference: { every: 3 }\n');
    const events: RunEvent[] = [];
    const { directory } = await train(
      loaded,
      backendOf((one) => scored(one.response.length / 4)),
      { events },
    );
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'reset' ? [[event.step, event.reason]] : [])),
      [
        [3, 'every'],
        [6, 'every'],
      ],
    );
    const steps = (await metricsOf(directory)).filter(({ kind }) => kind === 'step');
    const kl = steps.map(({ metrics }) => metrics['actor/kl_loss'] as number);
    for (const at of [0, 3, 6]) assert.ok((kl[at] as number) < 1e-9, `step ${at + 1}: ${kl[at]}`);
    for (const at of [1, 2, 4, 5])
      assert.ok((kl[at] as number) > 1e-7, `step ${at + 1}: ${kl[at]}`);
  });

  it('goes on to the same bits from where it was stopped, whatever type weights are saved in', async () => {
    await using tiny = await tinyRun();
    const over =
      'steps: 8\nloss: { beta: 0.01 }\nupdates: { prompts: 2 }\nreference: { every: 3 }\ncheckpoint: { keep_best: 0 }\n';
    for (const [name, dtype] of [
      ['f32', 'F32'],
      ['f16', 'F16'],
    ] as const) {
      const load = async (run: string) => {
        const loaded = await tiny.config(over, `${name}-${run}`);
        return {
          ...loaded,
          config: { ...loaded.config, model: { ...loaded.config.model, save_dtype: dtype } },
        };
      };
      const whole = await train(await load('whole'), backendOf(copies));
      const stopped = await train(await load('parts'), backendOf(copies), { stopAfter: 4 });
      assert.deepEqual([stopped.step, stopped.over], [4, false]);
      const parts = await train(await load('parts'), backendOf(copies), { resume: true });
      assert.deepEqual(await metricsOf(parts.directory), await metricsOf(whole.directory));
      const filesOf = (directory: string, file: string) =>
        readFile(join(directory, 'checkpoints/step-00000008', file));
      for (const file of [
        'model/model.safetensors',
        'optimizer.safetensors',
        'reference.safetensors',
      ]) {
        const a = await filesOf(whole.directory, file);
        assert.ok(a.equals(await filesOf(parts.directory, file)), `${name}: ${file}`);
      }
      const [a, b] = [whole, parts].map(({ directory }) =>
        readState(join(directory, 'checkpoints/step-00000008')),
      );
      assert.deepEqual(await a, await b);
      await using moments = await openTensorFile(
        join(whole.directory, 'checkpoints/step-00000008/optimizer.safetensors'),
      );
      assert.equal(moments.tensors.has('w.model.norm.weight'), dtype === 'F16');
    }
  });

  it('refuses lengths beyond the positions of the model before it writes anything', async () => {
    await using tiny = await tinyRun();
    const refused = async (over: string, message: RegExp) => {
      const loaded = await tiny.config(over);
      await assert.rejects(train(loaded, backendOf(copies)), (error: AssayError) => {
        assert.equal(error.code, 'config_invalid');
        assert.match(error.message, message);
        return true;
      });
      await assert.rejects(readFile(join(directoryOf(loaded), 'config.json')), { code: 'ENOENT' });
    };
    const longer =
      'stages: [{ name: short, steps: 1 }, { name: long, rollout: { max_new_tokens: 29 } }]';
    await refused(longer, /stage long: expected .* at most 32, .* got 4 \+ 29 = 33/);
    const loaded = await tiny.config('steps: 1\n');
    const { evaluation } = loaded.config;
    const drawn = { ...evaluation, max_new_tokens: 40 };
    await assert.rejects(
      train({ ...loaded, config: { ...loaded.config, evaluation: drawn } }, backendOf(copies)),
      /max_prompt_tokens \+ evaluation\.max_new_tokens .* got 4 \+ 40 = 44/,
    );
  });

  it('refuses a directory that another trainer writes', async () => {
    await using tiny = await tinyRun();
    const loaded = await tiny.config('steps: 1\n');
    await mkdir(directoryOf(loaded), { recursive: true });
    await using _held = await lockRun(directoryOf(loaded));
    await assert.rejects(train(loaded, backendOf(copies)), {
      code: 'run_held',
      message: new RegExp(`no other trainer, got one held by process ${process.pid}`),
    });
  });

  it('refuses a directory with a run in it, and to go on with another configuration', async () => {
    await using tiny = await tinyRun();
    await train(await tiny.config('steps: 1\n'), backendOf(copies));
    const coded = { name: 'AssayError', code: 'config_invalid' };
    await assert.rejects(train(await tiny.config('steps: 2\n'), backendOf(copies)), coded);
    const other = await tiny.config('steps: 2\nloss: { beta: 0.5 }\n');
    await assert.rejects(train(other, backendOf(copies), { resume: true }), coded);
    const further = await tiny.config(
      'steps: 2\noracle: { url: "http://127.0.0.1:1", retry_s: 2 }\n',
    );
    const longer = await train(further, backendOf(copies), { resume: true });
    assert.deepEqual([longer.step, longer.over], [2, true]);
  });
});

describe('micro-batches', () => {
  it('keep the order and the room; what is longer goes alone', () => {
    const split = microBatches([3, 3, 3, 9, 1, 1, 5], (n) => n, 7);
    assert.deepEqual(split, [[3, 3], [3], [9], [1, 1, 5]]);
    assert.deepEqual(
      microBatches([], () => 1, 7),
      [],
    );
  });
});
