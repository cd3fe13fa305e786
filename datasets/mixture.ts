/**
 * Puzzles of several tasks in one stream, each drawn as often as its weight says, and the level of a
 * task that follows how often it is solved.
 */
import { createRng, streamSeed, taskByName } from '../verifiers/logic/index.ts';
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

export interface CurriculumOptions {
  readonly task: string;
  /** The level to begin with; default 0. */
  readonly level?: number;
  /** Mean reward of a window from which the level rises; default 0.8. */
  readonly raise?: number;
  /** Mean reward of a window below which it falls; default 0.2. */
  readonly lower?: number;
  /** Rewards looked at together; default 64. */
  readonly window?: number;
}

export interface Curriculum {
  readonly task: string;
  readonly level: number;
  /** Takes the reward of one answer at the present level; gives the level from here on. */
  report(reward: number): number;
}

/** A level that rises and falls with the mean reward. Unscorable answers are not to be reported. */
export function createCurriculum(options: CurriculumOptions): Curriculum {
  const { task, raise = 0.8, lower = 0.2, window = 64 } = options;
  const found = taskByName.get(task);
  if (!found) throw new RangeError(`Expected a task of the catalogue, got ${task}`);
  const top = Math.max(0, ...found.curriculum.map(({ levels }) => levels.length - 1));
  let level = Math.min(options.level ?? 0, top);
  let [sum, count] = [0, 0];
  return {
    task,
    get level() {
      return level;
    },
    report(reward) {
      if (!(reward >= 0 && reward <= 1)) {
        throw new RangeError(`Expected a reward from 0 to 1, got ${reward}`);
      }
      sum += reward;
      if (++count < window) return level;
      const mean = sum / count;
      [sum, count] = [0, 0];
      if (mean >= raise) level = Math.min(level + 1, top);
      else if (mean < lower) level = Math.max(level - 1, 0);
      return level;
    },
  };
}
