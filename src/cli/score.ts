/**
 * `assay score INPUT… --output FILE`: one Verdict a row, in input order, ids kept. A row with
 * `responses` (several) gets `{id, verdicts}`. Exit 0 when every row got a verdict, unscorable ones
 * included. `--explain` also tells how each verdict came about.
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
import { askToExplain, renderVerdict } from './score-explain.ts';
import { UsageError } from './usage.ts';

interface Options {
  readonly output: string;
  readonly workers?: string;
  readonly minLevel?: string;
  readonly maxLevel?: string;
  readonly explain?: true;
  readonly explainFile?: string;
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
    .option('--explain', 'tell on standard error how each verdict came about')
    .option('--explain-file <file>', 'tell it in a file instead')
    .action(run);
}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  const absent = inputs.filter((path) => path !== '-' && !existsSync(path));
  if (absent.length > 0) throw new UsageError(`Expected input files, got ${absent.join(', ')}`);
  if (options.explainFile === '-' && options.output === '-')
    throw new UsageError('Expected verdicts and explanations in two places, got - for both');
  const config = loadConfig(process.env, {
    sandbox: 'lazy',
    threads: options.workers,
    sandboxConcurrency: options.workers,
    minLevel: options.minLevel,
    maxLevel: options.maxLevel,
  });
  await using scorer = await openScorer(scorerOptions(config));
  const out = await openLineWriter(options.output);
  const { explainFile } = options;
  const told = explainFile === undefined ? null : await openTold(explainFile, out);
  const tell = told ? told.write : options.explain ? toStderr : null;
  const progress = tell === toStderr ? silent : startProgress();
  if (progress.live && !inputs.includes('-')) void showTotal(inputs, progress);
  try {
    const summary = await scoreAll(scorer, inputs, { out, tell, progress });
    await out.commit();
    await told?.commit();
    progress.stop();
    console.error(render(summary));
  } catch (error) {
    progress.stop();
    await out.abort();
    await told?.abort();
    throw error;
  }
}

/** The file for explanations; the file for verdicts is given up when there can be none. */
async function openTold(path: string, out: LineWriter): Promise<LineWriter> {
  try {
    return await openLineWriter(path);
  } catch (error) {
    await out.abort();
    throw error;
  }
}

/** Takes a verdict's explanation. */
type Tell = (lines: string) => Promise<void>;

const toStderr: Tell = async (lines) => void process.stderr.write(`${lines}\n`);

/** Beside explanations on the same stream there is no line of progress. */
const silent: Progress = { live: false, add: () => {}, total: () => {}, stop: () => {} };

interface Ends {
  readonly out: LineWriter;
  readonly tell: Tell | null;
  readonly progress: Progress;
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
  { out, tell, progress }: Ends,
): Promise<Summary> {
  const tally = startTally();
  const judge = async (chunk: readonly unknown[]) => {
    const found = new Array<Verdict>(chunk.length);
    const samples = tell ? chunk.map(askToExplain) : chunk;
    const batch = scorer.scoreBatch(samples, { deadlineMs: maxTimerMs });
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
    for (const [k, verdict] of verdicts.entries()) {
      tally.add({ verifier: row.verifier }, verdict);
      const name = row.several ? `${row.id}, response ${k + 1}` : `${row.id}`;
      await tell?.(renderVerdict(name, row.verifier, verdict));
    }
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
