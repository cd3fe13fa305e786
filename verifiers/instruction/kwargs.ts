/** The kinds of kwargs that instructions share. Messages say what was expected. */
import { z } from 'zod';
import {
  createPattern,
  maxPatternLength,
  type Pattern,
  type PatternOptions,
} from '../text/pattern/pattern.ts';
import { PatternError } from '../text/pattern/syntax.ts';
import { strip } from '../text/python.ts';

/** An instruction without kwargs. */
export const none = z.strictObject({});

/** A whole number; data sets write some as 5.0. */
export const count = z.number().int().min(0).max(1_000_000);
export const positive = count.min(1);

/** A piece of text that must be found; capped so that a search stays cheap. */
export const phrase = z.string().min(1).max(100_000);

/** A word, the blanks around it dropped. */
export const oneWord = phrase
  .transform((text) => strip(text))
  .refine((word) => word !== '', 'expected a word');

/** A word, or a list whose first item is the word: some published rows write it so. */
export const listedWord = z
  .union([phrase, z.array(phrase).min(1)])
  .transform((given) => strip(typeof given === 'string' ? given : (given[0] as string)))
  .refine((word) => word !== '', 'expected a word');

export const relation = z.enum(['less than', 'at least']);
export type Relation = z.infer<typeof relation>;

/** `less than` is <, `at least` is >=. */
export function holds(found: number, asked: Relation, threshold: number): boolean {
  return asked === 'less than' ? found < threshold : found >= threshold;
}

/** A pattern in Python's regular-expression syntax. `wrap` puts it into a larger one. */
export function pattern(
  options: PatternOptions = {},
  wrap: (source: string) => string = (source) => source,
): z.ZodType<Pattern, string> {
  return z
    .string()
    .min(1)
    .max(maxPatternLength)
    .transform((source, context) => {
      try {
        return createPattern(wrap(source), options);
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        const message = `expected a pattern that runs in linear time, got ${error.message}`;
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
    });
}

/** Shows a piece of the response in a reason: quoted, one line, short. */
export function quote(text: string): string {
  const characters = Array.from(text.slice(0, 200));
  const short = characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : text;
  return JSON.stringify(short);
}

/** `1 word`, `2 words`. */
export function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
