/** Sums and largest values over a workgroup, always in the same order: results are the same bits. */

/** WGSL: `sumOf(lane, x)` and `largestOf(lane, x)`, to be called by all threads together. */
export function reductions(width: number): string {
  const fold = (name: string, step: string) => `
fn ${name}(lane: u32, x: f32) -> f32 {
  shares[lane] = x;
  for (var s = ${width / 2}u; s > 0u; s = s / 2u) {
    workgroupBarrier();
    if (lane < s) { ${step} }
  }
  workgroupBarrier();
  let folded = shares[0];
  workgroupBarrier();
  return folded;
}`;
  return `
var<workgroup> shares: array<f32, ${width}>;
${fold('sumOf', 'shares[lane] = shares[lane] + shares[lane + s];')}
${fold('largestOf', 'shares[lane] = max(shares[lane], shares[lane + s]);')}`;
}
