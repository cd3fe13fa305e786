/** Tokenizers against the vectors of the original library, and token by token. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { characterTokenizer } from '../../../src/learner/tokenizer/characters.ts';
import { createTokenizer, readTokenizer } from '../../../src/learner/tokenizer/tokenizer.ts';
import { dataRoot, missing, report } from '../../support/data.ts';

interface Vectors {
  readonly special_ids: Readonly<Record<string, number>>;
  readonly tokenizer_size: number;
  readonly strings: readonly {
    readonly text: string;
    readonly ids: number[];
    readonly decoded: string;
    readonly decoded_skip_special: string;
  }[];
  readonly partial_decode: readonly { readonly ids: number[]; readonly decoded: string }[];
  readonly chat: readonly {
    readonly messages: { role: string; content: string }[];
    readonly add_generation_prompt: boolean;
    readonly rendered: string;
    readonly ids: number[];
  }[];
}

for (const name of ['llama-tiny', 'qwen2-tiny', 'qwen2-tiny-bf16']) {
  const at = `learner/hf/${name}`;
  describe(`the tokenizer of ${name}`, { skip: missing(at) }, () => {
    const open = () => readTokenizer(join(dataRoot, at));
    const vectors = () =>
      JSON.parse(readFileSync(join(dataRoot, at, 'tokenizer_vectors.json'), 'utf8')) as Vectors;

    it('encodes and decodes every string as the original', async () => {
      const [tokenizer, { strings, tokenizer_size: size, special_ids: special }] = [
        await open(),
        vectors(),
      ];
      for (const { text, ids, decoded, decoded_skip_special: skipped } of strings) {
        assert.deepEqual(tokenizer.encode(text), ids, text);
        assert.equal(tokenizer.decode(ids), decoded);
        assert.equal(tokenizer.decode(ids, { skipSpecial: true }), skipped);
      }
      assert.equal(tokenizer.size, size);
      assert.equal(tokenizer.eos, special['<|im_end|>']);
      assert.equal(tokenizer.pad, special['<|endoftext|>']);
      report(`${at}/tokenizer_vectors.json`, strings.length, strings.length, 'strings');
    });

    it('decodes ids cut inside a character, at once and one by one', async () => {
      const tokenizer = await open();
      for (const { ids, decoded } of vectors().partial_decode) {
        assert.equal(tokenizer.decode(ids), decoded);
        const stream = tokenizer.stream();
        const pieces = ids.map((id) => stream.push(id));
        assert.ok(!pieces.join('').includes('\ufffd'), 'nothing unfinished is given');
        assert.equal(pieces.join('') + stream.end(), decoded);
      }
    });

    it('renders every chat as the original', async () => {
      const tokenizer = await open();
      for (const { messages, add_generation_prompt, rendered, ids } of vectors().chat) {
        const options = { addGenerationPrompt: add_generation_prompt };
        assert.equal(tokenizer.render(messages, options), rendered);
        assert.deepEqual(tokenizer.encode(rendered), ids);
      }
    });

    it('streams what it decodes, for any ids, those it does not have included', async () => {
      const tokenizer = await open();
      assert.equal(tokenizer.decode([tokenizer.size + 3, -1]), '');
      fc.assert(
        fc.property(fc.array(fc.nat(tokenizer.size + 2), { maxLength: 60 }), (ids) => {
          const stream = tokenizer.stream();
          const text = ids.map((id) => stream.push(id)).join('') + stream.end();
          assert.equal(text, tokenizer.decode(ids, { skipSpecial: true }));
        }),
      );
    });
  });
}

describe('the tokenizer of characters', () => {
  it('gives back any text of its characters, one id each', () => {
    const tokenizer = characterTokenizer();
    assert.equal(tokenizer.size, 100);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abz 09\n~+=') }), (text) => {
        const ids = tokenizer.encode(text);
        assert.equal(ids.length, text.length);
        assert.equal(tokenizer.decode(ids), text);
      }),
    );
  });

  it('has special tokens, a template and a place for what it does not know', () => {
    const tokenizer = characterTokenizer('01+=🙂');
    assert.deepEqual([tokenizer.pad, tokenizer.eos, tokenizer.size], [0, 1, 9]);
    assert.deepEqual(tokenizer.encode('1+é🙂<eos>'), [5, 6, 2, 8, 1]);
    assert.equal(tokenizer.decode([5, 1], { skipSpecial: true }), '1');
    assert.equal(tokenizer.render([{ role: 'user', content: '1+1=' }]), '<bos>1+1=\n');
    assert.throws(() => characterTokenizer('aba'), /each once, got "a"/);
    assert.throws(() => characterTokenizer(''), /each once/);
  });

  it('is made again from its files', () => {
    const made = characterTokenizer('abc');
    const again = createTokenizer(made.files, 'saved');
    assert.deepEqual(again.encode('cab<bos>'), made.encode('cab<bos>'));
  });
});

describe('chat templates', () => {
  const files = characterTokenizer('ab').files;
  const withConfig = (extra: object, file?: string) => {
    const config = { ...JSON.parse(files['tokenizer_config.json'] ?? ''), ...extra };
    return createTokenizer(
      {
        ...files,
        'tokenizer_config.json': JSON.stringify(config),
        ...(file !== undefined && { 'chat_template.jinja': file }),
      },
      'made',
    );
  };
  const render = (tokenizer: ReturnType<typeof withConfig>) =>
    tokenizer.render([{ role: 'user', content: 'a' }], { variables: { think: 'b' } });

  it('come as a text, as a list and as a file of their own, which goes first', () => {
    const list = [
      { name: 'tool_use', template: 'tools' },
      { name: 'default', template: '{{ eos_token }}{{ think }}' },
    ];
    assert.equal(render(withConfig({ chat_template: list })), '<eos>b');
    assert.equal(render(withConfig({ chat_template: list }, '{{ messages[0].role }}')), 'user');
    const object = { eos_token: { content: '<pad>' }, chat_template: '{{ eos_token }}' };
    assert.equal(render(withConfig(object)), '<pad>');
    assert.equal(withConfig(object).eos, 0);
  });

  it('that are absent, broken or refuse the messages are errors', () => {
    assert.throws(() => render(withConfig({ chat_template: null })), /chat template .* be given/);
    assert.throws(() => withConfig({ chat_template: '{% for %}' }), { code: 'checkpoint_invalid' });
    const refusing = withConfig({ chat_template: "{{ raise_exception('no system role') }}" });
    assert.throws(() => render(refusing), /no system role/);
  });
});

describe('tokenizer files', () => {
  it('that are absent or of another kind are refused', async () => {
    await assert.rejects(readTokenizer('/nonexistent'), /tokenizer.json to be there/);
    const of = (text: string) => () => createTokenizer({ 'tokenizer.json': text }, 'made');
    for (const text of ['{', '[]', '{}', '{"model":{"type":"Other"}}']) {
      assert.throws(of(text), { code: 'checkpoint_invalid' });
    }
  });
});
