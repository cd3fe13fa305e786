/**
 * A tokenizer of single characters, for models from scratch: written as a tokenizer.json (BPE
 * without merges), so that the saved model loads elsewhere; transformers 5.18 gives the same ids for
 * llama and qwen3 folders.
 */
import { fault } from '../checkpoint/fault.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';

/** Printable ASCII and the line feed. */
export const asciiCharacters = `\n${Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('')}`;

/** Ids 0 to 3. */
export const specialTokens = ['<pad>', '<eos>', '<unk>', '<bos>'] as const;

/** Every message's text and a line feed, after a start: enough for a model that learns one task. */
const template =
  "{{ bos_token }}{% for message in messages %}{{ message['content'] + '\\n' }}{% endfor %}";

/** @param characters each once; other characters become `<unk>`. */
export function characterTokenizer(characters: string = asciiCharacters): Tokenizer {
  const all = [...characters];
  const twice = all.find((character, at) => all.indexOf(character) !== at);
  if (twice !== undefined || all.length === 0) {
    throw fault('characters', 'one or more, each once', JSON.stringify(twice ?? ''));
  }
  const added = specialTokens.map((content, id) => ({
    ...{ id, content, single_word: false, lstrip: false, rstrip: false },
    ...{ normalized: false, special: true },
  }));
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Fuse' },
    model: {
      ...{ type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null },
      ...{ end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false },
      vocab: Object.fromEntries([...specialTokens, ...all].map((token, id) => [token, id])),
      merges: [],
    },
  };
  const config = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: '<bos>',
    eos_token: '<eos>',
    pad_token: '<pad>',
    unk_token: '<unk>',
    clean_up_tokenization_spaces: false,
    chat_template: template,
  };
  const files = {
    'tokenizer.json': `${JSON.stringify(json, null, 2)}\n`,
    'tokenizer_config.json': `${JSON.stringify(config, null, 2)}\n`,
  };
  return createTokenizer(files, 'the character tokenizer');
}
