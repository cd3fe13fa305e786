/**
 * One run of `assay score`: rows are read, judged and written in their order; every second what is
 * written is made safe. A run that is interrupted ends its rows under way and says how to go on.
 */
import { DatasetError } from '../../../datasets/io/fault.ts';
import { countRows } from '../../../datasets/io/rows.ts';
import { stringifyJson } from '../../../verifiers/json.ts';
import type { Config } from '../../config.ts';
import { openReport, type Report } from '../../report/index.ts';
import { noProgress, type Progress, startProgress } from '../progress.ts';
import { answerOf, failedLine } from './answer.ts';
import { type BackendFlags, openBackend } from './backend.ts';
import type { Choices } from './choices.ts';
import { askToExplain, renderVerdict } from './explain.ts';
import { catchInterrupt } from './interrupt.ts';
import { fileMark, journalPath, type State } from './journal.ts';
import { inOrder, type Judged } from './order.ts';
import { readSafe } from './replay.ts';
import { type Row, type RowSource, readRows } from './rows.ts';
import { openSinks, type SinkNames, type Sinks } from './sinks.ts';
import { renderFindings, renderSummary } from './summary.ts';
import { count, emptyTally } from './tally.ts';

/** What is written is made safe this often, and seldom enough not to be what the run does. */
const saveMs = 1000;
const saveShare = 10;

export interface Plan {
  readonly choices: Choices;
  readonly names: SinkNames;
  readonly keep: boolean;
  /** Explanations on standard error; `names.explain` is a file for them. */
  readonly tell: boolean;
  readonly report: string | undefined;
  readonly backend: BackendFlags;
  readonly config: Config;
}

/** Done; or cut short, and how far it came. */
export type Ending =
  | { readonly kind: 'done'; readonly broken: number }
  | { readonly kind: 'interrupted'; readonly rows: number };

/** What has to be the same for a run to go on. */
export async function identityOf({ choices, names, keep }: Plan) {
  const { files, format, mapping, verifier, limit, shard } = choices;
  const marks = await Promise.all(
    files.map(async (file) => (file === '-' ? file : `${file} (${await fileMark(file)})`)),
  );
  return {
    inputs: marks,
    format,
    map: mapping && stringifyJson(mapping),
    verifier,
    limit: Number.isFinite(limit) ? limit : 'none',
    shard: `${shard.i + 1}/${shard.n}`,
    keep,
    failed: names.failed,
    explain: names.explain,
  };
}

/**
 * @param from where an earlier run of the same identity got to.
 * @throws DatasetError when there is no row, or no room; AssayError when the backend is gone.
 */
export async function run(
  plan: Plan,
  identity: Awaited<ReturnType<typeof identityOf>>,
  from: State | null,
): Promise<Ending> {
  const { choices, names, config } = plan;
  await using backend = await openBackend(plan.backend, config);
  const sinks = await openSinks(names, identity, from);
  const report = await openReportFor(plan, sinks);
  const progress = plan.tell ? noProgress : startProgress();
  const interrupt = catchInterrupt(progress.say, choices.files.includes('-'));
  const { format, mapping, verifier } = choices;
  const how = { format, mapping, verifier, say: progress.say, announce: !plan.tell };
  const source = readRows(choices.files, how);
  const tally = from?.tally ?? emptyTally();
  let rows = from?.rows ?? 0;
  progress.resume(rows);
  if (progress.live) void showTotal(choices, progress);

  try {
    const prepare = plan.tell || names.explain !== undefined ? askToExplain : undefined;
    const wanted = wantedRows(
      source,
      choices,
      rows,
      interrupt,
      from && report && names.output,
      report,
    );
    let due = performance.now() + saveMs;
    const how = { prepare, onVerdict: progress.verdict };
    for await (const batch of inOrder(wanted, rows, backend, how)) {
      for (const judged of batch) {
        const written = put(plan, sinks, judged);
        if (written !== undefined) await written; // most lines only join those before them
        count(tally, judged);
        report?.add(entryOf(judged));
        rows++;
        progress.row();
      }
      // at the end of a batch, and not at its first row: the next may take long
      if (performance.now() < due) continue;
      const start = performance.now();
      await sinks.checkpoint(rows, tally);
      due = performance.now() + Math.max(saveMs, saveShare * (performance.now() - start));
    }
    if (interrupt.asked) {
      await sinks.checkpoint(rows, tally);
      await sinks.leave();
      await report?.abort();
      progress.stop();
      return { kind: 'interrupted', rows };
    }
    if (source.read === 0) {
      throw new DatasetError('empty', choices.files.join(', '), 'Expected rows, found none');
    }
    await report?.commit();
    await backend[Symbol.asyncDispose](); // its threads' memory is free for the output's
    await sinks.commit(rows, tally);
    progress.stop();
    for (const line of renderFindings(source)) console.error(line);
    console.error(renderSummary(tally));
    return { kind: 'done', broken: source.broken.length };
  } catch (error) {
    progress.stop();
    await report?.abort();
    throw await left(error, sinks, names.output, rows, () => sinks.checkpoint(rows, tally));
  } finally {
    interrupt.release();
  }
}

