/**
 * The reference and the switches of the math verifier. What reasonable graders disagree about is a
 * named switch; a preset is a value for each, and a switch that is given overrides its preset. Levels
 * are written from the narrowest to the widest; `true` and `false` stand for the widest and `off`.
 */
import { z } from 'zod';
import { type Source, sources } from '../extract/answer.ts';
import { type Conventions, type Preset, presetNames, profiles } from './presets.ts';

const answer = z
  .union([z.string(), z.number().transform(String)])
  .refine((s) => s.trim() !== '', 'Expected a non-empty answer');

export const MathReference = z
  .object({ answer: answer.optional(), answers: z.array(answer).min(1).optional() })
  .refine((r) => (r.answer === undefined) !== (r.answers === undefined), {
    message: 'Expected either `answer` (a string) or `answers` (strings, any is right)',
  });
export type MathReference = z.infer<typeof MathReference>;

const levels = <const T extends readonly ['off', ...string[]]>(names: T) =>
  z
    .union([
      z.enum(names),
      z.boolean().transform((on): T[number] => names[on ? names.length - 1 : 0] ?? 'off'),
    ])
    .optional();
const toggle = () => z.boolean().optional();
const least = () => z.union([z.literal('off'), z.int().min(1).max(30)]).optional();

/** Every switch with one sentence and an example: `reference | response` where both matter. */
const switches = {
  bare_percent: levels(['off', 'reference', 'both']).describe(
    'A percent sign may be missing: 25% | 25 (`reference`), and also 25 | 25% (`both`).',
  ),
  bare_unit: levels(['off', 'missing', 'ignored']).describe(
    'A unit may be missing on either side: 5 cm | 5, 72° | 72 (`missing`), or differ: 5 cm | 5 kg (`ignored`).',
  ),
  rounded_reference: least().describe(
    'A decimal reference of so many digits or more accepts an exact or longer value that rounds to it: 33.3 | 100/3 at 3, 0.29 | 0.290243 at 2.',
  ),
  rounded_response: least().describe(
    'A decimal response of so many places or more may round or cut off an exact reference: 1/3 | 0.333333 at 6, 8/3 | 2.6667 at 4.',
  ),
  rounding: z
    .enum(['six', 'none'])
    .optional()
    .describe(
      'Shorthand: `none` turns rounded_reference and rounded_response off; `six` is 3 and 6.',
    ),
  decimals: z
    .union([z.literal('off'), z.int().min(0).max(30)])
    .optional()
    .describe(
      'Values of which one is written as a decimal are the same when they agree rounded to so many places: 0.5 | 0.4999999 at 6.',
    ),
  set_tuple: levels(['off', 'in_order', 'any_order']).describe(
    'A set may stand for a tuple and the other way about: (1, 2) | {1, 2} (`in_order`), (1, 2) | {2, 1} (`any_order`).',
  ),
  bare_tuple: toggle().describe(
    'A bare list may stand for a tuple in the same order: (3, -4) | 3, -4.',
  ),
  bare_set: toggle().describe('Braces may be missing: {1, 2} | 1, 2 and {5} | 5.'),
  vector_tuple: toggle().describe(
    'A row or column may stand for a tuple: (3, -4) | \\begin{pmatrix}3\\\\-4\\end{pmatrix}.',
  ),
  list_order: z
    .enum(['same', 'any'])
    .optional()
    .describe('Whether a bare list may come in any order: 4, 10, -2 | 10, 4, -2.'),
  repeats: z
    .enum(['count', 'spare', 'ignore'])
    .optional()
    .describe(
      'Repeats in a list or set count, may be dropped: 42 | 42, 42 (`spare`), or may be any: 1, 1, 2 | 1, 2, 2 (`ignore`).',
    ),
  inequality_interval: levels(['off', 'reference', 'both']).describe(
    'An interval may answer an inequality: x < 3 | (-∞, 3) (`reference`), and an inequality an interval: (-∞, 3) | x < 3 (`both`).',
  ),
  ratio_fraction: toggle().describe('A ratio may stand for a fraction: 3/4 | 3:4.'),
  assignment: toggle().describe(
    'A name may stand before the value, or be missing: 5 | x = 5 and x = 5 | 5.',
  ),
  base_value: toggle().describe('The value may stand for a numeral in another base: 101_2 | 5.'),
  decimal_comma: toggle().describe('A comma may be a decimal point: 0.5 | 0,5.'),
  log_base: z
    .enum(['ten', 'natural', 'either'])
    .optional()
    .describe(
      'The base of a log without one: ln 6 | log 2 + log 3 holds for `natural` and `either`.',
    ),
  imaginary: z
    .enum(['i', 'i or j'])
    .optional()
    .describe('Whether j is the imaginary unit where the other side has i: 2+3i | 2+3j.'),
  code_syntax: toggle().describe(
    'The response may be written as code: x^2 | x**2, \\sqrt{2} | sqrt(2).',
  ),
  loose_words: toggle().describe(
    'Words are compared without case, articles, punctuation and spacing: east | The East.',
  ),
  phrases: toggle().describe(
    'Phrases may stand for mathematics: 42 | forty-two, \\emptyset | no solution.',
  ),
  choice_label: toggle().describe(
    'A choice may come with its value, and a value with its letter: B | (B) 12, 12 | (B) 12.',
  ),
  choice_order: toggle().describe(
    'Several multiple-choice letters may come in any order: ABD | BAD.',
  ),
  symbol_names: z
    .enum(['same', 'any'])
    .optional()
    .describe('Whether letters must be the same: f(x) | f(y), 2x | 2t (`any`).'),
  boxes: z
    .enum(['last', 'joined', 'all'])
    .optional()
    .describe(
      'Which boxes are the answer: the last, the last joined with those it is listed with: {1, 2} | \\boxed{1} and \\boxed{2} (`joined`), or all of the response.',
    ),
  think: z
    .enum(['strip', 'keep'])
    .optional()
    .describe(
      'Whether an answer inside <think> alone counts: 42 | <think>\\boxed{42}</think> (`keep`).',
    ),
  last_number: toggle().describe(
    'The last number of prose is its answer when nothing better is found: 42 | We get 42 apples in total.',
  ),
  latex_comments: toggle().describe(
    'From a % that is no percent sign to the end of the line is not read: 42 | \\boxed{42} % \\boxed{41}.',
  ),
} as const;

