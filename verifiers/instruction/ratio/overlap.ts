import { z } from 'zod';
import type { Budget } from '../../budget.ts';
import { defineInstruction } from '../define.ts';

const margin = 2;

export const overlap = defineInstruction({
  id: 'ratio:overlap',
  rule: 'Of the different runs of three characters, percentage % (2 more or fewer) are in the reference.',
  kwargs: z.strictObject({
    reference_text: z.string().max(100_000),
    percentage: z.number().min(0).max(100),
  }),
  example: {
    kwargs: { reference_text: 'abcd', percentage: 50 },
    passes: 'abcdef',
    fails: 'abcd',
  },
  check(text, { reference_text, percentage }, { budget }) {
    const own = trigrams(text, budget);
    if (own.size === 0) return { passed: false, reason: 'fewer than three characters' };
    const reference = trigrams(reference_text, budget);
    let shared = 0;
    for (const run of own) if (reference.has(run)) shared++;
    const share = (shared / own.size) * 100;
    return {
      passed: percentage - margin <= share && share <= percentage + margin,
      reason: `${share.toFixed(1)} % overlap, asked: ${percentage} ± ${margin} %`,
    };
  },
});

/** Steps that a run not seen before is worth. */
const newRunSteps = 4;

function trigrams(text: string, budget: Budget): Set<string> {
  const characters = Array.from(text);
  const runs = new Set<string>();
  for (let i = 2; i < characters.length; i++) {
    const before = runs.size;
    runs.add(`${characters[i - 2]}${characters[i - 1]}${characters[i]}`);
    if (runs.size > before) budget.spend(newRunSteps);
  }
  return runs;
}
