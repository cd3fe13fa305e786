/**
 * Writes the data of configs/sort-digits.yaml: seven digits to be put in order, as entries of the
 * puzzle number_sorting with a short prompt of their own, so that a very small model can learn it in
 * minutes. Judged by the puzzle's own rules. No question is in both files.
 */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Split } from '../datasets/index.ts';
import { puzzle } from '../datasets/puzzles.ts';

const [dir = 'configs/data'] = process.argv.slice(2);
const task = 'number_sorting';
const config = {
  ...{ min_numbers: 7, max_numbers: 7, min_value: 0, max_value: 9, max_decimals: 0 },
};

function* rows(split: Split, count: number): Generator<string> {
  for (let index = 0, made = 0; made < count; index++) {
    const { id, reference } = puzzle({ task, config }, { seed: 7, split }, index);
    const { metadata } = reference.entry;
    if (metadata.direction !== 'ascending') continue;
    made++;
    yield `${JSON.stringify({
      ...{ id, verifier: 'logic', options: { extract: 'raw' } },
      prompt: `${(metadata.original_numbers as string[]).join('')}=`,
      response: (metadata.sorted_numbers as string[]).join(','),
      reference,
    })}\n`;
  }
}

await mkdir(dir, { recursive: true });
for (const [split, count] of [
  ['train', 8000],
  ['test', 500],
] as const) {
  const file = join(dir, `sort-digits-${split}.jsonl`);
  await pipeline(Readable.from(rows(split, count)), createWriteStream(file));
  console.log(`${file}: ${count} rows`);
}
