/**
 * Element by element, in vectors of four. Buffers are whole vectors long, so the last vector may
 * reach beyond the numbers.
 */
import { type Kernel, kernel } from '../kernel.ts';

const width = 256;

/** Workgroups for so many numbers. */
export function elementGroups(length: number): number {
  return Math.ceil(length / (4 * width));
}

const each = (body: string, globals = ''): ReturnType<Kernel['text']> => ({
  globals,
  body: `let i = group * ${width}u + lane;\nif (i >= p.vectors) { return; }\n${body}`,
});

const sigmoid = 'fn sigmoid(x: vec4f) -> vec4f { return 1.0 / (1.0 + exp(-x)); }';

export const fill = kernel({
  ...{ name: 'fill', width },
  buffers: { x: 'write vec4u' },
  params: { vectors: 'u32', bits: 'u32' },
  text: () => each('x[i] = vec4u(p.bits);'),
});

export const add = kernel({
  ...{ name: 'add', width },
  buffers: { x: 'write vec4f', y: 'read vec4f' },
  params: { vectors: 'u32' },
  text: () => each('x[i] = x[i] + y[i];'),
});

export const swiglu = kernel({
  ...{ name: 'swiglu', width },
  buffers: { out: 'write vec4f', gate: 'read vec4f', up: 'read vec4f' },
  params: { vectors: 'u32' },
  text: () => each('let g = gate[i];\nout[i] = g * sigmoid(g) * up[i];', sigmoid),
});

export const swigluBackward = kernel({
  ...{ name: 'swigluBackward', width },
  buffers: {
    ...({ dGate: 'write vec4f', dUp: 'write vec4f' } as const),
    ...({ dOut: 'read vec4f', gate: 'read vec4f', up: 'read vec4f' } as const),
  },
  params: { vectors: 'u32' },
  text: () =>
    each(
      `
let g = gate[i];
let d = dOut[i];
let s = sigmoid(g);
dUp[i] = d * g * s;
dGate[i] = d * up[i] * s * (1.0 + g * (1.0 - s));`,
      sigmoid,
    ),
});

/** keep = 1 - lr * weightDecay; size = lr / (1 - beta1^step); correction = 1 / sqrt(1 - beta2^step). */
export const adamw = kernel({
  ...{ name: 'adamw', width },
  buffers: {
    ...({ parameter: 'write vec4f', first: 'write vec4f', second: 'write vec4f' } as const),
    ...({ gradient: 'read vec4f' } as const),
  },
  params: {
    ...({ vectors: 'u32', beta1: 'f32', beta2: 'f32', rest1: 'f32', rest2: 'f32' } as const),
    ...({ eps: 'f32', keep: 'f32', size: 'f32', correction: 'f32' } as const),
  },
  text: () =>
    each(`
let g = gradient[i];
let m = p.beta1 * first[i] + p.rest1 * g;
let v = p.beta2 * second[i] + p.rest2 * g * g;
first[i] = m;
second[i] = v;
parameter[i] = p.keep * parameter[i] - p.size * m / (sqrt(v) * p.correction + p.eps);`),
});

export const clip = kernel({
  ...{ name: 'clip', width },
  buffers: { x: 'write vec4f', norm: 'read f32' },
  params: { vectors: 'u32', most: 'f32' },
  text: () =>
    each(`
let factor = p.most / (norm[0] + 1e-6);
if (factor >= 1.0) { return; }
x[i] = x[i] * factor;`),
});
