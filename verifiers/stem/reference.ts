/** What a STEM answer is judged against: the schemas of `reference` and `options`. */
import { z } from 'zod';

export const stemKinds = ['quantity', 'mcq', 'chemistry', 'expression', 'short_text'] as const;
export type StemKind = (typeof stemKinds)[number];

const positive = z.number().finite().nonnegative();
const Tolerance = z.object({ rel: positive.optional(), abs: positive.optional() });

export const StemReference = z.object({
  /** The right answer: text, or a number or truth value, which is read as its text. */
  answer: z
    .union([z.string(), z.number(), z.boolean()])
    .transform((answer) => String(answer))
    .refine((answer) => answer.trim() !== '', 'Expected an answer, got an empty one')
    .refine((answer) => answer.length <= 20_000, 'Expected at most 20000 characters'),
  /** How to judge; decided from the answer when absent (kind.ts). */
  kind: z.enum(stemKinds).optional(),
  /** The unit of a bare number in `answer`. Empty means none. */
  unit: z.string().max(500).optional(),
  /** A number is right when either holds. `abs` is in the unit of the reference. */
  tolerance: Tolerance.optional(),
  /** Multiple choice: the text behind each letter. */
  choices: z.record(z.string(), z.string()).optional(),
});
export type StemReference = z.infer<typeof StemReference>;

export const StemOptions = z.object({
  /** `text`: find the final answer in the response. `answer`: the response is the bare answer. */
  form: z.enum(['text', 'answer']).default('text'),
  /** `lenient`: a number without its unit is taken in the unit of the reference. */
  unit: z.enum(['lenient', 'strict']).default('lenient'),
  /** For references that name none. `scibench`: 5 %, as that benchmark grades. */
  tolerance: z
    .union([z.literal('scibench').transform(() => ({ rel: 0.05 })), Tolerance])
    .optional(),
});
export type StemOptions = z.infer<typeof StemOptions>;
