/** Weights are read as stored, and a file that is wrong in any way is refused by name. */
import assert from 'node:assert/strict';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AssayError } from '../../../src/errors.ts';
import { narrow, widen } from '../../../src/learner/checkpoint/floats.ts';
import { openTensors } from '../../../src/learner/checkpoint/safetensors.ts';
import { dataRoot, missing } from '../../support/data.ts';
import { f32, folder, put, safetensors } from './files.ts';

const data = (values: number[]) => new Uint8Array(new Float32Array(values).buffer);

async function refused(dir: string, pattern: RegExp): Promise<void> {
  const fault = await openTensors(dir).then(
    async (opened) => {
      await opened[Symbol.asyncDispose]();
      return null;
    },
    (error: unknown) => error,
  );
  assert.ok(fault instanceof AssayError, `expected a refusal like ${pattern}`);
  assert.equal(fault.code, 'checkpoint_invalid');
  assert.match(fault.message, pattern);
}

describe('a single file', () => {
  it('gives names, shapes and values of all three types', async () => {
    await using made = await folder();
    const header = {
      __metadata__: { format: 'pt' },
      b: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] },
      h: { dtype: 'F16', shape: [1, 2], data_offsets: [4, 8] },
      f: f32([2], 8, 16),
      none: f32([0, 3], 16, 16),
    };
    const bytes = new Uint8Array([0x80, 0x3f, 0, 0xc0, 0, 0x3c, 1, 0, ...data([0.1, -3])]);
    await put(made.dir, 'model.safetensors', safetensors(header, bytes));
    await using opened = await openTensors(made.dir);
    const read = async (name: string) => [...((await opened.tensors.get(name)?.read()) ?? [])];
    assert.deepEqual([...opened.tensors.keys()].sort(), ['b', 'f', 'h', 'none']);
    assert.deepEqual(opened.tensors.get('h')?.shape, [1, 2]);
    assert.deepEqual(await read('b'), [1, -2]);
    assert.deepEqual(await read('h'), [1, 2 ** -24]);
    assert.deepEqual(await read('f'), [Math.fround(0.1), -3]);
    assert.deepEqual(await read('none'), []);
  });

  const wrong: readonly (readonly [why: string, file: Uint8Array, message: RegExp])[] = [
    ['shorter than its length field', new Uint8Array(5), /at least 8 bytes, got 5/],
    ['of an empty header', safetensors(''), /JSON/],
    ['of a huge header', safetensors({}, undefined, 1n << 60n), /at most 100000000/],
    ['of a header beyond its end', safetensors({}, undefined, 500n), /bytes that follow, got 500/],
    ['of a header that is no JSON', safetensors('{"a":'), /JSON/],
    ['of a header that is an array', safetensors([]), /an object/],
    ['of a header that is null', safetensors('null'), /an object, got null/],
    ['with a tensor that is a number', safetensors({ a: 1 }), /"a" .* an object, got number/],
    [
      'of another type',
      safetensors({ a: { ...f32([1], 0, 4), dtype: 'I32' } }, data([1])),
      /one of F32, F16, BF16, got I32/,
    ],
    ['with a negative size', safetensors({ a: f32([-1], 0, 4) }, data([1])), /shape/],
    ['with half a size', safetensors({ a: f32([0.5], 0, 2) }, data([1])), /shape/],
    ['with a shape too deep', safetensors({ a: f32(Array(17).fill(1), 0, 4) }, data([1])), /shape/],
    ['with a negative place', safetensors({ a: f32([1], -4, 0) }, data([1])), /data_offsets/],
    ['with places turned round', safetensors({ a: f32([1], 4, 0) }, data([1])), /4 bytes apart/],
    ['of a wrong size', safetensors({ a: f32([2], 0, 4) }, data([1])), /8 bytes apart, .*0 to 4/],
    [
      'of a size beyond counting',
      safetensors({ a: f32([2 ** 40, 2 ** 40], 0, 4) }, data([1])),
      /bytes apart/,
    ],
    [
      'with tensors on top of one another',
      safetensors({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, data([1, 2])),
      /start of tensor "b" .*byte 8/,
    ],
    [
      'with a hole',
      safetensors({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, data([1, 2, 3])),
      /start of tensor "b" .*byte 4/,
    ],
    [
      'with places beyond the end',
      safetensors({ a: f32([2], 0, 8) }, data([1])),
      /8 bytes .* got 4/,
    ],
    ['with bytes that nothing names', safetensors({ a: f32([1], 0, 4) }, data([1, 2])), /got 8/],
  ];
  for (const [why, file, message] of wrong) {
    it(`${why} is refused`, async () => {
      await using made = await folder();
      await put(made.dir, 'model.safetensors', file);
      await refused(made.dir, message);
    });
  }

  it('cut at any place is refused', async () => {
    await using made = await folder();
    const whole = safetensors({ a: f32([1], 0, 4), b: f32([1], 4, 8) }, data([1, 2]));
    for (let length = 0; length < whole.length; length++) {
      await put(made.dir, 'model.safetensors', whole.subarray(0, length));
      await refused(made.dir, /Expected/);
    }
  });

  it('cut while it is open is an error of the read', async () => {
    await using made = await folder();
    await put(made.dir, 'model.safetensors', safetensors({ a: f32([2], 0, 8) }, data([1, 2])));
    await using opened = await openTensors(made.dir);
    await truncate(join(made.dir, 'model.safetensors'), 12);
    await assert.rejects(async () => opened.tensors.get('a')?.read(), {
      code: 'checkpoint_invalid',
    });
  });

  it('with any byte of the header changed is read or refused, never believed', async () => {
    await using made = await folder();
    const whole = safetensors({ a: f32([1], 0, 4), b: f32([2, 1], 4, 12) }, data([1, 2, 3]));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 13), fc.nat(255), async (at, byte) => {
        await put(made.dir, 'model.safetensors', Uint8Array.from(whole).fill(byte, at, at + 1));
        const opened = await openTensors(made.dir).catch((error: unknown) => error);
        if (opened instanceof AssayError) return opened.code === 'checkpoint_invalid';
        await using held = opened as Awaited<ReturnType<typeof openTensors>>;
        let count = 0;
        for (const tensor of held.tensors.values()) count += (await tensor.read()).length;
        return count <= 6;
      }),
      { numRuns: 300 },
    );
  });
});

