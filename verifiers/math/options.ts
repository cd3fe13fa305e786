/** The reference and the switches of the math verifier. Every convention is named and has a default. */
import { z } from 'zod';

const answer = z
  .union([z.string(), z.number().transform(String)])
  .refine((s) => s.trim() !== '', 'Expected a non-empty answer');

export const MathReference = z
  .object({ answer: answer.optional(), answers: z.array(answer).min(1).optional() })
  .refine((r) => (r.answer === undefined) !== (r.answers === undefined), {
    message: 'Expected either `answer` (a string) or `answers` (strings, any is right)',
  });
export type MathReference = z.infer<typeof MathReference>;

export const MathOptions = z.object({
  /** `text`: extract the final answer from the response; `answer`: the response is the answer. */
  form: z.enum(['text', 'answer']).default('text'),
  referenceForm: z.enum(['answer', 'text']).default('answer'),
  /** 25 for a reference of 25 %, and 25 % for 25. */
  bare_percent: z.boolean().default(true),
  /** A unit may be missing on either side: 5 cm for 5, 72 for 72°. */
  bare_unit: z.boolean().default(true),
  /**
   * `six`: a decimal with six places or more that rounds or cuts off the exact reference, and an
   * exact form that rounds to a decimal reference of three digits or more; `none`: exact only.
   */
  rounding: z.enum(['six', 'none']).default('six'),
  /** Numbers that agree when both are rounded to so many decimals are the same. */
  decimals: z.number().int().min(0).max(30).optional(),
  /** A bare list may stand for a tuple in the same order: 3, -4 for (3, -4). */
  bare_tuple: z.boolean().default(true),
  /** An inequality may stand for the interval it describes, and the other way about. */
  inequality_interval: z.boolean().default(true),
  /** 3:4 may stand for 3/4. */
  ratio_fraction: z.boolean().default(true),
});
export type MathOptions = z.infer<typeof MathOptions>;
