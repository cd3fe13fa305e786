/**
 * Chat templates: the Jinja text that a checkpoint brings, in tokenizer_config.json (one, or a list
 * by name) or in chat_template.jinja, which goes first as in transformers.
 */
import { Template } from '@huggingface/jinja';
import { fault } from '../checkpoint/fault.ts';

export interface ChatMessage {
  readonly role: string;
  readonly content: unknown;
}

export interface ChatOptions {
  /** Ends where the answer begins; default true. */
  readonly addGenerationPrompt?: boolean;
  /** Further variables of the template, such as `enable_thinking`. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

export type RenderChat = (messages: readonly ChatMessage[], options?: ChatOptions) => string;

/** Null when there is none. Of a list the one named `default` is taken. */
export function chatTemplateOf(file: string | undefined, configured: unknown): string | null {
  if (file !== undefined) return file;
  if (typeof configured === 'string') return configured;
  if (!Array.isArray(configured)) return null;
  const entries = configured as { name?: unknown; template?: unknown }[];
  const found = entries.find((entry) => entry?.name === 'default') ?? entries[0];
  return typeof found?.template === 'string' ? found.template : null;
}

/** @param config tokenizer_config.json: its special tokens are variables of the template. */
export function compileChat(
  text: string,
  config: Readonly<Record<string, unknown>>,
  origin: string,
): RenderChat {
  const field = `the chat template of ${origin}`;
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw fault(field, 'a template for these messages', (error as Error).message, error);
    }
  };
  const template = attempt(() => new Template(text));
  const special: Record<string, string> = {};
  for (const [key, value] of Object.entries(config)) {
    const content = typeof value === 'string' ? value : (value as { content?: unknown })?.content;
    if (key.endsWith('_token') && typeof content === 'string') special[key] = content;
  }
  return (messages, { addGenerationPrompt = true, variables = {} } = {}) =>
    attempt(() =>
      template.render({
        ...special,
        ...variables,
        messages,
        add_generation_prompt: addGenerationPrompt,
      }),
    );
}
