/** Puzzles of several tasks in one stream, each drawn as often as its weight says. */
import { createRng, streamSeed } from '../verifiers/logic/index.ts';
import { type Drawing, type PuzzleSample, type PuzzleSource, puzzle } from './puzzles.ts';

export interface MixturePart extends PuzzleSource {
  /** Relative; default 1. */
  readonly weight?: number | undefined;
}

export interface Mixture extends Drawing {
  readonly parts: readonly MixturePart[];
  readonly count: number;
}

/** Puzzles from index 0. @throws as `mixed` does. */
export function* mixture(stream: Mixture): Generator<PuzzleSample> {
  for (let index = 0; index < stream.count; index++) yield mixed(stream, stream, index);
}

/**
 * The entry of that index: it is the entry of the same index in its own task's stream.
 * @throws RangeError for weights that are no shares, and as `puzzles` does.
 */
export function mixed(
  { parts }: Pick<Mixture, 'parts'>,
  drawing: Drawing,
  index: number,
): PuzzleSample {
  const weights = parts.map(({ weight = 1 }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!weights.every((weight) => weight >= 0) || !(total > 0) || total === Infinity) {
    throw new RangeError(`Expected weights of at least 0, one above it, got ${weights.join(', ')}`);
  }
  let at = createRng(streamSeed('mixture', drawing.seed, index)).random() * total;
  const k = weights.findIndex((weight) => {
    at -= weight;
    return at < 0;
  });
  const part = parts[k] ?? parts.at(-1);
  if (!part) throw new RangeError('Expected a part, got none');
  return puzzle(part, drawing, index);
}
