/** Word problems of a few steps, with names and numbers drawn anew. */
import { z } from 'zod';
import { equal } from '../../../rational.ts';
import { word } from '../../../text/python.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { pyFloat } from '../../python/number.ts';
import { stories } from '../../stories/index.ts';
import { createDraw } from '../../stories/story.ts';
import { defineTask, perEntry } from '../../task.ts';
import { parseQuantity } from '../../text/quantity.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z.strictObject({
  /** The reference takes no other value. */
  difficulty: z.number().min(1).max(1).default(1),
});

const metadata = z.looseObject({
  /** What the answer counts; the reference does not say. */
  unit: z.string().max(40).optional(),
});

/** \b-?\d+(\.\d+)?\b in Python: a minus counts only behind a letter or digit. */
const firstNumber = new RegExp(
  `(?:(?<=[${word}])-|(?<![${word}]))\\p{Nd}+(?:\\.\\p{Nd}+)?(?![${word}])`,
  'u',
);

const expectedOf = perEntry(({ answer }: { readonly answer: string | null }) =>
  parseQuantity(answer ?? ''),
);

export const gsmSymbolic = defineTask({
  name: 'gsm_symbolic',
  category: 'arithmetic',
  summary: 'Solve a word problem of a few steps',
  answerFormat: 'one number, without a unit',
  config,
  metadata,
  curriculum: [],

  generate(rng, c) {
    const draw = createDraw(rng);
    const { text, value, steps, unit } = rng.choice(stories)(draw);
    return {
      question: `${text} Answer with the number alone.`,
      answer: String(value),
      metadata: {
        answer_value: value,
        answer_cot: `${steps.join('\n')}\n#### ${value}`,
        variables: draw.variables,
        unit,
      },
      difficulty: { difficulty: c.difficulty },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') {
      const found = firstNumber.exec(answer)?.[0];
      if (found === undefined) return graded(0);
      return graded(pyFloat(found) === pyFloat(oracle) ? 1 : 0.01);
    }
    const expected = expectedOf(entry);
    if (!expected) return faultyEntry('Expected a number as the answer');
    const given = parseQuantity(bare(answer, entry.metadata.unit));
    if (!given) return malformed('Expected one number');
    return equal(given.value, expected.value) ? right : wrong('Expected another number');
  },
});

/** Without a currency sign before the number or the unit behind it. */
function bare(answer: string, unit: string | undefined): string {
  const text = unwrap(answer).replace(/^\\?[$€£] ?(?=[\d.])/, '');
  const suffix = unit && ` ${unit}`;
  return suffix && text.toLowerCase().endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}
