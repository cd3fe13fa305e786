/**
 * `assay score INPUT… --output FILE`: one Verdict a row, in input order, ids kept. A row with several
 * responses gets `{id, n, passes, mean_reward, majority, verdicts}`. Exit 0 when every row got a
 * verdict, unscorable ones included; 2 for usage; 1 otherwise, a run that was cut short included.
 */
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { isParquetName } from '../../datasets/io/publish.ts';
import { loadConfig } from '../config.ts';
import { type RowFlags, readChoices } from './score/choices.ts';
import { openJournal, readJournal } from './score/journal.ts';
import { identityOf, type Plan, resumeHint, run } from './score/run.ts';
import { finish } from './score/sinks.ts';
import { renderSummary } from './score/summary.ts';
import { UsageError } from './usage.ts';

interface Flags extends RowFlags {
  readonly output: string;
  readonly resume?: true;
  readonly keep?: true;
  readonly failed?: string;
  readonly report?: string;
  readonly server?: string;
  readonly queue?: string;
  readonly queueName?: string;
  readonly workers?: string;
  readonly minLevel?: string;
  readonly maxLevel?: string;
  readonly explain?: true;
  readonly explainFile?: string;
}

export function score(program: Command): void {
  const command = program
    .command('score')
    .description('score rows of JSON lines or Parquet files')
    .argument('<input...>', 'files, folders, globs; - for JSON lines on standard input')
    .option(
      '--output <file>',
      'verdicts as .jsonl, .jsonl.gz, .jsonl.zst or .parquet; - for stdout',
      '-',
    )
    .option('--resume', 'go on with a run that was cut short')
    .option('--keep', "keep the input's columns beside the verdict's");
  rowOptions(command)
    .option('--failed <file>', 'rows that could not be scored, to be scored again')
    .option('--report <file>', 'a page about the run, HTML')
    .option('--server <url>', 'score on an Assay server (token: ASSAY_TOKEN)')
    .option('--queue <url>', 'score by a fleet of workers: redis://host:6379 (or ASSAY_QUEUE)')
    .option('--queue-name <name>', 'the fleet that is meant (score)')
    .option('--workers <n>', 'worker threads, and programs run at one time')
    .option('--min-level <level>', 'refuse to start below this wall')
    .option('--max-level <level>', 'use nothing above this wall')
    .option('--explain', 'tell on standard error how each verdict came about')
    .option('--explain-file <file>', 'tell it in a file instead')
    .action(start);
}

/** The options that say which rows, and how they are read. */
export function rowOptions(command: Command): Command {
  return command
    .option('--format <name>', "the rows' layout; auto finds out and says why", 'auto')
    .option('--map <pair...>', 'field=column, as response=completion; or a JSON file of pairs')
    .option('--verifier <id>', 'the verifier of rows that name none')
    .option('--limit <n>', 'stop after so many rows')
    .option('--shard <i/n>', 'every n-th row, beginning with the i-th');
}

/**
 * How much a heap may grow before it is collected, percent of what lives: V8's own choice is up to
 * three times that, which for millions of rows is memory for nothing.
 */
const heapGrowth = 50;

async function start(inputs: readonly string[], flags: Flags): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
  const plan = planOf(inputs, flags);
  const { output } = plan.names;
  const identity = await identityOf(plan);
  const from = output === '-' ? null : await readJournal(output, identity);
  if (from && !flags.resume) {
    throw new UsageError(
      `${output}.journal is of a run that was cut short after ${from.rows} rows: --resume goes on, removing it begins again`,
    );
  }
  if (from?.phase === 'written') {
    await finish(plan.names, from.columns);
    await openJournal(output, identity).remove();
    console.error(renderSummary(from.tally));
    return;
  }
  const ending = await run(plan, identity, from);
  if (ending.kind === 'interrupted') {
    const hint = output === '-' ? '' : `; ${resumeHint(output)}`;
    console.error(`assay: interrupted after ${ending.rows} rows${hint}`);
  } else if (ending.broken > 0) {
    console.error(
      `assay: ${ending.broken} files could not be read to their end; their rows before that are scored`,
    );
  }
  process.exitCode = ending.kind === 'done' && ending.broken === 0 ? 0 : 1;
}

const isSame = (a: string, b: string) => resolve(a) === resolve(b);

/** @throws UsageError for flags that do not go together. */
function planOf(inputs: readonly string[], flags: Flags): Plan {
  const { output, failed, explainFile: explain, report, server, resume } = flags;
  if (resume && output === '-') throw new UsageError('Expected --output FILE with --resume, got -');
  if (resume && inputs.includes('-')) {
    throw new UsageError('Expected files with --resume: standard input cannot be read again');
  }
  const places = [output, failed, explain, report].filter((path) => path !== undefined);
  const twice = places.find((path, i) => places.indexOf(path) !== i);
  if (twice !== undefined)
    throw new UsageError(
      `Expected verdicts and what is beside them in several places, got ${twice} twice`,
    );
  if (
    [failed, explain].some((path) => path !== undefined && (path === '-' || isParquetName(path)))
  ) {
    throw new UsageError('Expected --failed and --explain-file to be text files');
  }
  const choices = readChoices(inputs, flags);
  const taken = choices.files.find(
    (file) => file !== '-' && places.some((path) => isSame(path, file)),
  );
  if (taken !== undefined)
    throw new UsageError(`Expected files of its own for what is written, got ${taken}`);
  const config = loadConfig(process.env, {
    sandbox: 'lazy',
    threads: flags.workers,
    sandboxConcurrency: flags.workers,
    minLevel: flags.minLevel,
    maxLevel: flags.maxLevel,
    queue: flags.queue,
    queueName: flags.queueName,
  });
  return {
    choices,
    names: { output, failed, explain },
    keep: flags.keep ?? false,
    tell: flags.explain === true && explain === undefined,
    report,
    backend: { server, queue: server === undefined ? config.queue : flags.queue },
    config,
  };
}
