/** Rows of float32 to bfloat16, rounded to the nearest, ties to even: two numbers a word, the first below. */
import { kernel } from '../kernel.ts';

export const narrow = kernel({
  ...{ name: 'narrow', width: 256 },
  buffers: { words: 'write u32', x: 'read u32' },
  params: { count: 'u32', dim: 'u32' },
  text: () => ({
    globals: `
fn upper(bits: u32) -> u32 {
  if ((bits & 0x7fffffffu) > 0x7f800000u) { return (bits >> 16u) | 0x40u; } // not a number, and stays so
  return (bits + 0x7fffu + ((bits >> 16u) & 1u)) >> 16u;
}`,
    body: `
let i = group * 256u + lane;
if (i >= p.count) { return; }
let across = (p.dim + 1u) / 2u;
let column = 2u * (i % across);
let at = (i / across) * p.dim + column;
var word = upper(x[at]);
if (column + 1u < p.dim) { word |= upper(x[at + 1u]) << 16u; }
words[i] = word;`,
  }),
});
