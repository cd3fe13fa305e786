/**
 * Responses to many prompts, sampled together with a cache of keys and values.
 *
 * Theory of operation. The cache has slots; every step all slots that hold a response take a token,
 * and a slot whose response has ended takes the next one that waits, so none idles while there is
 * work. A prompt is computed once for those of its responses that begin together. Each response
 * draws from a random source of its own, and every row is computed alike whatever rows are beside
 * it, so a response depends on its prompt and its seed alone.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { createRng, type Rng } from '../../../verifiers/random.ts';
import { Decoder, type Drawn } from '../model/decoder.ts';
import type { Model } from '../model/model.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { type Choice, choose, restricted } from './choose.ts';
import { type End, type Ending, type Endings, watchEnding } from './ending.ts';

export interface Request {
  readonly tokens: readonly number[];
  /** One a response. */
  readonly seeds: readonly bigint[];
}

export interface Completion {
  /** With the end token, where there is one: it is learned too. */
  readonly tokens: Int32Array;
  /** Of each token as it was drawn, at the temperature, over the whole vocabulary. */
  readonly logprobs: Float32Array;
  readonly text: string;
  readonly end: End;
}

export interface GenerateOptions extends Choice, Endings {
  readonly maxNewTokens: number;
  /** Responses that grow together. */
  readonly slots: number;
  readonly signal?: AbortSignal | undefined;
  /** Called the moment a response has ended. */
  readonly onEnd?: (request: number, response: number, completion: Completion) => void;
}

interface Waiting {
  readonly request: number;
  readonly response: number;
}

interface Growing extends Waiting {
  readonly slot: number;
  readonly rng: Rng;
  readonly ending: Ending;
  readonly tokens: number[];
  readonly logprobs: number[];
}

/** Of each request the completions in the order of its seeds. */
export async function generate(
  model: Model,
  tokenizer: Tokenizer,
  requests: readonly Request[],
  options: GenerateOptions,
): Promise<Completion[][]> {
  const waiting: Waiting[] = requests.flatMap(({ seeds }, request) =>
    seeds.map((_, response) => ({ request, response })),
  );
  const done = requests.map(({ seeds }) => new Array<Completion>(seeds.length));
  const slots = Math.min(options.slots, waiting.length);
  if (slots === 0) return done;
  const longest = requests.reduce((most, { tokens }) => Math.max(most, tokens.length), 0);
  await using decoder = new Decoder(model, slots, longest + options.maxNewTokens);
  const free = Array.from({ length: slots }, (_, slot) => slot);
  let growing: Growing[] = [];
  let next = 0;

  /** Gives each row its drawn token; those that have ended leave. */
  const grow = ({ tokens, logprobs }: Drawn, rows: readonly Growing[]): Growing[] =>
    rows.filter((row, i) => {
      const token = tokens[i] as number;
      row.tokens.push(token);
      row.logprobs.push(logprobs[i] as number);
      const full = row.tokens.length >= options.maxNewTokens;
      const end = row.ending.push(token) ?? (full ? 'length' : null);
      if (end === null) return true;
      const completion = finish(row, end);
      (done[row.request] as Completion[])[row.response] = completion;
      free.push(row.slot);
      options.onEnd?.(row.request, row.response, completion);
      return false;
    });

  while (next < waiting.length || growing.length > 0) {
    options.signal?.throwIfAborted();
    if (growing.length > 0) {
      const last = Int32Array.from(growing, ({ tokens }) => tokens.at(-1) as number);
      decoder.step(
        growing.map(({ slot }) => slot),
        last,
      );
      growing = grow(await draw(decoder, growing, options), growing);
    }
    // Begun in lots: a prompt's pass costs the same work for each, and less around it.
    const lot = growing.length === 0 || free.length * 8 >= slots;
    if (lot && next < waiting.length) {
      const begun = waiting.slice(next, next + free.length).map((one): Growing => {
        const seed = requests[one.request]?.seeds[one.response] as bigint;
        const rng = createRng(seed);
        const ending = watchEnding(tokenizer, options);
        return { ...one, rng, ending, slot: free.pop() as number, tokens: [], logprobs: [] };
      });
      next += begun.length;
      decoder.prefill(promptsOf(begun, requests));
      growing.push(...grow(await draw(decoder, begun, options), begun));
    }
    // What was told of ended responses goes on its way beside the next step. Each step gives way: a
    // request takes several turns to leave, and no other response may end for long.
    await breathe();
  }
  return done;
}

/** Responses to one prompt that begin together share its pass. */
function promptsOf(begun: readonly Growing[], requests: readonly Request[]) {
  const prompts: { readonly tokens: readonly number[]; readonly slots: number[] }[] = [];
  let last = -1;
  for (const { request, slot } of begun) {
    if (request === last) prompts.at(-1)?.slots.push(slot);
    else prompts.push({ tokens: requests[request]?.tokens ?? [], slots: [slot] });
    last = request;
  }
  return prompts;
}

async function draw(
  decoder: Decoder,
  rows: readonly Growing[],
  options: GenerateOptions,
): Promise<Drawn> {
  // 24 bits: a float32 that is never rounded to 1.
  const uniform = Float32Array.from(rows, ({ rng }) => rng.getrandbits(24) / 2 ** 24);
  if (!restricted(options)) return decoder.sample(uniform, options.temperature);
  const logits = await decoder.logits();
  const vocab = logits.length / rows.length;
  const drawn = { tokens: new Int32Array(rows.length), logprobs: new Float32Array(rows.length) };
  for (const i of rows.keys()) {
    const row = logits.subarray(i * vocab, (i + 1) * vocab);
    const { token, logprob } = choose(row, options, uniform[i] as number);
    drawn.tokens[i] = token;
    drawn.logprobs[i] = logprob;
  }
  return drawn;
}

function finish({ tokens, logprobs, ending }: Growing, end: End): Completion {
  return {
    tokens: Int32Array.from(tokens),
    logprobs: Float32Array.from(logprobs),
    text: ending.text(),
    end,
  };
}
