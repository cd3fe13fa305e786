/** The last interior angle of a convex polygon. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { withoutDegrees } from '../../text/degrees.ts';
import { parseNumber } from '../../text/number.ts';

const config = z
  .strictObject({
    min_sides: z.int().min(3).max(500).default(3),
    max_sides: z.int().min(3).max(500).default(6),
    min_angle: z.int().min(1).max(179).default(10),
    max_angle: z.int().min(1).max(179).default(170),
  })
  .superRefine(ordered(['min_sides', 'max_sides'], ['min_angle', 'max_angle']))
  .refine(
    (c) => sidesOf(c).length > 0,
    'Expected angles that some convex polygon of these sides can have',
  );
type Config = { min_sides: number; max_sides: number; min_angle: number; max_angle: number };

const metadata = z.looseObject({
  n_sides: z.int().min(3),
  known_angles: z.array(z.number()),
});

export const simpleGeometry = defineTask({
  name: 'simple_geometry',
  category: 'geometry',
  summary: 'Find the last interior angle of a convex polygon',
  answerFormat: 'the angle in degrees',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'sides',
      fields: ['min_sides', 'max_sides'],
      levels: [5, 10, 15, 30],
    },
  ],

  generate(rng, c) {
    const n = rng.choice(sidesOf(c));
    const { known, missing } = draw(rng, c, n);
    const sum = known.reduce((total, angle) => total + angle, 0);
    return {
      question: `A convex polygon has ${n} corners. All of its interior angles but one are known: ${known.map((angle) => `${angle}°`).join(', ')}. How many degrees does the last one have? Answer with the number only.`,
      answer: String(missing),
      metadata: {
        n_sides: n,
        known_angles: known,
        sum_of_known_angles: sum,
        missing_angle_raw: missing,
        missing_angle_rounded: missing,
        total_interior_sum: 180 * (n - 2),
      },
      difficulty: { sides: [c.min_sides, c.max_sides] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const { n_sides: n, known_angles: known } = entry.metadata;
    const exact = known.reduce((left, angle) => left - angle, 180 * (n - 2));
    if (known.length !== n - 1 || !near(oracle, exact)) {
      return faultyEntry('The stored answer does not complete the sum of the angles');
    }
    const got = near(answer, exact);
    if (got === null) return malformed('Expected an angle in degrees');
    return got ? right : wrong('Expected the angle that completes the sum');
  },
});

/** Is it the angle, to one decimal place where it has more? Null when it is no number. */
function near(answer: string, exact: number): boolean | null {
  const value = parseNumber(withoutDegrees(answer));
  if (!value) return null;
  const off = Math.abs(Number(value.n) / Number(value.d) - exact);
  const whole = Math.abs(exact * 10 - Math.round(exact * 10)) < 1e-6;
  return off <= (whole ? 1e-9 : 0.05);
}

/** The least and the largest last angle that is convex and leaves possible angles for the others. */
function bounds(c: Config, n: number): readonly [number, number] {
  const total = 180 * (n - 2);
  return [Math.max(1, total - (n - 1) * c.max_angle), Math.min(179, total - (n - 1) * c.min_angle)];
}

function sidesOf(c: Config): number[] {
  const sides: number[] = [];
  for (let n = c.min_sides; n <= c.max_sides; n++) {
    const [low, high] = bounds(c, n);
    if (low <= high) sides.push(n);
  }
  return sides;
}

/** The last angle first, evenly; the others so that they make up the rest. */
function draw(rng: Rng, c: Config, n: number) {
  const missing = rng.randint(...bounds(c, n));
  const known: number[] = [];
  let rest = 180 * (n - 2) - missing;
  for (let left = n - 2; left >= 0; left--) {
    const low = Math.max(c.min_angle, rest - left * c.max_angle);
    const high = Math.min(c.max_angle, rest - left * c.min_angle);
    known.push(rng.randint(low, high));
    rest -= known.at(-1) as number;
  }
  rng.shuffle(known);
  return { known, missing };
}
