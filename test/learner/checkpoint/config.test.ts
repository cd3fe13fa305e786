/** config.json in both spellings, and the refusal of what would be computed wrongly. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  readModelConfig,
  toConfigJson,
  toModelConfig,
} from '../../../src/learner/checkpoint/config.ts';
import { dataRoot, missing } from '../../support/data.ts';
import { folder, put } from './files.ts';

const llama = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 32,
  hidden_size: 16,
  intermediate_size: 40,
  num_hidden_layers: 2,
  num_attention_heads: 4,
};
const qwen2 = { ...llama, model_type: 'qwen2', architectures: null, num_key_value_heads: 2 };
const qwen3 = { ...qwen2, model_type: 'qwen3' };

describe('config.json', () => {
  for (const name of ['llama-tiny', 'qwen2-tiny', 'qwen2-tiny-bf16']) {
    const at = `learner/hf/${name}`;
    it(`of ${name} says the same in both spellings`, { skip: missing(at) }, async () => {
      const config = await readModelConfig(join(dataRoot, at));
      const other = readFileSync(join(dataRoot, at, 'config.other-spelling.json'), 'utf8');
      assert.deepEqual(toModelConfig(JSON.parse(other)), config);
      assert.equal(config.layers, 3);
      assert.equal(config.qkvBias, name !== 'llama-tiny');
      assert.equal(config.tied, name === 'qwen2-tiny');
      assert.equal(config.ropeTheta, name === 'llama-tiny' ? 10_000 : 1_000_000);
      assert.equal(config.headDim, name === 'llama-tiny' ? 8 : 16);
    });
  }

  it('is silent where transformers has a default', () => {
    const plain = toModelConfig(llama);
    assert.deepEqual(
      [plain.kvHeads, plain.headDim, plain.maxPositions, plain.normEps, plain.ropeTheta],
      [4, 4, 2048, 1e-6, 10_000],
    );
    assert.deepEqual([plain.qkvBias, plain.outBias, plain.mlpBias], [false, false, false]);
    assert.equal(toModelConfig(qwen3).headDim, 128);
    assert.equal(toModelConfig({ ...qwen2, num_key_value_heads: null }).kvHeads, 4);
  });

  it('says which projections have biases', () => {
    const biases = (json: unknown) => {
      const { qkvBias, outBias, mlpBias, qkNorm } = toModelConfig(json);
      return [qkvBias, outBias, mlpBias, qkNorm];
    };
    const both = { attention_bias: true, mlp_bias: true };
    assert.deepEqual(biases({ ...llama, ...both }), [true, true, true, false]);
    assert.deepEqual(biases({ ...qwen2, ...both }), [true, false, false, false]);
    assert.deepEqual(biases({ ...qwen3, attention_bias: true }), [true, true, false, true]);
  });

  it('reads every scaling of the rotary frequencies', () => {
    const scaling = (json: object) => toModelConfig({ ...llama, ...json }).ropeScaling;
    assert.equal(scaling({ rope_scaling: { type: 'default' } }), null);
    assert.deepEqual(scaling({ rope_scaling: { type: 'linear', factor: 2 } }), {
      kind: 'linear',
      factor: 2,
    });
    const llama3 = {
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 8192,
    };
    const wanted = {
      kind: 'llama3',
      factor: 8,
      lowFreqFactor: 1,
      highFreqFactor: 4,
      originalMaxPositions: 8192,
    };
    assert.deepEqual(scaling({ rope_scaling: { rope_type: 'llama3', ...llama3 } }), wanted);
    assert.deepEqual(
      scaling({ rope_parameters: { rope_type: 'llama3', rope_theta: 5e5, ...llama3 } }),
      wanted,
    );
    assert.deepEqual(scaling({ rope_scaling: { rope_type: 'yarn', factor: 4 } }), {
      kind: 'yarn',
      factor: 4,
      betaFast: 32,
      betaSlow: 1,
      attentionFactor: null,
      originalMaxPositions: 2048,
    });
  });

  it('allows a sliding window that no layer uses', () => {
    const switched = { ...qwen2, use_sliding_window: true, sliding_window: 8 };
    toModelConfig({ ...switched, max_window_layers: 2 });
    toModelConfig({ ...switched, layer_types: ['full_attention', 'full_attention'] });
  });

  const wrong: readonly (readonly [json: object, message: RegExp])[] = [
    [{ model_type: 'gpt2' }, /model_type to be one of llama, qwen2, qwen3, got gpt2/],
    [{ model_type: 'qwen2_moe' }, /model_type/],
    [{ architectures: ['LlamaForSequenceClassification'] }, /architectures to be LlamaForCausalLM/],
    [{ hidden_act: 'gelu' }, /hidden_act to be silu or swish, got the string "gelu"/],
    [{ num_experts: 8 }, /num_experts to be 0, got number 8/],
    [{ num_local_experts: 8 }, /num_local_experts/],
    [{ quantization_config: { bits: 4 } }, /quantization_config to be absent, got an object/],
    [{ partial_rotary_factor: 0.5 }, /partial_rotary_factor/],
    [{ use_sliding_window: true, sliding_window: 8, max_window_layers: 1 }, /use_sliding_window/],
    [{ layer_types: ['full_attention', 'sliding_attention'] }, /layer_types .*sliding_attention/],
    [{ rope_scaling: { rope_type: 'dynamic', factor: 2 } }, /rope_type .*"dynamic"/],
    [{ rope_scaling: { rope_type: 'linear' } }, /rope_scaling.factor to be a number/],
    [{ rope_scaling: { rope_type: 'yarn', factor: 4, mscale: 1 } }, /mscale to be absent/],
    [{ rope_scaling: { rope_type: 'yarn', factor: 4, truncate: false } }, /truncate/],
    [{ rope_parameters: { rope_type: 'llama3', factor: 8 } }, /rope_parameters.original_max/],
    [{ vocab_size: -1 }, /vocab_size .*at least 1, got number -1/],
    [{ vocab_size: '32' }, /vocab_size to be a number, got the string "32"/],
    [{ num_hidden_layers: 1e9 }, /num_hidden_layers/],
    [{ num_key_value_heads: 3 }, /num_key_value_heads to be a divisor of 4 heads, got 3/],
    [{ num_attention_heads: 3, num_key_value_heads: 3 }, /head_dim to be an even number, got 5.33/],
  ];
  for (const [json, message] of wrong) {
    it(`with ${JSON.stringify(json)} is refused`, () => {
      assert.throws(() => toModelConfig({ ...llama, ...json }), {
        code: 'checkpoint_invalid',
        message,
      });
    });
  }

  it('that is absent or broken is refused by its path', async () => {
    await using made = await folder();
    await assert.rejects(readModelConfig(made.dir), /config.json to be there/);
    await put(made.dir, 'config.json', '{');
    await assert.rejects(readModelConfig(made.dir), /config.json to be JSON/);
    await put(made.dir, 'config.json', 'null');
    await assert.rejects(readModelConfig(made.dir), { code: 'checkpoint_invalid' });
  });

  it('written from a model says that model', () => {
    const scalings = [
      null,
      { rope_type: 'linear', factor: 2 },
      { rope_type: 'yarn', factor: 4, attention_factor: 1.5 },
    ];
    for (const json of [llama, qwen2, qwen3, { ...llama, attention_bias: true, mlp_bias: true }]) {
      for (const rope_scaling of scalings) {
        const config = toModelConfig({ ...json, rope_scaling, tie_word_embeddings: true });
        const written = toConfigJson(config, 'BF16', { eos: 3, pad: null });
        assert.deepEqual(toModelConfig(JSON.parse(JSON.stringify(written))), config);
        assert.equal(written.torch_dtype, 'bfloat16');
        assert.equal(written.eos_token_id, 3);
      }
    }
  });
});
