/** The L2 norm over many buffers: sums of squares of stretches, then one workgroup adds them up. */
import { kernel } from '../kernel.ts';
import { reductions } from './reduce.ts';

const width = 256;
const vectorsEach = 16; // of a thread

/** Stretches, and so partial sums, of a buffer of this length. */
export function stretches(length: number): number {
  return Math.ceil(length / (4 * width * vectorsEach));
}

/** partials[first + group] = the sum of squares of a stretch. */
export const sumOfSquares = kernel({
  ...{ name: 'sumOfSquares', width },
  buffers: { partials: 'write f32', x: 'read vec4f' },
  params: { length: 'u32', first: 'u32' },
  text: () => ({
    globals: reductions(width),
    body: `
var sum = 0.0;
for (var s = 0u; s < ${vectorsEach}u; s++) {
  let i = (group * ${vectorsEach}u + s) * ${width}u + lane;
  if (4u * i < p.length) {
    // What lies in the last vector beyond the numbers is anything.
    let inside = vec4u(4u * i) + vec4u(0u, 1u, 2u, 3u) < vec4u(p.length);
    let v = select(vec4f(), x[i], inside);
    sum += dot(v, v);
  }
}
let total = sumOf(lane, sum);
if (lane == 0u) { partials[p.first + group] = total; }`,
  }),
});

export const rootOfSum = kernel({
  ...{ name: 'rootOfSum', width },
  buffers: { norm: 'write f32', partials: 'read f32' },
  params: { count: 'u32' },
  text: () => ({
    globals: reductions(width),
    body: `
var sum = 0.0;
for (var i = lane; i < p.count; i += ${width}u) { sum += partials[i]; }
let total = sumOf(lane, sum);
if (lane == 0u) { norm[0] = sqrt(total); }`,
  }),
});
