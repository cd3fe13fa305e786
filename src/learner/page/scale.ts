/** The vertical axis of a chart: round numbers at even distances, and no room for a lone spike. */
import type { Bucket } from './series.ts';

export type Reach = 'share' | 'zero' | 'free';

export interface Scale {
  readonly low: number;
  readonly high: number;
  /** From low to high, evenly spaced. */
  readonly ticks: readonly number[];
}

/** So much beyond nearly all values, the greatest is a spike that would flatten everything else. */
const spike = 6;

/** @param reach `share`: 0 to 1; `zero`: from 0 up; `free`: what the values need. */
export function scaleOf(buckets: readonly Bucket[], reach: Reach): Scale {
  const tops = buckets.map(({ most }) => most).toSorted((a, b) => a - b);
  const lows = buckets.map(({ least }) => least);
  const greatest = tops.at(-1) ?? 1;
  const common = tops[Math.ceil(0.98 * (tops.length - 1))] ?? greatest;
  let low = lows.reduce((a, b) => Math.min(a, b), reach === 'free' ? greatest : 0);
  let high = common > 0 && greatest > spike * common ? 1.5 * common : greatest;
  if (reach === 'share' && low >= 0 && high <= 1) [low, high] = [0, 1];
  if (high <= low)
    [low, high] = low === 0 ? [0, 1] : [low - Math.abs(low) / 2, low + Math.abs(low) / 2];
  const step = roundStep((high - low) / 4);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
  return { low: from * step, high: to * step, ticks };
}

/** 1, 2, 2.5 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** 0.125, 1,200, 3.0e-6: four digits that matter. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7)
    return value
      .toExponential(2)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  if (size >= 1000) return `${Math.round(value)}`.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${Number(value.toPrecision(4))}`;
}
