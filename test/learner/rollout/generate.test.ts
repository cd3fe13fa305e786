/** Responses sampled together: each depends on its prompt and its seed alone. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openEngine } from '../../../src/learner/engines/index.ts';
import { pack } from '../../../src/learner/model/batch.ts';
import { initialTensors } from '../../../src/learner/model/initial.ts';
import { Model } from '../../../src/learner/model/model.ts';
import { choose } from '../../../src/learner/rollout/choose.ts';
import {
  type Completion,
  type GenerateOptions,
  generate,
  type Request,
} from '../../../src/learner/rollout/generate.ts';
import { characterTokenizer } from '../../../src/learner/tokenizer/characters.ts';
import { createRng } from '../../../verifiers/random.ts';
import { config } from '../model/config.ts';

const tokenizer = characterTokenizer('abcdefghij0123456789 =,.');
const eos = [tokenizer.eos as number];
const engine = await openEngine('wasm', { threads: 2 });
const shape = config({ vocab: tokenizer.size, hidden: 24, heads: 4, kvHeads: 2 });
const model = await Model.load(engine, shape, initialTensors(shape, 3, 0.4));
after(async () => {
  await model[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

const plain: GenerateOptions = {
  ...{ temperature: 1, topP: 1, topK: null, eos, stop: [], maxNewTokens: 20, slots: 7 },
};
const rng = createRng(11);
const requests: Request[] = Array.from({ length: 9 }, (_, i) => ({
  tokens: Array.from({ length: 1 + (i % 5) * 3 }, () => rng.randint(4, tokenizer.size - 1)),
  seeds: Array.from({ length: 1 + (i % 4) }, (_, k) => BigInt(1000 + 10 * i + k)),
}));

const bits = (completions: readonly Completion[][]) =>
  completions.map((group) =>
    group.map(({ tokens, logprobs, text, end }) => ({
      ...{ text, end, tokens: [...tokens], logprobs: [...logprobs] },
    })),
  );

describe('sampling together', () => {
  const ways: [string, Partial<GenerateOptions>][] = [
    ['greedy', { temperature: 0 }],
    ['at temperature 1', {}],
    ['at temperature 0.7, the nucleus of 0.8', { temperature: 0.7, topP: 0.8 }],
    ['the 5 likeliest', { topK: 5 }],
  ];
  for (const [name, way] of ways) {
    it(`gives each the same tokens and log-probs whatever is beside it: ${name}`, async () => {
      const options = { ...plain, ...way };
      const together = bits(await generate(model, tokenizer, requests, options));
      for (const slots of [1, 2, 64]) {
        const other = bits(await generate(model, tokenizer, requests, { ...options, slots }));
        assert.deepEqual(other, together, `${slots} slots`);
      }
      const [alone] = await generate(model, tokenizer, [requests[6] as Request], options);
      assert.deepEqual(bits([alone as Completion[]])[0], together[6]);
    });
  }

  it('tells the log-probs that the learner computes', async () => {
    const temperature = 0.8;
    for (const topP of [1, 0.7]) {
      const found = await generate(model, tokenizer, requests, { ...plain, temperature, topP });
      for (const [i, group] of found.entries()) {
        const prompt = requests[i]?.tokens ?? [];
        for (const { tokens, logprobs } of group) {
          const all = [...prompt, ...tokens];
          const scored = all.map((_, t) => t >= prompt.length);
          const want = await model.score(pack([{ tokens: all, scored }]), temperature);
          for (const [t, logprob] of logprobs.entries()) {
            const gap = Math.abs(logprob - (want.logprobs[t] as number));
            assert.ok(gap < 2e-5, `request ${i}, token ${t}: ${gap}`);
          }
        }
      }
    }
  });

  it('ends at an end token, at a stop string that lies across tokens, and where room ends', async () => {
    const free = await generate(model, tokenizer, requests, plain);
    const whole = free.flat().find(({ text }) => text.length >= 8) as Completion;
    const stop = [whole.text.slice(3, 6)];
    const found = (await generate(model, tokenizer, requests, { ...plain, stop })).flat();
    const cut = found[free.flat().indexOf(whole)] as Completion;
    assert.equal(cut.end, 'stop');
    assert.equal(cut.text, whole.text.slice(0, whole.text.indexOf(stop[0] as string) + 3));
    for (const { end, tokens, text } of found) {
      if (end === 'length') assert.equal(tokens.length, 20);
      assert.equal(end === 'eos', tokens.at(-1) === eos[0]);
      assert.equal(end === 'stop', text.endsWith(stop[0] as string));
    }
    assert.ok(found.some(({ end }) => end === 'length'));
  });

  it('tells of each response once, when it ends, not when all have', async () => {
    const order: string[] = [];
    const found = await generate(model, tokenizer, requests, {
      ...{ ...plain, slots: 3 },
      onEnd: (request, response) => void order.push(`${request}/${response}`),
    });
    const all = found.flatMap((group, i) => group.map((_, k) => `${i}/${k}`));
    assert.deepEqual(order.toSorted(), all.toSorted());
  });
});

describe('a draw of some of the tokens', () => {
  const logits = new Float32Array([0, 2, 1, 2, -1]);
  const drawn = (options: { topP?: number; topK?: number }) => {
    const all = { temperature: 1, topP: 1, topK: null, ...options };
    const tokens = Array.from({ length: 400 }, (_, i) => choose(logits, all, i / 400).token);
    return [...new Set(tokens)].toSorted();
  };
  const cases: [{ topP?: number; topK?: number }, number[]][] = [
    [{ topK: 1 }, [1]],
    [{ topK: 3 }, [1, 2, 3]],
    [{ topK: 99 }, [0, 1, 2, 3, 4]],
    [{ topP: 0.01 }, [1]],
    [{ topP: 0.7 }, [1, 3]],
    [{ topP: 0.9 }, [1, 2, 3]],
    // Of the three likeliest alone two are 84 %.
    [{ topP: 0.84, topK: 3 }, [1, 3]],
  ];
  for (const [options, tokens] of cases) {
    it(`${JSON.stringify(options)} draws of ${tokens}`, () => {
      assert.deepEqual(drawn(options), tokens);
    });
  }

  it('draws each as often as it is likely', () => {
    const options = { temperature: 1, topP: 1, topK: 2 };
    const ones = Array.from({ length: 1000 }, (_, i) => choose(logits, options, i / 1000));
    assert.equal(ones.filter(({ token }) => token === 1).length, 500);
    const total = [...logits].reduce((sum, logit) => sum + Math.exp(logit), 0);
    assert.ok(Math.abs((ones[0]?.logprob ?? 0) - (2 - Math.log(total))) < 1e-9);
  });
});