describe('shards', () => {
  const a = safetensors({ a: f32([1], 0, 4) }, data([1]));
  const b = safetensors({ b: f32([1], 0, 4) }, data([2]));
  const indexed = async (dir: string, weight_map: unknown) => {
    await put(dir, 'one.safetensors', a);
    await put(dir, 'two.safetensors', b);
    await put(dir, 'model.safetensors.index.json', { weight_map });
  };

  it('are one checkpoint', async () => {
    await using made = await folder();
    await indexed(made.dir, { a: 'one.safetensors', b: 'two.safetensors' });
    await using opened = await openTensors(made.dir);
    assert.deepEqual([...((await opened.tensors.get('b')?.read()) ?? [])], [2]);
  });

  const wrong: readonly (readonly [why: string, map: unknown, message: RegExp])[] = [
    ['a map that is none', [], /an object/],
    ['no file at all', {}, /1 to 1024 files, got 0/],
    ['a way out of the folder', { a: '../one.safetensors' }, /plain .safetensors name/],
    ['a path from the root', { a: '/etc/one.safetensors' }, /plain .safetensors name/],
    ['a path with a backslash', { a: '..\\one.safetensors' }, /plain .safetensors name/],
    ['a file of another kind', { a: 'one.bin' }, /plain .safetensors name/],
    ['a file that is absent', { a: 'three.safetensors' }, /readable, got ENOENT/],
    ['a tensor that is elsewhere', { a: 'two.safetensors' }, /"a" to be in two.safetensors/],
    ['less than is there', { b: 'two.safetensors', x: 'one.safetensors' }, /"x"/],
  ];
  for (const [why, map, message] of wrong) {
    it(`an index with ${why} is refused`, async () => {
      await using made = await folder();
      await indexed(made.dir, map);
      await refused(made.dir, message);
    });
  }

  it('a tensor that the index does not name is refused', async () => {
    await using made = await folder();
    await indexed(made.dir, { a: 'both.safetensors' });
    const both = safetensors({ a: f32([1], 0, 4), b: f32([1], 4, 8) }, data([1, 2]));
    await put(made.dir, 'both.safetensors', both);
    await refused(made.dir, /"b" of both.safetensors to be in the index/);
  });

  it('of another format are named in the refusal', async () => {
    await using made = await folder();
    await put(made.dir, 'pytorch_model.bin', 'x');
    await refused(made.dir, /model.safetensors or .*index.json, got pytorch_model.bin/);
    await refused(join(made.dir, 'absent'), /got ENOENT/);
  });

  it('equal the single file', { skip: missing('learner/hf/llama-tiny') }, async () => {
    const dir = join(dataRoot, 'learner/hf/llama-tiny');
    await using single = await openTensors(dir);
    await using sharded = await openTensors(join(dir, 'sharded'));
    assert.equal(single.tensors.size, 30);
    assert.deepEqual([...sharded.tensors.keys()].sort(), [...single.tensors.keys()].sort());
    for (const [name, tensor] of single.tensors) {
      const other = sharded.tensors.get(name);
      assert.deepEqual(other?.shape, tensor.shape);
      assert.deepEqual(await other?.read(), await tensor.read());
    }
  });
});

describe('number types', () => {
  it('every value of 16 bits is the same after widening and narrowing', () => {
    const all = new Uint8Array(new Uint16Array(65_536).map((_, i) => i).buffer);
    for (const dtype of ['F16', 'BF16'] as const) {
      const wide = new Float32Array(65_536);
      widen(dtype, all, wide, 0);
      const again = new Float32Array(65_536);
      widen(dtype, narrow(dtype, wide), again, 0);
      assert.deepEqual([...again], [...wide]); // as numbers: a signalling NaN may become a quiet one
    }
  });

  it('narrowing to BF16 takes the nearest value, the even one of two', () => {
    const cases: readonly (readonly [number, number])[] = [
      [1 + 2 ** -8, 1],
      [1 + 3 * 2 ** -8, 1 + 2 ** -6],
      [1 + 2 ** -8 + 2 ** -20, 1 + 2 ** -7],
      [-1 - 2 ** -8, -1],
      [3.4e38, Infinity],
      [-Infinity, -Infinity],
    ];
    for (const [value, nearest] of cases) {
      const into = new Float32Array(1);
      widen('BF16', narrow('BF16', new Float32Array([value])), into, 0);
      assert.equal(into[0], nearest);
    }
  });
});
