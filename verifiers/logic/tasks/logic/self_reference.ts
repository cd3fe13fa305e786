/**
 * Seven statements about themselves: in how many ways can each be true or false so that all fits?
 *
 * The reference always asks about the same seven and mostly has one to three ways. Ours draws the
 * statements too; `difficulty` is how many of them speak of single other statements. Every number
 * of ways from none to four is drawn equally often, as far as statements for it are found.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal } from '../../../rational.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';

const config = z.strictObject({ difficulty: z.int().min(1).max(10).default(5) });
const metadata = z.looseObject({});

const size = 7;
const assignments = 1 << size;
const maxWays = 4;
const maxDraws = 400;

/** A statement and whether it holds when the statements in `mask` are true, `count` of them. */
interface Statement {
  readonly text: string;
  holds(mask: number, count: number): boolean;
}

const popcount = Array.from({ length: assignments }, (_, mask) => {
  let count = 0;
  for (let i = 0; i < size; i++) count += (mask >> i) & 1;
  return count;
});

export const selfReference = defineTask({
  name: 'self_reference',
  category: 'logic',
  summary: 'Count the consistent readings of seven statements about themselves',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'difficulty',
      field: 'difficulty',
      levels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    },
  ],

  generate(rng, c) {
    const links = Math.min(5, Math.ceil(c.difficulty / 2));
    const wanted = rng.below(maxWays + 1);
    let best = draw(rng, links);
    for (let n = 1; n < maxDraws && best.ways !== wanted; n++) {
      const next = draw(rng, links);
      if (Math.abs(next.ways - wanted) < Math.abs(best.ways - wanted)) best = next;
    }
    const list = best.statements.map(({ text }, i) => `${i + 1}. ${text}`);
    return {
      question: `Here are ${size} statements, each of which is either true or false:\n${list.join('\n')}\nIn how many ways can truth and falsehood be given to the ${size} statements so that exactly those marked true hold? Answer with a number; it may be 0.`,
      answer: String(best.ways),
      metadata: { statements: best.statements.map((s) => s.text) },
      difficulty: { difficulty: c.difficulty },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return answer === oracle ? right : wrong('Expected the exact answer');
    const expected = parseNumber(oracle);
    if (!expected) return faultyEntry('Expected an integer answer');
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one number');
    return equal(value, expected) ? right : wrong('Expected another number');
  },
});

function draw(rng: Rng, links: number): { statements: Statement[]; ways: number } {
  const linked = new Set(rng.sample([0, 1, 2, 3, 4, 5, 6], links));
  const statements = Array.from({ length: size }, (_, i) =>
    linked.has(i) ? aboutOthers(rng, i) : aboutAll(rng),
  );
  let ways = 0;
  for (let mask = 0; mask < assignments; mask++) {
    const count = popcount[mask] as number;
    let fits = true;
    for (let i = 0; i < size && fits; i++) {
      fits = (statements[i] as Statement).holds(mask, count) === (((mask >> i) & 1) === 1);
    }
    if (fits) ways++;
  }
  return { statements, ways };
}

/** A statement about how many of the seven are true or false. */
function aboutAll(rng: Rng): Statement {
  const ofTrue = rng.below(2) === 0;
  const word = ofTrue ? 'true' : 'false';
  const of = (count: number) => (ofTrue ? count : size - count);
  const n = rng.below(size + 1);
  switch (rng.below(6)) {
    case 0:
      return {
        text: `At least ${n} of these statements are ${word}.`,
        holds: (_, c) => of(c) >= n,
      };
    case 1:
      return { text: `At most ${n} of these statements are ${word}.`, holds: (_, c) => of(c) <= n };
    case 2:
      return {
        text: `Exactly ${n} of these statements are ${word}.`,
        holds: (_, c) => of(c) === n,
      };
    case 3:
      return {
        text: `The number of ${word} statements is prime.`,
        holds: (_, c) => [2, 3, 5, 7].includes(of(c)),
      };
    case 4:
      return {
        text: `The number of ${word} statements is composite.`,
        holds: (_, c) => [4, 6].includes(of(c)),
      };
    default:
      return { text: `The number of ${word} statements is odd.`, holds: (_, c) => of(c) % 2 === 1 };
  }
}

/** A statement about one or two others. */
function aboutOthers(rng: Rng, self: number): Statement {
  const others = [0, 1, 2, 3, 4, 5, 6].filter((i) => i !== self);
  const [a, b] = rng.sample(others, 2) as [number, number];
  const is = (mask: number, i: number) => ((mask >> i) & 1) === 1;
  const [first, second] = [a + 1, b + 1];
  switch (rng.below(5)) {
    case 0:
      return { text: `Statement ${first} is true.`, holds: (mask) => is(mask, a) };
    case 1:
      return { text: `Statement ${first} is false.`, holds: (mask) => !is(mask, a) };
    case 2:
      return {
        text: `Exactly one of statements ${first} and ${second} is true.`,
        holds: (mask) => is(mask, a) !== is(mask, b),
      };
    case 3:
      return {
        text: `Statements ${first} and ${second} are both true or both false.`,
        holds: (mask) => is(mask, a) === is(mask, b),
      };
    default:
      return {
        text: `At least one of statements ${first} and ${second} is true.`,
        holds: (mask) => is(mask, a) || is(mask, b),
      };
  }
}
