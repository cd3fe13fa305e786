/** Reduce a fraction to its lowest terms. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { gcd } from '../../../rational.ts';
import { space, strip } from '../../../text/python.ts';
import { faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readFraction } from '../../text/fraction.ts';

const limit = 1_000_000;
const styles = ['plain', 'latex_inline', 'latex_frac', 'latex_dfrac'] as const;
type Style = (typeof styles)[number];
const config = z
  .strictObject({
    min_value: z.int().min(1).max(limit).default(1),
    max_value: z.int().min(2).max(limit).default(1_000),
    min_factor: z.int().min(1).max(limit).default(1),
    max_factor: z.int().min(1).max(limit).default(100),
    styles: z
      .array(z.enum(styles))
      .min(1)
      .default([...styles]),
  })
  .superRefine(ordered(['min_value', 'max_value'], ['min_factor', 'max_factor']))
  .refine((c) => c.min_value < c.max_value, 'Expected min_value < max_value');
type Config = z.infer<typeof config>;

const number = z.int().min(1);
const metadata = z.looseObject({
  numerator: number,
  denominator: number,
  simplified_numerator: number,
  simplified_denominator: number,
});
type Metadata = z.infer<typeof metadata>;

const maxDraws = 20;

/** The reference reads no further than the second brace. */
const braced = `[${space}]*\\{[${space}]*(\\p{Nd}+)[${space}]*\\}`;
const latexFraction = new RegExp(`^\\\\d?frac${braced}${braced}`, 'iu');

const reducedOf = perEntry(({ numerator, denominator }: Metadata) => {
  const shared = gcd(BigInt(numerator), BigInt(denominator));
  return { top: BigInt(numerator) / shared, bottom: BigInt(denominator) / shared };
});

export const fractionSimplification = defineTask({
  name: 'fraction_simplification',
  category: 'arithmetic',
  summary: 'Reduce a fraction to its lowest terms',
  answerFormat: 'a fraction, such as 3/4 or \\frac{3}{4}',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'value',
      fields: ['min_value', 'max_value'],
      levels: [1, 100, 1_000, 10_000],
      interval: true,
    },
    {
      kind: 'range',
      name: 'factor',
      fields: ['min_factor', 'max_factor'],
      levels: [1, 10, 100, 1_000],
      interval: true,
    },
  ],

  generate(rng, c) {
    const [top, bottom] = draw(rng, c);
    // By 1 there would be nothing to reduce.
    const least = Math.min(Math.max(c.min_factor, 2), c.max_factor);
    const factor = rng.randint(least, c.max_factor);
    const style = rng.choice(c.styles);
    return {
      question: `Reduce the fraction ${show(top * factor, bottom * factor, style)} to its lowest terms. Answer with the reduced fraction alone.`,
      answer: show(top, bottom, style),
      metadata: {
        numerator: top * factor,
        denominator: bottom * factor,
        simplified_numerator: top,
        simplified_denominator: bottom,
        reduction_factor: factor,
        style,
        factor,
      },
      difficulty: { value: [c.min_value, c.max_value], factor: [c.min_factor, c.max_factor] },
    };
  },

  score(answer, { entry, mode }) {
    if (mode === 'compat') return compat(answer, entry.metadata);
    const { top, bottom } = reducedOf(entry.metadata);
    const { simplified_numerator: n, simplified_denominator: d } = entry.metadata;
    if (BigInt(n) !== top || BigInt(d) !== bottom) {
      return faultyEntry(`Expected ${top}/${bottom} as the reduced fraction`);
    }
    const given = readFraction(answer);
    if (!given) return malformed('Expected one fraction');
    if (given.top === top && given.bottom === bottom) return right;
    const isEqual = given.top * bottom === given.bottom * top;
    return wrong(isEqual ? 'Expected the lowest terms' : 'Expected another fraction');
  },
});

/** Two numbers of the range that have nothing in common, the smaller one above. */
function draw(rng: Rng, c: Config): readonly [top: number, bottom: number] {
  for (let n = 0; n < maxDraws; n++) {
    const a = rng.randint(c.min_value, c.max_value);
    const b = rng.randint(c.min_value, c.max_value);
    if (a !== b && gcd(BigInt(a), BigInt(b)) === 1n) return [Math.min(a, b), Math.max(a, b)];
  }
  return [c.max_value - 1, c.max_value];
}

function show(top: number, bottom: number, style: Style): string {
  if (style === 'plain') return `${top}/${bottom}`;
  if (style === 'latex_inline') return `$${top}/${bottom}$`;
  return `$\\${style === 'latex_frac' ? 'frac' : 'dfrac'}{${top}}{${bottom}}$`;
}

/** Something is paid for everything: 0.01 for what is no fraction, 0.1 for half a copy. */
function compat(answer: string, m: Metadata): Mark {
  const parts = extract(answer);
  if (!parts) return graded(0.01);
  const [top, bottom] = parts;
  const is = (value: bigint, wanted: number) => value === BigInt(wanted);
  if (is(top, m.simplified_numerator) && is(bottom, m.simplified_denominator)) return right;
  return graded(is(top, m.numerator) || is(bottom, m.denominator) ? 0.1 : 0.05);
}

function extract(answer: string): readonly [bigint, bigint] | null {
  const cleaned = strip(strip(strip(answer), '$'));
  const latex = latexFraction.exec(cleaned);
  const slash = cleaned.indexOf('/');
  if (!latex && slash < 0) return null;
  const [top, bottom] = latex
    ? [latex[1] as string, latex[2] as string]
    : [strip(cleaned.slice(0, slash)), strip(cleaned.slice(slash + 1))];
  const [n, d] = [pyInt(top), pyInt(bottom)];
  return n === null || d === null ? null : [n, d];
}
