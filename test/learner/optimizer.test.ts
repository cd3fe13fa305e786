/** The optimizer's sections of the published numbers, on every engine that opens here. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine } from '../../src/learner/engines/contract.ts';
import { missing } from '../support/data.ts';
import { implementations, openOrReason } from './engines/implementations.ts';
import { close, readVectors, type Section, vectorsFile } from './grpo/vectors.ts';

const hyper = {
  case_A: { lr: 2e-6, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0.01 },
  case_B: { lr: 1e-2, beta1: 0.9, beta2: 0.95, eps: 1e-8, weightDecay: 0.1 },
} as const;

/** Engines keep 32-bit floats. */
const tolerance = 3e-7;

const checks: Readonly<Record<string, (engine: Engine, section: Section) => Promise<void>>> = {
  async adamw(engine, section) {
    for (const [name, options] of Object.entries(hyper)) {
      const parameter = engine.upload(new Float32Array(section.init));
      const [m, v] = [0, 0].map(() => engine.upload(new Float32Array(section.init.length)));
      assert.ok(m && v);
      for (const [i, { grad, param_after }] of (section[name] as Section[]).entries()) {
        const gradient = engine.upload(new Float32Array(grad));
        engine.adamw(parameter, m, v, gradient, { ...options, step: i + 1 });
        close(await engine.read(parameter), param_after, `${name} step ${i + 1}`, tolerance);
        engine.free(gradient);
      }
      for (const buffer of [parameter, m, v]) engine.free(buffer);
    }
  },

  async grad_clip_global_norm(engine, { grads, max_norm, total_norm, clipped }) {
    const flat = (values: Section) => (values as Section[]).flat(2) as number[];
    const buffers = (grads as Section[]).map((grad) => engine.upload(new Float32Array(flat(grad))));
    const norm = engine.alloc(1);
    engine.gradientNorm(norm, buffers);
    close(await engine.read(norm), [total_norm], 'norm', tolerance);
    engine.clip(buffers, norm, max_norm);
    for (const [i, buffer] of buffers.entries()) {
      close(await engine.read(buffer), flat(clipped[i]), `gradient ${i}`, tolerance);
      engine.free(buffer);
    }
    engine.free(norm);
  },
};

for (const { name, open } of implementations) {
  describe(`the optimizer on ${name}`, { skip: missing(vectorsFile) }, () => {
    for (const [section, check] of Object.entries(checks)) {
      it(section, async (context) => {
        const opened = await openOrReason(open);
        if (typeof opened === 'string') return context.skip(opened);
        await using engine = opened;
        await check(engine, readVectors()[section]);
      });
    }
  });
}
