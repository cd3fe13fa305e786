/** Evaluate an expression of hexadecimal numbers with + - * and shifts. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { evaluateBits } from '../../arithmetic/bits.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z.strictObject({ difficulty: z.int().min(1).max(10).default(2) });

const metadata = z.looseObject({ problem: z.string() });

const wantedOf = perEntry(({ problem }: z.infer<typeof metadata>) => evaluateBits(problem));

export const bitwiseArithmetic = defineTask({
  name: 'bitwise_arithmetic',
  category: 'arithmetic',
  summary: 'Evaluate an expression of hexadecimal numbers with + - * << >>',
  answerFormat: 'one hexadecimal number, with its sign',
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
    const problem = draw(rng, c.difficulty, c.difficulty);
    const value = evaluateBits(problem);
    if (value === null) throw new RangeError(`Expected a value of ${problem.slice(0, 80)}`);
    return {
      question: `What is the value of this expression? Integers are signed and as long as they need to be; << and >> shift as in Python, so that a negative number stays negative. Answer with the hexadecimal value, such as 0x1a or -0x1a.\n\n${problem}`,
      answer: hex(value),
      metadata: { problem },
      difficulty: { difficulty: c.difficulty },
    };
  },

  /** Strict: hexadecimal with or without 0x, or another base with its prefix. */
  score(answer, { entry, mode }) {
    const value = wantedOf(entry.metadata);
    if (mode === 'compat') {
      const given = pyInt(answer, 0);
      return given !== null && given === value ? right : graded(0);
    }
    if (value === null) return faultyEntry('Expected a problem that can be evaluated');
    if (entry.answer === null || pyInt(entry.answer, 0) !== value) {
      return faultyEntry(`Expected ${hex(value)} as the answer`);
    }
    const readings = readInteger(answer);
    if (readings.length === 0) return malformed('Expected one hexadecimal number');
    return readings.includes(value) ? right : wrong('Expected another number');
  },
});

/** A tree of this depth; a branch ends early one time in a hundred. */
function draw(rng: Rng, depth: number, full: number): string {
  if (depth === 0 || (depth < full && rng.below(100) === 0)) {
    return `0x${rng.randint(0x100, 0xffff).toString(16)}`;
  }
  const sign = rng.choice(['+', '-', '*', '<<', '>>']);
  const left = draw(rng, depth - 1, full);
  // A shift by nothing would be no shift.
  const right = sign.length === 2 ? `0x${rng.randint(1, 3)}` : draw(rng, depth - 1, full);
  return `(${left} ${sign} ${right})`;
}

function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** Digits without a prefix may be hexadecimal, which was asked for, or decimal. */
function readInteger(answer: string): bigint[] {
  const text = unwrap(answer.normalize('NFKC'))
    .replace(/[−–]/g, '-')
    .replace(/\\_|[_ ](?=[\da-fA-F])/g, '')
    .replace(/(?:_\{?16\}?|[hH])$/, '');
  const match = /^([+-]?)(0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|[\da-fA-F]+)$/.exec(text);
  if (!match) return [];
  const digits = (match[2] as string).toLowerCase();
  const sizes = /^0[xo]/.test(digits)
    ? [BigInt(digits)]
    : /^\d+$/.test(digits)
      ? [BigInt(`0x${digits}`), BigInt(digits)]
      : /^0b[01]+$/.test(digits)
        ? [BigInt(`0x${digits}`), BigInt(digits)]
        : [BigInt(`0x${digits}`)];
  return match[1] === '-' ? sizes.map((size) => -size) : sizes;
}
