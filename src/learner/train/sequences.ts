/** Prompts with their responses as a packed batch, of which the responses are scored. */
import { type Batch, pack } from '../model/batch.ts';
import type { Model } from '../model/model.ts';
import { microBatches } from './micro-batches.ts';

export interface Answered {
  readonly promptTokens: readonly number[];
  readonly tokens: ArrayLike<number>;
}

export function tokensOf({ promptTokens, tokens }: Answered): number {
  return promptTokens.length + tokens.length;
}

/** The scored tokens are those of the first response, then those of the second, and so on. */
export function packAnswered(answered: readonly Answered[]): Batch {
  return pack(
    answered.map(({ promptTokens, tokens }) => ({
      tokens: [...promptTokens, ...Array.from(tokens)],
      scored: Array.from(
        { length: promptTokens.length + tokens.length },
        (_, t) => t >= promptTokens.length,
      ),
    })),
  );
}

/** Each response's part of what has a value a scored token. */
export function* parts<T extends Answered>(
  answered: readonly T[],
  values: Float32Array,
): Generator<readonly [T, Float32Array, number]> {
  let at = 0;
  for (const one of answered) {
    yield [one, values.subarray(at, at + one.tokens.length), at];
    at += one.tokens.length;
  }
}

/** Log-probs of every response's tokens under a model. */
export async function scoreAnswered(
  model: Model,
  answered: readonly Answered[],
  temperature: number,
  maxTokens: number,
): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const some of microBatches(answered, tokensOf, maxTokens)) {
    const { logprobs } = await model.score(packAnswered(some), temperature);
    for (const [, part] of parts(some, logprobs)) found.push(part);
  }
  return found;
}
