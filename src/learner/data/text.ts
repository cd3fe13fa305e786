/** From a prompt to the text that the model reads, and the ids of it. */
import type { Data } from '../config/data.ts';
import type { ChatMessage } from '../tokenizer/chat.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { Prompt } from './source.ts';

export type PromptFormat = Pick<Data, 'format' | 'system'>;

export function promptIds(tokenizer: Tokenizer, prompt: Prompt, format: PromptFormat): number[] {
  const raw = format.format === 'raw' && typeof prompt.prompt === 'string';
  if (raw) return tokenizer.encode(prompt.prompt as string, { special: true });
  return tokenizer.encode(tokenizer.render(messagesOf(prompt.prompt, format.system)));
}

function messagesOf(prompt: unknown, system: string | undefined): ChatMessage[] {
  const messages =
    typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : (prompt as ChatMessage[]);
  const has = messages[0]?.role === 'system';
  return system === undefined || has
    ? messages
    : [{ role: 'system', content: system }, ...messages];
}