export const MathOptions = z
  .object({
    form: z
      .enum(['text', 'answer'])
      .default('text')
      .describe(
        '`text`: extract the final answer from the response; `answer`: the response is the answer.',
      ),
    referenceForm: z
      .enum(['answer', 'text'])
      .default('answer')
      .describe('The same for the reference.'),
    preset: z
      .enum(presetNames)
      .default('default')
      .describe(
        'The conventions of `default`, of Math-Verify, of either of the two (`paper`), or none (`strict`).',
      ),
    sources: z
      .array(z.enum(sources))
      .min(1)
      .optional()
      .describe(
        'Where the final answer is looked for, in this order; default: all. Formulas alone, as Math-Verify with its LaTeX target: box, phrase, math.',
      ),
    explain: z.boolean().default(false).describe('Whether parts tell how both sides were read.'),
    ...switches,
  })
  .transform(
    ({ form, referenceForm, sources, explain, preset, rounding, ...given }): MathOptions => ({
      form,
      referenceForm,
      sources,
      explain,
      profiles: profilesOf(
        preset,
        rounding === undefined ? given : { ...rounded[rounding], ...given },
      ),
    }),
  );

export interface MathOptions {
  readonly form: 'text' | 'answer';
  readonly referenceForm: 'answer' | 'text';
  readonly sources?: readonly Source[] | undefined;
  readonly explain: boolean;
  /** Right is what one of them says is right. */
  readonly profiles: readonly Conventions[];
}

const rounded = {
  none: { rounded_reference: 'off', rounded_response: 'off' },
  six: { rounded_reference: 3, rounded_response: 6 },
} as const;

type Given = { readonly [K in keyof Conventions]?: Conventions[K] | undefined };

/** The profiles of a preset, the switches that are given in each. */
function profilesOf(preset: Preset, given: Given): readonly Conventions[] {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const own = profiles[preset];
  if (named.length === 0) return own;
  const changes: Partial<Conventions> = Object.fromEntries(named);
  return own.map((profile) => ({ ...profile, ...changes }));
}
