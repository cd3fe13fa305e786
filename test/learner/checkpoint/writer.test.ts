/** What is saved is read back the same, byte for byte where nothing changed, and is whole or absent. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeFileAtomic, writeFolderAtomic } from '../../../src/learner/checkpoint/atomic.ts';
import { readModelConfig } from '../../../src/learner/checkpoint/config.ts';
import type { TensorToStore } from '../../../src/learner/checkpoint/contract.ts';
import { openTensors } from '../../../src/learner/checkpoint/safetensors.ts';
import { readStopTokens } from '../../../src/learner/checkpoint/stop-tokens.ts';
import { saveModel, saveTensors } from '../../../src/learner/checkpoint/writer.ts';
import type { ModelConfig } from '../../../src/learner/model/config.ts';
import { dataRoot, missing } from '../../support/data.ts';
import { folder, put } from './files.ts';

async function all(dir: string): Promise<TensorToStore[]> {
  await using opened = await openTensors(dir);
  const tensors: TensorToStore[] = [];
  for (const { name, dtype, shape, read } of opened.tensors.values()) {
    tensors.push({ name, dtype, shape, values: await read() });
  }
  return tensors;
}

describe('a saved model', () => {
  for (const name of ['llama-tiny', 'qwen2-tiny', 'qwen2-tiny-bf16']) {
    const at = `learner/hf/${name}`;
    it(`${name} is the one that was read`, { skip: missing(at) }, async () => {
      await using made = await folder();
      const [source, dir] = [join(dataRoot, at), join(made.dir, 'saved')];
      const dtype = name.endsWith('bf16') ? 'BF16' : 'F32';
      const config = await readModelConfig(source);
      await saveModel(dir, { config, tensors: await all(source), dtype, source });
      const bytes = (from: string, file: string) => readFile(join(from, file));
      for (const file of ['model.safetensors', 'tokenizer.json', 'tokenizer_config.json']) {
        assert.ok((await bytes(dir, file)).equals(await bytes(source, file)), file);
      }
      const json = async (from: string) => JSON.parse(`${await bytes(from, 'config.json')}`);
      assert.deepEqual(await json(dir), await json(source));
      assert.deepEqual(await readStopTokens(dir), { eos: [299], pad: 297 });
      assert.deepEqual(await readdir(made.dir), ['saved']);
    });
  }

  it('made here has a config.json of its own', async () => {
    await using made = await folder();
    const config: ModelConfig = {
      ...{
        family: 'qwen2' as const,
        vocab: 8,
        hidden: 4,
        layers: 1,
        heads: 2,
        kvHeads: 1,
        headDim: 2,
      },
      ...{ ffn: 8, maxPositions: 16, normEps: 1e-6, ropeTheta: 1e4, ropeScaling: null },
      ...{ qkvBias: true, outBias: false, mlpBias: false, qkNorm: false, tied: true },
    };
    const values = new Float32Array([1, 2, 3]);
    const tensors = [{ name: '__proto__', dtype: 'F16', shape: [3], values }] as const;
    const dir = join(made.dir, 'own');
    const tokens = { eos: 1, pad: 0 };
    const files = { 'tokenizer.json': '{}' };
    for (let again = 0; again < 2; again++) {
      await saveModel(dir, { config, tensors, dtype: 'F16', source: null, tokens, files });
    }
    assert.deepEqual(await readModelConfig(dir), config);
    assert.deepEqual(await readStopTokens(dir), { eos: [1], pad: 0 });
    assert.deepEqual((await all(dir))[0]?.values, values);
    assert.equal(await readFile(join(dir, 'tokenizer.json'), 'utf8'), '{}');
  });

  it('is refused where shape and values differ or a name comes twice', async () => {
    await using made = await folder();
    const path = join(made.dir, 'x.safetensors');
    const one = { name: 'a', dtype: 'F32', shape: [1], values: new Float32Array(1) } as const;
    await assert.rejects(saveTensors(path, [{ ...one, shape: [2] }]), /2 values.*got 1/);
    await assert.rejects(saveTensors(path, [one, one]), /given twice/);
    assert.deepEqual(await readdir(made.dir), []);
  });
});

describe('what is written', () => {
  it('stays as it was when the writing fails', async () => {
    await using made = await folder();
    await put(made.dir, 'file', 'old');
    await mkdir(join(made.dir, 'sub'));
    await put(join(made.dir, 'sub'), 'inner', 'old');
    const failing = function* () {
      yield Buffer.from('ne');
      throw new Error('disk gone');
    };
    await assert.rejects(writeFileAtomic(join(made.dir, 'file'), failing()), /disk gone/);
    const fill = async (dir: string) => {
      await writeFile(join(dir, 'inner'), 'ne');
      throw new Error('disk gone');
    };
    await assert.rejects(writeFolderAtomic(join(made.dir, 'sub'), fill), /disk gone/);
    assert.deepEqual(await readdir(made.dir), ['file', 'sub']);
    assert.equal(await readFile(join(made.dir, 'file'), 'utf8'), 'old');
    assert.equal(await readFile(join(made.dir, 'sub', 'inner'), 'utf8'), 'old');
  });
});

describe('stop tokens', () => {
  it('of generation_config.json go over those of config.json', async () => {
    await using made = await folder();
    await put(made.dir, 'config.json', { eos_token_id: 5, pad_token_id: 6 });
    assert.deepEqual(await readStopTokens(made.dir), { eos: [5], pad: 6 });
    await put(made.dir, 'generation_config.json', { eos_token_id: [7, 8] });
    assert.deepEqual(await readStopTokens(made.dir), { eos: [7, 8], pad: 6 });
    await put(made.dir, 'config.json', { eos_token_id: 'end' });
    await assert.rejects(readStopTokens(made.dir), /config.json.eos_token_id/);
  });
});
