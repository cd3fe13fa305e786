/** `assay generate TASK… --count N --seed S --output FILE`: puzzle entries as Samples, no response. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { puzzles, puzzleTasks } from '../../datasets/index.ts';
import { stringifyJson } from '../../verifiers/json.ts';
import { UsageError } from './usage.ts';

interface Options {
  readonly count: string;
  readonly seed: string;
  readonly output: string;
  readonly level?: string;
  readonly config?: readonly string[];
}

export function generate(program: Command): void {
  program
    .command('generate')
    .description('write puzzle entries as samples without a response')
    .argument('<task...>', 'task names, or "all"')
    .option('--count <n>', 'entries of each task', '10')
    .option('--seed <n>', 'the same seed gives the same entries', '0')
    .option('--level <n>', 'curriculum level')
    .option('--config <k=v...>', 'settings of the task, values as JSON or text')
    .option('--output <file>', 'JSONL file, - for standard output', '-')
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const known = puzzleTasks().map(({ task }) => task);
  const tasks = names.includes('all') ? known : names;
  const unknown = tasks.filter((task) => !known.includes(task));
  if (unknown.length > 0) {
    throw new UsageError(`Expected tasks among ${known.join(', ')}; got ${unknown.join(', ')}`);
  }
  const count = whole('--count', options.count);
  const seed = whole('--seed', options.seed);
  const level = options.level === undefined ? {} : { level: whole('--level', options.level) };
  const config = options.config ? { config: settings(options.config) } : {};

  function* lines() {
    for (const task of tasks) {
      for (const sample of puzzles({ task, count, seed, ...level, ...config })) {
        yield `${stringifyJson(sample)}\n`;
      }
    }
  }
  if (options.output === '-') {
    await pipeline(Readable.from(lines()), process.stdout, { end: false });
  } else await pipeline(Readable.from(lines()), createWriteStream(options.output));
}

function whole(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new UsageError(`Expected ${flag} to be a whole number, got "${text}"`);
  }
  return Number(text);
}

function settings(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`Expected --config key=value, got "${pair}"`);
      return [pair.slice(0, at), value(pair.slice(at + 1))];
    }),
  );
}

function value(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
