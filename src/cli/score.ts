/**
 * `assay score INPUT… --output FILE`: one Verdict a row, in input order, ids kept. A row with
 * `responses` (several) gets `{id, verdicts}`. Exit 0 when every row got a verdict, unscorable ones
 * included.
 */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { countLines, type LineWriter, openLineWriter, readJsonl } from '../../datasets/io/jsonl.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { stringifyJson } from '../../verifiers/json.ts';
import { loadConfig, maxTimerMs } from '../config.ts';
import {
  openScorer,
  type Scorer,
  type Summary,
  scorerOptions,
  startTally,
} from '../engine/index.ts';
import { type Progress, startProgress } from './progress.ts';
import { inOrder, toRows } from './rows.ts';
import { UsageError } from './usage.ts';

interface Options {
  readonly output: string;
  readonly workers?: string;
  readonly minLevel?: string;
  readonly maxLevel?: string;
}

export function score(program: Command): void {
  program
    .command('score')
    .description('score samples from JSONL files')
    .argument('<input...>', 'JSONL files of samples, - for standard input')
    .option('--output <file>', 'JSONL file of verdicts, - for standard output', '-')
    .option('--workers <n>', 'worker threads, and programs run at one time')
    .option('--min-level <level>', 'refuse to start below this wall')
    .option('--max-level <level>', 'use nothing above this wall')
    .action(run);
}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  const absent = inputs.filter((path) => path !== '-' && !existsSync(path));
  if (absent.length > 0) throw new UsageError(`Expected input files, got ${absent.join(', ')}`);
  const config = loadConfig(process.env, {
    sandbox: 'lazy',
    threads: options.workers,
    sandboxConcurrency: options.workers,
    minLevel: options.minLevel,
    maxLevel: options.maxLevel,
  });
  await using scorer = await openScorer(scorerOptions(config));
  const out = await openLineWriter(options.output);
  const progress = startProgress();
  if (progress.live && !inputs.includes('-')) void showTotal(inputs, progress);
  try {
    const summary = await scoreAll(scorer, inputs, out, progress);
    await out.commit();
    progress.stop();
    console.error(render(summary));
  } catch (error) {
    progress.stop();
    await out.abort();
    throw error;
  }
}

/** Gives the bar its length as soon as the files have been counted. */
async function showTotal(inputs: readonly string[], progress: Progress): Promise<void> {
  try {
    const counts = await Promise.all(inputs.map(countLines));
    progress.total(counts.reduce((sum, count) => sum + count, 0));
  } catch {
    // the reader of the rows reports what is wrong with a file
  }
}

async function scoreAll(
  scorer: Scorer,
  inputs: readonly string[],
  out: LineWriter,
  progress: Progress,
): Promise<Summary> {
  const tally = startTally();
  const judge = async (chunk: readonly unknown[]) => {
    const found = new Array<Verdict>(chunk.length);
    const batch = scorer.scoreBatch(chunk, { deadlineMs: maxTimerMs });
    for await (const { index, verdict } of batch) {
      found[index] = verdict;
      progress.add(verdict);
    }
    return found;
  };
  const lines = async function* () {
    for (const path of inputs) yield* readJsonl(path);
  };
  for await (const { row, verdicts } of inOrder(toRows(lines()), judge)) {
    const answer = row.several ? { id: row.id, verdicts } : verdicts[0];
    await out.write(stringifyJson(answer));
    for (const verdict of verdicts) tally.add({ verifier: row.verifier }, verdict);
  }
  return tally.summary();
}

function render(summary: Summary): string {
  const mean = (reward: number | null) => (reward === null ? '–' : reward.toFixed(4));
  return [
    `${summary.count} verdicts: ${summary.scored} scored, ${summary.unscorable} unscorable, ` +
      `${summary.correct} correct, mean reward ${mean(summary.meanReward)}`,
    ...Object.entries(summary.verifiers).map(
      ([name, v]) => `  ${name.padEnd(12)} ${v.count} rows, mean reward ${mean(v.meanReward)}`,
    ),
    `  causes: ${Object.entries(summary.causes)
      .sort(([, a], [, b]) => b - a)
      .map(([cause, n]) => `${cause} ${n}`)
      .join(', ')}`,
  ].join('\n');
}
