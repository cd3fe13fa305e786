/**
 * Find the next term of a number sequence.
 *
 * No finite sequence has only one continuation, so ours are drawn again until none of the simpler
 * laws a reader would try first (a polynomial, a linear step, a two-term recurrence) fits the terms
 * shown and says something else, and until the sequence does not run into a fixed tail.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { containsOracle, malformed, right, wrong } from '../../mark.ts';
import { simplerLaws } from '../../search/laws.ts';
import { defineTask, ordered } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(4).max(64).default(4),
    max_terms: z.int().min(4).max(64).default(8),
    min_value: z.int().min(-1e6).max(1e6).default(-100),
    max_value: z.int().min(-1e6).max(1e6).default(100),
    max_complexity: z.int().min(1).max(8).default(3),
  })
  .superRefine(ordered(['min_terms', 'max_terms'], ['min_value', 'max_value']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({});

interface Step {
  readonly text: string;
  /** The next value from the last one and the one before it. */
  apply(value: number, previous: number): number;
}

const maxTerm = 1e9;
const maxDraws = 400;

export const numberSequence = defineTask({
  name: 'number_sequence',
  category: 'cognition',
  summary: 'Find the next term of a number sequence',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'terms',
      fields: ['min_terms', 'max_terms'],
      levels: [4, 8, 12, 16],
      interval: true,
    },
    { kind: 'scalar', name: 'min_value', field: 'min_value', levels: [-100, -500, -1000, -10000] },
    { kind: 'scalar', name: 'max_value', field: 'max_value', levels: [100, 500, 1000, 10000] },
    { kind: 'scalar', name: 'max_complexity', field: 'max_complexity', levels: [2, 3, 4, 5] },
  ],

  generate(rng, c) {
    const terms = rng.randint(c.min_terms, c.max_terms);
    const { rule, complexity, sequence } = drawSequence(rng, c, terms);
    const next = sequence.at(-1) as number;
    return {
      question: `Which number comes next? ${sequence.slice(0, -1).join(', ')}, ?`,
      answer: String(next),
      metadata: { rule, complexity, sequence },
      difficulty: { max_complexity: c.max_complexity, terms: [c.min_terms, c.max_terms] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const expected = parseNumber(oracle);
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one number');
    return expected && equal(value, expected) ? right : wrong('Expected another number');
  },
});

function drawSequence(rng: Rng, c: Config, terms: number) {
  for (let draw = 0; draw < maxDraws; draw++) {
    const complexity = rng.randint(1, c.max_complexity);
    const steps = Array.from({ length: complexity }, () => drawStep(rng));
    const sequence = unfold(rng, c, steps, terms);
    if (sequence && isClear(sequence)) {
      return { rule: steps.map((s) => s.text).join(' then '), complexity, sequence };
    }
  }
  // A difference of its own always makes a clear sequence.
  const difference = rng.randint(1, 9);
  const start = rng.randint(c.min_value, c.max_value);
  const sequence = Array.from({ length: terms + 1 }, (_, i) => start + i * difference);
  return { rule: `add ${difference}`, complexity: 1, sequence };
}

function drawStep(rng: Rng): Step {
  switch (rng.below(4)) {
    case 0: {
      const k = nonZero(rng, 10);
      return { text: `add ${k}`, apply: (v) => v + k };
    }
    case 1: {
      const k = rng.choice([-3, -2, 2, 3]);
      return { text: `multiply by ${k}`, apply: (v) => v * k };
    }
    case 2:
      return { text: 'add previous', apply: (v, previous) => v + previous };
    default: {
      const k = nonZero(rng, 5);
      return { text: `subtract from ${k}`, apply: (v) => k - v };
    }
  }
}

function nonZero(rng: Rng, limit: number): number {
  const k = rng.randint(1, limit);
  return rng.below(2) === 0 ? k : -k;
}

/** The terms shown and the next one; null when a term outgrows the bounds. */
function unfold(rng: Rng, c: Config, steps: readonly Step[], terms: number): number[] | null {
  const small = Math.max(2, Math.min(20, c.max_value));
  const start = Math.min(c.max_value, Math.max(c.min_value, nonZero(rng, small)));
  const recurs = steps.some((s) => s.text === 'add previous');
  const sequence = [start];
  if (recurs) sequence.push(Math.min(c.max_value, Math.max(c.min_value, nonZero(rng, small))));
  while (sequence.length <= terms) {
    const previous = sequence.at(-2) ?? 0;
    let value = sequence.at(-1) as number;
    for (const step of steps) value = step.apply(value, previous);
    if (Math.abs(value) > maxTerm) return null;
    sequence.push(value + 0); // no negative zero
  }
  const shown = sequence.slice(0, -1);
  const wide = shown.some((v) => v < c.min_value || v > c.max_value);
  return wide && shown.length <= 8 ? null : sequence;
}

function isClear(sequence: readonly number[]): boolean {
  const shown = sequence.slice(0, -1);
  const next = sequence.at(-1) as number;
  if (new Set(shown).size < Math.min(4, shown.length - 1) || next === shown.at(-1)) return false;
  return simplerLaws(shown).every((law) => equal(law, integer(next)));
}
