/** A draw in proportion to weights, and what a config may give as weights. */
import { z } from 'zod';
import type { Rng } from '../random.ts';

/** Weights that add up to 1, as far as the reference checks: to one decimal place. */
export const Weights = z
  .array(z.number().min(0).max(1))
  .min(1)
  .refine((weights) => Math.abs(total(weights) - 1) < 0.05, 'Expected weights that add up to 1');

/** One of the items; items without a weight are never drawn. */
export function weighted<T>(rng: Rng, items: readonly T[], weights: readonly number[]): T {
  let left = rng.random() * total(weights);
  let last = items[0] as T;
  for (const [i, item] of items.entries()) {
    const weight = weights[i] ?? 0;
    if (weight <= 0) continue;
    last = item;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

const total = (weights: readonly number[]) => weights.reduce((sum, w) => sum + w, 0);
