/**
 * Writes the data of configs/logic-mixture.yaml: three puzzles, each small and with a short prompt of
 * its own, so that a very small model can learn them together. Judged by the puzzles' own rules. No
 * question is in both splits.
 *
 * The demonstrations of the warm start are of mixed worth, as found ones are: half of them are right,
 * a quarter lack their last item, a quarter go in the opposite order. Nothing tells which is which:
 * that is for the verdicts to teach.
 */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PuzzleSample, Split } from '../datasets/index.ts';
import { puzzle } from '../datasets/puzzles.ts';
import { createRng, type Rng, streamSeed } from '../verifiers/random.ts';

/** How a puzzle is asked in a few characters, and answered in a few. */
interface Short {
  readonly config: Readonly<Record<string, unknown>>;
  readonly shorten: (metadata: PuzzleSample['reference']['entry']['metadata']) => {
    readonly prompt: string;
    readonly items: readonly string[];
  };
  /** What stands between two items of the answer. */
  readonly between: string;
}

const digits = { min_value: 0, max_value: 9, max_decimals: 0 };

const shorts: Readonly<Record<string, Short>> = {
  number_sorting: {
    config: { ...digits, min_numbers: 7, max_numbers: 7 },
    shorten: ({ direction, original_numbers: from, sorted_numbers: to }) => ({
      prompt: `${direction === 'ascending' ? 'u' : 'd'}${joined(from, '')}=`,
      items: to as string[],
    }),
    between: ',',
  },
  number_filtering: {
    config: { ...digits, min_numbers: 5, max_numbers: 5 },
    shorten: ({ operation, filter_value: bar, original_numbers: from, result }) => ({
      prompt: `${operations[operation as string]}${bar}:${joined(from, '')}=`,
      items: result as string[],
    }),
    between: ',',
  },
  spell_backward: {
    config: { min_word_len: 5, max_word_len: 7 },
    shorten: ({ word }) => ({
      prompt: `b${word}=`,
      items: [...(word as string)].reverse(),
    }),
    between: '',
  },
};
const operations: Readonly<Record<string, string>> = {
  keep_larger: 'k>',
  keep_smaller: 'k<',
  remove_larger: 'r>',
  remove_smaller: 'r<',
};

const joined = (list: unknown, by: string) => (list as readonly unknown[]).join(by);

type File = 'train' | 'test' | 'warm';

/** Up to `count` different questions: of words there are not more than the list has. */
function* rows(task: string, file: File, count: number): Generator<string> {
  const { config, shorten, between } = shorts[task] as Short;
  const split: Split = file === 'test' ? 'test' : 'train';
  const rng = createRng(streamSeed(`demonstrations of ${task}`, 7, 0));
  const seen = new Set<string>();
  for (let index = 0; seen.size < count && index < 4 * count; index++) {
    const { id, reference } = puzzle({ task, config }, { seed: 7, split }, index);
    const { prompt, items } = shorten(reference.entry.metadata);
    if (seen.has(prompt)) continue;
    seen.add(prompt);
    const shown = file === 'warm' ? worsened(items, rng) : items;
    const response = shown.join(between);
    yield `${JSON.stringify({
      ...{ id, verifier: 'logic', options: { extract: 'raw' } },
      ...{ prompt, response, reference },
    })}\n`;
  }
}

function worsened(items: readonly string[], rng: Rng): readonly string[] {
  const kind = rng.below(4);
  if (kind === 0 && items.length > 1) return items.slice(0, -1);
  return kind === 1 ? items.toReversed() : items;
}

const [dir = 'configs/data'] = process.argv.slice(2);
await mkdir(dir, { recursive: true });
for (const task of Object.keys(shorts)) {
  for (const [name, count] of [
    ['train', 8000],
    ['warm', 8000],
    ['test', 200],
  ] as const) {
    const file = join(dir, `logic-mixture-${task}-${name}.jsonl`);
    await pipeline(Readable.from(rows(task, name, count)), createWriteStream(file));
    console.log(file);
  }
}
