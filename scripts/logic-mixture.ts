/**
 * Writes the data of configs/logic-mixture.yaml: three puzzles, each small and with a short prompt of
 * its own, so that a very small model can learn them together. Judged by the puzzles' own rules. No
 * question is in both splits.
 */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PuzzleSample, Split } from '../datasets/index.ts';
import { puzzle } from '../datasets/puzzles.ts';

/** How a puzzle is asked in a few characters, and answered in a few. */
interface Short {
  readonly config: Readonly<Record<string, unknown>>;
  readonly shorten: (metadata: PuzzleSample['reference']['entry']['metadata']) => {
    readonly prompt: string;
    readonly response: string;
  };
}

const digits = { min_value: 0, max_value: 9, max_decimals: 0 };

const shorts: Readonly<Record<string, Short>> = {
  number_sorting: {
    config: { ...digits, min_numbers: 8, max_numbers: 8 },
    shorten: ({ direction, original_numbers: from, sorted_numbers: to }) => ({
      prompt: `${direction === 'ascending' ? 'u' : 'd'}${joined(from, '')}=`,
      response: joined(to, ','),
    }),
  },
  number_filtering: {
    config: { ...digits, min_numbers: 6, max_numbers: 6 },
    shorten: ({ operation, filter_value: bar, original_numbers: from, result }) => ({
      prompt: `${operations[operation as string]}${bar}:${joined(from, '')}=`,
      response: joined(result, ','),
    }),
  },
  spell_backward: {
    config: { min_word_len: 6, max_word_len: 8 },
    shorten: ({ word }) => ({
      prompt: `b${word}=`,
      response: [...(word as string)].reverse().join(''),
    }),
  },
};
const operations: Readonly<Record<string, string>> = {
  keep_larger: 'k>',
  keep_smaller: 'k<',
  remove_larger: 'r>',
  remove_smaller: 'r<',
};

const joined = (list: unknown, by: string) => (list as readonly unknown[]).join(by);

/** Up to `count` different questions: of words there are not more than the list has. */
function* rows(task: string, split: Split, count: number): Generator<string> {
  const { config, shorten } = shorts[task] as Short;
  const seen = new Set<string>();
  for (let index = 0; seen.size < count && index < 4 * count; index++) {
    const { id, reference } = puzzle({ task, config }, { seed: 7, split }, index);
    const { prompt, response } = shorten(reference.entry.metadata);
    if (seen.has(prompt)) continue;
    seen.add(prompt);
    yield `${JSON.stringify({
      ...{ id, verifier: 'logic', options: { extract: 'raw' } },
      ...{ prompt, response, reference },
    })}\n`;
  }
}

const [dir = 'configs/data'] = process.argv.slice(2);
await mkdir(dir, { recursive: true });
for (const task of Object.keys(shorts)) {
  for (const [split, count] of [
    ['train', 8000],
    ['test', 200],
  ] as const) {
    const file = join(dir, `logic-mixture-${task}-${split}.jsonl`);
    await pipeline(Readable.from(rows(task, split, count)), createWriteStream(file));
    console.log(file);
  }
}
