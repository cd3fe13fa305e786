/** Convert a whole number from one base to another. */
import { z } from 'zod';
import { containsOracle, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_base: z.int().min(2).max(36).default(2),
    max_base: z.int().min(2).max(36).default(16),
    min_value: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    max_value: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1000),
  })
  .superRefine(ordered(['min_base', 'max_base'], ['min_value', 'max_value']))
  .refine((c) => c.min_base < c.max_base, 'Expected two bases or more to choose from');

const metadata = z.looseObject({
  decimal_value: z.int().min(0),
  target_base: z.int().min(2).max(36),
});

const prefixes: ReadonlyMap<number, string> = new Map([
  [2, '0b'],
  [8, '0o'],
  [16, '0x'],
]);

export const baseConversion = defineTask({
  name: 'base_conversion',
  category: 'algorithmic',
  summary: 'Convert a whole number from one base to another',
  answerFormat: 'the digits in the target base, letters a-z for digits above 9',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'base',
      fields: ['min_base', 'max_base'],
      levels: [2, 9, 18, 27, 36],
      interval: true,
    },
    {
      kind: 'range',
      name: 'value',
      fields: ['min_value', 'max_value'],
      levels: [1000, 10000, 100000, 1000000],
      interval: true,
    },
  ],

  generate(rng, c) {
    const value = rng.randint(c.min_value, c.max_value);
    const source = rng.randint(c.min_base, c.max_base);
    const others = c.max_base - c.min_base; // any base but the source
    const drawn = c.min_base + rng.below(others);
    const target = drawn < source ? drawn : drawn + 1;
    const [from, to] = [value.toString(source), value.toString(target)];
    const letters = target > 10 ? ' Write digits above nine as the lower-case letters a to z.' : '';
    return {
      question: `The number ${from} is written in base ${source}. Write the same number in base ${target}.${letters}`,
      answer: to,
      metadata: {
        decimal_value: value,
        source_base: source,
        target_base: target,
        source_repr: from,
        target_repr: to,
      },
      difficulty: { base: [c.min_base, c.max_base], value: [c.min_value, c.max_value] },
    };
  },

  /** Strict: any spelling of the right value in the target base, case and leading zeros aside. */
  score(answer, { entry, mode }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { target_base: base, decimal_value: value } = entry.metadata;
    let digits = unwrap(answer).toLowerCase();
    const prefix = prefixes.get(base);
    if (prefix && digits.startsWith(prefix)) digits = digits.slice(2);
    const canonical = digits.replace(/^0+(?=.)/, '');
    if (canonical === value.toString(base)) return right;
    const readable = digits !== '' && [...digits].every((d) => Number.parseInt(d, base) >= 0);
    return readable
      ? wrong(`Expected ${value} in base ${base}`)
      : malformed(`Expected digits of base ${base}`);
  },
});