/** Leaves what is safe, and says so in the error. */
async function left(
  error: unknown,
  sinks: Sinks,
  output: string,
  rows: number,
  save: () => Promise<void>,
): Promise<unknown> {
  if (rows === 0 || output === '-') {
    await sinks.discard();
    return error;
  }
  // a full disk takes no more; what was safe before stays so
  if (!(error instanceof DatasetError)) await save().catch(() => {});
  await sinks.leave();
  if (error instanceof Error) error.message += `; ${resumeHint(output)}`;
  return error;
}

export const resumeHint = (output: string): string =>
  `what is done is safe (${journalPath(output)}): the same command with --resume goes on`;

async function openReportFor({ report }: Plan, sinks: Sinks): Promise<Report | null> {
  if (report === undefined) return null;
  try {
    return await openReport(report);
  } catch (error) {
    await sinks.leave();
    throw error;
  }
}

async function* wantedRows(
  source: RowSource,
  { limit, shard }: Choices,
  done: number,
  interrupt: { readonly asked: boolean },
  safe: string | null | undefined,
  report: Report | null,
): AsyncGenerator<Iterable<Row>> {
  const earlier = safe ? readSafe(safe, done) : null;
  let taken = 0;
  let over = false;
  function* chosen(piece: Iterable<Row>): Generator<Row> {
    for (const row of piece) {
      over = interrupt.asked || taken >= limit;
      if (over) return;
      if (row.index % shard.n !== shard.i) continue;
      taken++;
      yield row;
    }
  }
  for await (const piece of source.rows()) {
    const rows = chosen(piece);
    while (taken < done) {
      const row = rows.next();
      if (row.done) break;
      if (earlier) report?.add(entryOf({ row: row.value, verdicts: await earlier.next() }));
    }
    yield rows;
    if (over) return;
  }
}

/** A promise only where the row has to wait for what is written before it. */
function put(plan: Plan, sinks: Sinks, judged: Judged): Promise<void> | undefined {
  const { names, keep, tell } = plan;
  const answered = sinks.answer(answerOf(judged, keep), keep);
  const more = names.failed !== undefined || tell || names.explain !== undefined;
  return more ? putBeside(plan, sinks, judged, answered) : answered;
}

async function putBeside(
  { names, tell }: Plan,
  sinks: Sinks,
  judged: Judged,
  answered: Promise<void> | undefined,
): Promise<void> {
  await answered;
  if (names.failed !== undefined) {
    const line = failedLine(judged);
    if (line !== null) await sinks.failed(line);
  }
  if (!tell && names.explain === undefined) return;
  const { row, verdicts } = judged;
  for (const [k, verdict] of verdicts.entries()) {
    const name = row.several ? `${row.id}, response ${k + 1}` : `${row.id}`;
    const lines = renderVerdict(name, row.verifier, verdict);
    if (tell) process.stderr.write(`${lines}\n`);
    else await sinks.explain(lines);
  }
}

const entryOf = ({ row, verdicts }: Judged) => ({
  id: row.id,
  file: row.file,
  row: row.row,
  source: row.source,
  verifier: row.verifier,
  verdicts,
  response: row.samples.map(({ response }) => (typeof response === 'string' ? response : '')),
  reference: row.reference,
});

/** Gives the bar its length as soon as the files have been counted. */
async function showTotal({ files, limit, shard }: Choices, progress: Progress): Promise<void> {
  try {
    const counts = await Promise.all(files.map(countRows));
    if (counts.includes(null)) return;
    const all = counts.reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
    progress.total(Math.min(limit, Math.ceil((all - shard.i) / shard.n)));
  } catch {
    // the reader of the rows reports what is wrong with a file
  }
}
