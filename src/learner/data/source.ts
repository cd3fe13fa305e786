/** One part of the mix: the i-th prompt of a puzzle's stream or of a file's rows, for any i. */
import { resolve } from 'node:path';
import { puzzle } from '../../../datasets/puzzles.ts';
import { createRng, streamSeed } from '../../../verifiers/random.ts';
import { AssayError } from '../../errors.ts';
import { told } from '../../explain.ts';
import type { Data, MixPart } from '../config/data.ts';
import { readPrompts } from './rows.ts';

export interface Prompt {
  /** Which part of the mix it is from. */
  readonly source: string;
  readonly id: string;
  /** Text, or messages. */
  readonly prompt: unknown;
  /** A response put into it makes it a sample to be judged. */
  readonly sample: Readonly<Record<string, unknown>>;
  /** What a demonstration would answer; null where nobody knows. */
  readonly answer: string | null;
}

export interface Source {
  /** Stays the same when the mix changes around it. */
  readonly key: string;
  at(index: number, level: number): Prompt;
}

type Place = Pick<MixPart, 'puzzle' | 'config' | 'level' | 'file'> & { readonly shuffle: boolean };

export interface SourceOptions {
  readonly drawing: Pick<Data, 'seed' | 'split' | 'template'>;
  /** Folder that file names are relative to. */
  readonly base: string;
  readonly kind: 'judged' | 'answered';
}

export async function openSource(part: Place, options: SourceOptions): Promise<Source> {
  const { drawing, base, kind } = options;
  if (part.puzzle !== undefined) {
    const source = puzzleSource(part.puzzle, part.config, drawing);
    tryOnce(source, part.level ?? -1);
    return source;
  }
  const rows = await readPrompts(resolve(base, part.file ?? ''), kind);
  const key = `file ${part.file}`;
  const order = orderOf(rows.length, part.shuffle, key, drawing.seed);
  return {
    key,
    at(index) {
      const row = rows[order(index)];
      if (!row) throw new RangeError(`Expected a row of ${key}, got index ${index}`);
      const { id, prompt, sample } = row;
      const { response = null } = sample as { response?: string };
      return { source: key, id: `${id}`, prompt, sample, answer: response };
    },
  };
}

/** A config or level that the task does not have is refused before anything runs. */
function tryOnce(source: Source, level: number): void {
  try {
    source.at(0, level);
  } catch (error) {
    const said = told(error, undefined, 'config');
    throw new AssayError('config_invalid', `${source.key}: ${said}`, { cause: error });
  }
}

function puzzleSource(
  task: string,
  config: Readonly<Record<string, unknown>> | undefined,
  { seed, split, template }: SourceOptions['drawing'],
): Source {
  const key = config ? `puzzle ${task} ${JSON.stringify(config)}` : `puzzle ${task}`;
  const drawing = { seed, split, template };
  return {
    key,
    at(index, level) {
      const sample = puzzle({ task, config, level: level < 0 ? undefined : level }, drawing, index);
      const { answer } = sample.reference.entry;
      return {
        source: key,
        id: sample.id,
        prompt: sample.prompt,
        sample: { ...sample },
        answer: answer === null ? null : `<answer>${answer}</answer>`,
      };
    },
  };
}

/** Each time through the rows is an order of its own, which depends on nothing but the seed. */
function orderOf(count: number, shuffled: boolean, key: string, seed: number) {
  let epoch = -1;
  const order = Array.from({ length: count }, (_, i) => i);
  return (index: number): number => {
    if (!shuffled) return index % count;
    const wanted = Math.floor(index / count);
    if (wanted !== epoch) {
      for (let i = 0; i < count; i++) order[i] = i;
      createRng(streamSeed(`rows of ${key}`, seed, wanted)).shuffle(order);
      epoch = wanted;
    }
    return order[index % count] as number;
  };
}
