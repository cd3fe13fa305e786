/** numpy.round: scaled, rounded half to even, scaled back. */
export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return rint(value * scale) / scale;
}

function rint(x: number): number {
  if (!Number.isFinite(x) || Math.abs(x) >= 2 ** 52) return x;
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
