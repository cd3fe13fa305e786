/**
 * Text to token ids and back, from the files of a Hugging Face checkpoint. The heavy lifting is
 * @huggingface/tokenizers'; what is ours: chat templates, decoding of nothing and of ids that the
 * tokenizer does not have (a model's vocabulary is often larger), and decoding token by token.
 */

import { join } from 'node:path';
import { Tokenizer as Library } from '@huggingface/tokenizers';
import { fault } from '../checkpoint/fault.ts';
import { parseJsonText, readText } from '../checkpoint/text.ts';
import { type ChatMessage, type ChatOptions, chatTemplateOf, compileChat } from './chat.ts';
import { type TextStream, textStream } from './stream.ts';

export interface Tokenizer {
  /** One more than the largest id. */
  readonly size: number;
  readonly eos: number | null;
  readonly pad: number | null;
  /**
   * Special tokens that are written in the text become their ids. With `special`, those that the
   * tokenizer puts around a text of its own accord are added; a rendered chat has them already.
   */
  encode(text: string, options?: { readonly special?: boolean }): number[];
  decode(ids: readonly number[], options?: { readonly skipSpecial?: boolean }): string;
  /** Decodes a response as it grows, special tokens left out. */
  stream(): TextStream;
  /** The conversation as the model's own template writes it. */
  render(messages: readonly ChatMessage[], options?: ChatOptions): string;
  /** The files that make this tokenizer, by name. */
  readonly files: Readonly<Record<string, string>>;
}

export const tokenizerFiles = ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja'];

/** @throws AssayError `checkpoint_invalid` for files that are absent or of a kind there is none of. */
export async function readTokenizer(dir: string): Promise<Tokenizer> {
  const files: Record<string, string> = {};
  for (const name of tokenizerFiles) {
    const text = await readText(dir, name);
    if (text !== null) files[name] = text;
  }
  if (files['tokenizer.json'] === undefined) {
    throw fault(join(dir, 'tokenizer.json'), 'there', 'nothing');
  }
  return createTokenizer(files, dir);
}

/** @param origin how messages call where the files are from. */
export function createTokenizer(
  files: Readonly<Record<string, string>>,
  origin: string,
): Tokenizer {
  const parse = (name: string) => parseJsonText(files[name] ?? '{}', join(origin, name));
  const config = asObject(parse('tokenizer_config.json'), join(origin, 'tokenizer_config.json'));
  const library = open(asObject(parse('tokenizer.json'), origin), config, origin);
  let size = 0;
  for (const id of library.get_vocab().values()) size = Math.max(size, id + 1);
  const idOf = (name: 'eos_token' | 'pad_token') => {
    const token = contentOf(config[name]);
    return token === null ? null : (library.token_to_id(token) ?? null);
  };
  const template = chatTemplateOf(files['chat_template.jinja'], config.chat_template);
  const chat = template === null ? null : compileChat(template, config, origin);
  const decode: Tokenizer['decode'] = (tokens, { skipSpecial = false } = {}) => {
    // The library refuses an empty list, and takes an id of its own to stand for one it lacks.
    const known = tokens.filter((id) => library.id_to_token(id) !== undefined);
    return known.length === 0 ? '' : library.decode(known, { skip_special_tokens: skipSpecial });
  };
  return {
    size,
    eos: idOf('eos_token'),
    pad: idOf('pad_token'),
    files,
    encode: (text, { special = false } = {}) =>
      library.encode(text, { add_special_tokens: special }).ids,
    decode,
    stream: () => textStream((tokens) => decode(tokens, { skipSpecial: true })),
    render(messages, options) {
      if (chat) return chat(messages, options);
      throw fault(`the chat template of ${origin}`, 'given', 'nothing');
    },
  };
}

function open(json: object, config: object, origin: string): Library {
  try {
    return new Library(json, config);
  } catch (error) {
    const got = (error as Error).message;
    throw fault(join(origin, 'tokenizer.json'), 'a tokenizer of a known kind', got, error);
  }
}

/** A special token is written as its text or as an object with it. */
export function contentOf(token: unknown): string | null {
  if (typeof token === 'string') return token;
  const content = (token as { content?: unknown } | null | undefined)?.content;
  return typeof content === 'string' ? content : null;
}

function asObject(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw fault(field, 'an object', value === null ? 'null' : typeof value);
}
