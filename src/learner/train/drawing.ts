/** Prompts of a stream as the model reads them; those that are too long are passed over. */
import { AssayError } from '../../errors.ts';
import type { Prompt } from '../data/source.ts';
import type { PromptStream } from '../data/stream.ts';
import { type PromptFormat, promptIds } from '../data/text.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { Answered } from './sequences.ts';

export interface Drawn {
  readonly prompt: Prompt;
  readonly tokens: readonly number[];
}

/** Prompts in a row without one that can be used: then there is none to hope for. */
const patience = 10_000;

export function drawPrompts(
  stream: PromptStream,
  tokenizer: Tokenizer,
  count: number,
  { format, maxTokens }: { readonly format: PromptFormat; readonly maxTokens: number },
): Drawn[] {
  return draw(stream, count, `a prompt of 1 to ${maxTokens} tokens`, (prompt) => {
    const tokens = promptIds(tokenizer, prompt, format);
    return tokens.length > 0 && tokens.length <= maxTokens ? { prompt, tokens } : null;
  });
}

/** @param eos ends every demonstration; null: the model has no such token. */
export function drawDemonstrations(
  stream: PromptStream,
  tokenizer: Tokenizer,
  count: number,
  options: {
    readonly format: PromptFormat;
    readonly maxTokens: number;
    readonly eos: number | null;
  },
): Answered[] {
  const { format, maxTokens, eos } = options;
  return draw(
    stream,
    count,
    `a prompt with an answer, of at most ${maxTokens} tokens`,
    (prompt) => {
      if (prompt.answer === null) return null;
      const promptTokens = promptIds(tokenizer, prompt, format);
      const tokens = [...tokenizer.encode(prompt.answer), ...(eos === null ? [] : [eos])];
      const fits = promptTokens.length + tokens.length <= maxTokens;
      return promptTokens.length > 0 && tokens.length > 0 && fits ? { promptTokens, tokens } : null;
    },
  );
}

function draw<T>(
  stream: PromptStream,
  count: number,
  wanted: string,
  use: (prompt: Prompt) => T | null,
): T[] {
  const drawn: T[] = [];
  let passed = 0;
  while (drawn.length < count) {
    const used = use(stream.next());
    if (used !== null) {
      drawn.push(used);
      passed = 0;
    } else if (++passed >= patience) {
      throw new AssayError('config_invalid', `data: expected ${wanted}; got none in ${patience}`);
    }
  }
  return drawn;
}
