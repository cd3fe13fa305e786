/** `assay generate TASK… --count N --seed S --output FILE`: puzzle entries as Samples, no response. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import {
  mixture,
  type PuzzleSource,
  puzzleNames,
  puzzles,
  readArc,
  type Split,
  splits,
} from '../../datasets/index.ts';
import { stringifyJson } from '../../verifiers/json.ts';
import { told } from '../explain.ts';
import { UsageError } from './usage.ts';

interface Options {
  readonly count: string;
  readonly seed: string;
  readonly output: string;
  readonly mix?: boolean;
  readonly split?: string;
  readonly template?: string;
  readonly level?: string;
  readonly config?: readonly string[];
  readonly arc?: string;
}

export function generate(program: Command): void {
  program
    .command('generate')
    .description('write puzzle entries as samples without a response')
    .argument('<task...>', 'task names, or "all"; with --mix also name=weight')
    .option('--count <n>', 'entries of each task, of all together with --mix', '10')
    .option('--mix', 'draw every entry from one of the tasks by weight')
    .option('--seed <n>', 'the same seed gives the same entries', '0')
    .option('--split <name>', 'train or test: questions of one are never in the other')
    .option('--level <n>', 'curriculum level')
    .option('--config <k=v...>', 'settings of the task, values as JSON or text')
    .option('--arc <path>', 'ARC JSON, a file or a folder, for arc_agi to draw from')
    .option('--template <text>', 'the prompt, with {question} and {answer_format}')
    .option('--output <file>', 'JSONL file, - for standard output', '-')
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const parts = sourcesOf(names, options);
  for (const part of parts) expectDrawn(part);
  const count = whole('--count', options.count);
  const drawing = {
    seed: whole('--seed', options.seed),
    split: splitNamed(options.split),
    template: options.template,
  };

  function* samples() {
    if (options.mix) yield* mixture({ parts, count, ...drawing });
    else for (const part of parts) yield* puzzles({ ...part, count, ...drawing });
  }
  function* lines() {
    for (const sample of samples()) yield `${stringifyJson(sample)}\n`;
  }
  if (options.output === '-') {
    await pipeline(Readable.from(lines()), process.stdout, { end: false });
  } else await pipeline(Readable.from(lines()), createWriteStream(options.output));
}

function sourcesOf(names: readonly string[], options: Options) {
  const asked = names.includes('all') ? puzzleNames : names;
  const parts = asked.map((name) => {
    const [, task = '', weight] = /^([^=]*)(?:=(\d+(?:\.\d+)?))?$/.exec(name) ?? ['', name];
    if (weight !== undefined && !options.mix) {
      throw new UsageError(`Expected weights with --mix only, got ${name}`);
    }
    return { task, ...(weight !== undefined && { weight: Number(weight) }) };
  });
  const unknown = parts.map(({ task }) => task).filter((task) => !puzzleNames.includes(task));
  if (unknown.length > 0) {
    throw new UsageError(
      `Expected tasks among ${puzzleNames.join(', ')}; got ${unknown.join(', ')}`,
    );
  }
  const level = options.level === undefined ? undefined : whole('--level', options.level);
  const config = options.config && settings(options.config);
  if (options.arc !== undefined && !asked.includes('arc_agi')) {
    throw new UsageError('Expected --arc with the task arc_agi only');
  }
  const arc = options.arc === undefined ? undefined : arcFrom(options.arc);
  return parts.map((part) => ({
    ...part,
    level,
    config,
    ...(arc && part.task === 'arc_agi' && { arc }),
  }));
}

/** A config or level that the task does not have is refused before anything is written. */
function expectDrawn(part: PuzzleSource): void {
  if (part.config === undefined && part.level === undefined) return;
  try {
    puzzles({ ...part, seed: 0, count: 1 }).next();
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof RangeError)) throw error;
    throw new UsageError(`${part.task}: ${told(error, part.config, 'config')}`);
  }
}

function arcFrom(path: string) {
  try {
    return readArc(path);
  } catch (error) {
    throw new UsageError(`--arc: ${(error as Error).message}`);
  }
}

function splitNamed(name: string | undefined): Split | undefined {
  const split = splits.find((one) => one === name);
  if (name !== undefined && !split) {
    throw new UsageError(`Expected --split to be ${splits.join(' or ')}, got "${name}"`);
  }
  return split;
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
