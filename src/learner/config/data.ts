/** Where prompts come from: puzzle streams and JSONL files, mixed by weight. */
import { z } from 'zod';
import { puzzleNames } from '../../../datasets/index.ts';

const share = z.number().min(0).max(1);

const source = {
  /** A task of the catalogue of puzzles. */
  puzzle: z.enum(puzzleNames as [string, ...string[]]).optional(),
  /** The task's own settings. */
  config: z.record(z.string(), z.unknown()).optional(),
  /** A level of the task's curriculum. */
  level: z.int().min(0).optional(),
  /** A JSONL file of samples without a response, beside the run's configuration. */
  file: z.string().min(1).optional(),
};

function oneOf(part: { readonly puzzle?: unknown; readonly file?: unknown }): boolean {
  return (part.puzzle === undefined) !== (part.file === undefined);
}

/** A file's rows are what they are. */
function puzzleOnly(
  part: { readonly file?: unknown } & Readonly<Record<string, unknown>>,
): boolean {
  const keys = ['config', 'level', 'curriculum'];
  return part.file === undefined || keys.every((key) => part[key] === undefined);
}
const puzzleOnlyText = { error: 'Expected to be without config, level and curriculum for a file' };
const oneOfText = { error: 'Expected to be either a puzzle or a file' };

export const MixPart = z
  .strictObject({
    ...source,
    /** How often it is drawn, beside the others. */
    weight: z.number().positive().default(1),
    /** The level follows how often the puzzle is solved, from `level` on. */
    curriculum: z
      .strictObject({
        raise: share.default(0.8),
        lower: share.default(0.2),
        window: z.int().min(1).default(64),
      })
      .optional(),
    /** Rows of the file in a new order each time it has been gone through. */
    shuffle: z.boolean().default(true),
  })
  .refine(oneOf, oneOfText)
  .refine(puzzleOnly, puzzleOnlyText);
export type MixPart = z.infer<typeof MixPart>;

export const Data = z.strictObject({
  mix: z.array(MixPart).min(1),
  seed: z.int().min(0).default(0),
  /** Puzzles of this split alone; evaluation takes the other, so that no question is in both. */
  split: z.enum(['train', 'test']).default('train'),
  /** A puzzle's prompt, with {question} and {answer_format}. */
  template: z.string().optional(),
  /** `chat`: through the tokenizer's chat template; `raw`: the text as it is. */
  format: z.enum(['chat', 'raw']).default('chat'),
  /** Text of a system message, for `chat`. */
  system: z.string().optional(),
});
export type Data = z.infer<typeof Data>;

export const EvaluationSet = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,64}$/),
    ...source,
    count: z.int().min(1).default(100),
    seed: z.int().min(0).default(0),
    split: z.enum(['train', 'test']).default('test'),
  })
  .refine(oneOf, oneOfText)
  .refine(puzzleOnly, puzzleOnlyText);
export type EvaluationSet = z.infer<typeof EvaluationSet>;
