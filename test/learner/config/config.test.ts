/** A run's configuration: presets, stages, and what is said of mistakes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadRunConfig, parseRunConfig } from '../../../src/learner/config/load.ts';
import { nearest } from '../../../src/learner/config/nearest.ts';
import { presetNames } from '../../../src/learner/config/schema.ts';
import {
  estimatorOf,
  lossOptions,
  resetPolicy,
  scratchModel,
  shapingOptions,
} from '../../../src/learner/config/settings.ts';
import { folder, put } from '../checkpoint/files.ts';

const least = `
directory: runs/one
model: {scratch: {}}
data: {mix: [{puzzle: countdown}]}
`;
const parse = (more = '', base = least) => parseRunConfig(`${base}\n${more}`, 'run.yaml');
const settingsOf = (more: string) => {
  const [stage] = parse(more).stages;
  assert.ok(stage);
  return stage.settings;
};

describe('a configuration', () => {
  it('needs a directory, a model and data, and has defaults for the rest', () => {
    const { config, stages } = parse();
    assert.equal(config.kind, 'grpo');
    assert.equal(stages.length, 1);
    assert.equal(config.steps, 100);
    const whole = { steps: null, score: null, meanLength: null };
    assert.deepEqual(stages[0]?.end, whole, 'it ends with the run');
    const shaping = shapingOptions(settingsOf(''));
    assert.deepEqual(
      shaping,
      { softOverlong: null, stopProperly: null, cosineLength: null, overlongFilter: false },
      'length costs nothing unless asked for',
    );
    assert.throws(
      () => parseRunConfig('kind: grpo', 'run.yaml'),
      (error: Error) => {
        for (const field of ['directory', 'model', 'data'])
          assert.match(error.message, RegExp(field));
        return true;
      },
    );
  });

  it('is read from its file, and paths are beside it', async () => {
    await using made = await folder();
    await put(made.dir, 'run.yaml', least);
    const { base, config } = await loadRunConfig(`${made.dir}/run.yaml`);
    assert.equal(base, made.dir);
    assert.equal(config.directory, 'runs/one');
    await assert.rejects(loadRunConfig(`${made.dir}/none.yaml`), /readable, got ENOENT/);
  });

  it('has a hash of all that changes results', () => {
    const { hash } = parse();
    assert.equal(parse('steps: 7').hash, hash, 'a run may become longer');
    assert.equal(parse('checkpoint: {every: 3}').hash, hash);
    assert.notEqual(parse('seed: 1').hash, hash);
    assert.notEqual(parse('loss: {beta: 0.1}').hash, hash);
  });
});

describe('presets', () => {
  it('are all usable as they are', () => {
    for (const name of presetNames) assert.equal(parse(`preset: ${name}`).config.preset, name);
  });

  it('say what was published', () => {
    const v1 = settingsOf('preset: prorl-v1');
    const { clipLow, clipHigh, beta, kl } = lossOptions(v1);
    assert.deepEqual([clipLow, clipHigh, beta, kl], [0.2, 0.4, 1e-4, 'k3']);
    assert.deepEqual(
      [v1.rollout.prompts, v1.rollout.group, v1.rollout.temperature, v1.updates.prompts],
      [256, 16, 1.2, 64],
    );
    assert.deepEqual([v1.optimizer.lr, v1.sampling.dynamic], [2e-6, true]);
    assert.equal(resetPolicy(v1).optimizer, true);
    const v2 = settingsOf('preset: prorl-v2');
    assert.equal(estimatorOf(v2).name, 'reinforce++-baseline');
    assert.deepEqual(lossOptions(v2).klClamp, { input: 10, output: Infinity });
    assert.deepEqual(resetPolicy(v2), {
      ...{ every: 300, kl: null, plateau: null, cooldown: 0, optimizer: false },
    });
    const dapo = settingsOf('preset: dapo');
    assert.deepEqual(shapingOptions(dapo).softOverlong, {
      ...{ maxLength: 20_480, buffer: 4096, factor: 0.5, floor: true },
    });
    assert.equal(settingsOf('preset: dr-grpo').loss.aggregation, 'constant-norm');
  });

  it('give way to what the file says', () => {
    const settings = settingsOf('preset: prorl-v1\nloss: {beta: 0}\nrollout: {prompts: 64}');
    assert.deepEqual([settings.loss.beta, settings.loss.clip_high], [0, 0.4]);
    assert.deepEqual([settings.rollout.prompts, settings.rollout.group], [64, 16]);
  });
});

describe('stages', () => {
  it('go over what came before them, lists as a whole', () => {
    const { stages } = parse(`
preset: prorl-v1
stages:
  - {name: short, steps: 10, rollout: {max_new_tokens: 64}}
  - name: more
    until_length: 50
    entry: reference+optimizer
    data: {mix: [{puzzle: countdown}, {puzzle: sudoku, weight: 2}]}
    rollout: {group: 32}
  - {name: stop, steps: 5, rewards: {stop_properly: 0}}
`);
    assert.deepEqual(
      stages.map(({ name, entry, end }) => [name, entry, end.steps, end.meanLength]),
      [
        ['short', 'nothing', 10, null],
        ['more', 'reference+optimizer', null, 50],
        ['stop', 'nothing', 5, null],
      ],
    );
    const [short, more, stop] = stages.map(({ settings }) => settings);
    assert.deepEqual([short?.rollout.group, short?.data.mix.length], [16, 1]);
    assert.deepEqual([more?.rollout.group, more?.rollout.max_new_tokens], [32, 64]);
    assert.deepEqual([stop?.data.mix.length, stop?.rewards.stop_properly], [2, 0]);
    assert.equal(more?.rewards.stop_properly, null);
  });

  it('are checked before anything runs', () => {
    const bad = 'stages: [{name: a, steps: 1}, {name: b, loss: {clip_hihg: 1}}]';
    assert.throws(() => parse(bad), /stages\[1\].*loss.clip_hihg.*did you mean clip_high\?/);
  });
});

describe('mistakes', () => {
  const wrong: readonly (readonly [why: string, yaml: string, message: RegExp])[] = [
    ['a key', 'rolout: {}', /rolout to be absent, got an unknown field; did you mean rollout\?/],
    ['a key within', 'rollout: {groups: 4}', /rollout.groups .*did you mean group\?/],
    ['another spelling', 'rollout: {maxNewTokens: 4}', /did you mean max_new_tokens\?/],
    ['a key in a union', 'loss: {guard: {kind: tis, hihg: 2}}', /did you mean high\?/],
    ['a word', 'preset: prorl_v2', /preset .*"prorl_v2"; did you mean prorl-v2\?/],
    ['an estimator', 'advantages: {estimator: drgrpo}', /did you mean dr_grpo\?/],
    ['nothing like it', 'zzz: 1', /zzz to be absent, got an unknown field$/],
    ['a number', 'rollout: {group: many}', /rollout.group to be a number, got the string "many"/],
    ['a group of one', 'rollout: {group: 1}', /rollout.group to be at least 2/],
    ['too many prompts', 'updates: {prompts: 99}', /updates.prompts to be at most 32/],
    ['an own buffer', 'rewards: {soft_overlong: {buffer: 999}}', /buffer to be at most 128/],
    ['two penalties', 'rewards: {soft_overlong: {buffer: 9}, stop_properly: 0}', /only one of/],
    ['no divergence', 'reference: {kl: {threshold: 1}}', /reference.kl .*loss.beta is 0/],
    ['an address', 'oracle: {url: "ftp://x"}', /oracle.url/],
    ['a key twice', 'seed: 1\nseed: 2', /unique/],
    ['no YAML', 'a: [', /run.yaml: /],
  ];
  for (const [why, yaml, message] of wrong) {
    it(`in ${why} are explained`, () => {
      assert.throws(
        () => parse(yaml),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'config_invalid');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('in data and model are explained too', () => {
    const of = (yaml: string) => () => parseRunConfig(`directory: x\n${yaml}`, 'run.yaml');
    const data = 'data: {mix: [{puzzle: countdown}]}';
    const model = 'model: {scratch: {}}';
    assert.throws(of(`${model}\ndata: {mix: [{puzzle: coutdown}]}`), /did you mean countdown\?/);
    assert.throws(of(`${model}\ndata: {mix: [{weight: 2}]}`), /either a puzzle or a file/);
    assert.throws(of(`${model}\ndata: {mix: [{file: x, level: 1}]}`), /without config, level/);
    assert.throws(of(`${model}\ndata: {mix: []}`), /data.mix to be an array of length at least 1/);
    assert.throws(of(`${data}\nmodel: {from: x, scratch: {}}`), /either from a folder or/);
    assert.throws(of(`${data}\nmodel: {}`), /either from a folder or/);
    const sizes = (text: string) => of(`${data}\nmodel: {scratch: {${text}}}`);
    assert.throws(sizes('hidden: 100, heads: 8'), /model.scratch.hidden to be a multiple of twice/);
    assert.throws(sizes('heads: 4, kv_heads: 3'), /kv_heads to be a divisor of heads/);
    assert.throws(of('- 1'), /config|mapping|YAML|run.yaml/);
  });

  it('are all listed at once', () => {
    assert.throws(() => parse('rolout: {}\nloss: {bta: 1}'), /bta[\s\S]*rolout/);
  });
});

describe('the nearest word', () => {
  it('is the one with the fewest changes, or none', () => {
    const known = ['lr', 'learning_rate', 'steps', 'stages'];
    assert.equal(nearest('step', known), 'steps');
    assert.equal(nearest('stpes', known), 'steps');
    assert.equal(nearest('rl', known), 'lr');
    assert.equal(nearest('learningRate', known), 'learning_rate');
    assert.equal(nearest('banana', known), null);
    assert.equal(nearest('', known), null);
  });
});

describe('a model from scratch', () => {
  it('has the sizes that were asked for', () => {
    const { config } = parse('', least.replace('{}', '{family: qwen3, hidden: 64, heads: 8}'));
    assert.ok(config.model.scratch);
    const model = scratchModel(config.model.scratch, 100);
    assert.deepEqual(
      [model.vocab, model.headDim, model.qkNorm, model.qkvBias],
      [100, 8, true, false],
    );
  });
});
