/**
 * `assay check FILE…`: every row's own answer judged against its own reference, the most common fault
 * of a data set found before a run is. A line a bad row; exit 0 when there is none, 1 otherwise.
 */
import type { Command } from 'commander';
import { describeFault } from '../../datasets/io/fault.ts';
import { type Probe, probeOf } from '../../datasets/own-answer.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { loadConfig } from '../config.ts';
import { noProgress, startProgress } from './progress.ts';
import { openBackend } from './score/backend.ts';
import { type RowFlags, readChoices } from './score/choices.ts';
import { inOrder, type Judged } from './score/order.ts';
import { type Row, readRows } from './score/rows.ts';
import { plain, renderFindings } from './score/summary.ts';
import { rowOptions } from './score.ts';

interface Flags extends RowFlags {
  readonly json?: true;
  readonly server?: string;
  readonly workers?: string;
  readonly minLevel?: string;
  readonly maxLevel?: string;
}

export function check(program: Command): void {
  rowOptions(
    program
      .command('check')
      .description("judge every row's own answer against its own reference")
      .argument('<input...>', 'files, folders, globs; - for JSON lines on standard input')
      .option('--json', 'a JSON line a bad row'),
  )
    .option('--server <url>', 'check on an Assay server (token: ASSAY_TOKEN)')
    .option('--workers <n>', 'worker threads, and programs run at one time')
    .option('--min-level <level>', 'refuse to start below this wall')
    .option('--max-level <level>', 'use nothing above this wall')
    .action(run);
}

async function run(inputs: readonly string[], flags: Flags): Promise<void> {
  const choices = readChoices(inputs, flags);
  const config = loadConfig(process.env, {
    sandbox: 'lazy',
    threads: flags.workers,
    sandboxConcurrency: flags.workers,
    minLevel: flags.minLevel,
    maxLevel: flags.maxLevel,
  });
  await using backend = await openBackend({ server: flags.server, queue: undefined }, config);
  const progress = process.stdout.isTTY ? noProgress : startProgress();
  const { format, mapping, verifier, limit, shard } = choices;
  const source = readRows(choices.files, {
    format,
    mapping,
    verifier,
    say: progress.say,
    announce: true,
  });
  const probes = new Map<number, Probe>();
  const twice = new Set<number>();
  let [rows, bad, unproven] = [0, 0, 0];

  let [duplicates, taken] = [0, 0];
  function* probedOf(piece: Iterable<Row>): Generator<Row> {
    for (const row of piece) {
      if (taken >= limit) return;
      if (source.duplicates.count > duplicates) twice.add(row.index);
      duplicates = source.duplicates.count;
      if (row.index % shard.n !== shard.i) continue;
      taken++;
      yield row.refused ? row : withProbe(row);
    }
  }
  async function* probed(): AsyncGenerator<Iterable<Row>> {
    for await (const piece of source.rows()) {
      yield probedOf(piece);
      if (taken >= limit) return;
    }
  }
  const withProbe = (row: Row): Row => {
    const { verifier: id, reference, solution } = row;
    const [first] = row.samples;
    const probe = probeOf({
      verifier: id,
      reference,
      solution,
      options: first?.options,
      prompt: first?.prompt,
    });
    probes.set(row.index, probe);
    return { ...row, samples: probe.samples.map((sample) => ({ ...sample, id: row.id })) };
  };

  const judge = (judged: Judged): void => {
    const { row } = judged;
    const probe = probes.get(row.index);
    probes.delete(row.index);
    rows++;
    progress.row();
    if (probe?.rule === 'scored') unproven++;
    const faults = faultsOf(judged, probe);
    if (twice.delete(row.index)) faults.push('its id is that of an earlier row');
    if (faults.length === 0) return;
    bad++;
    console.log(flags.json ? asJson(row, faults) : asText(row, faults));
  };
  for await (const batch of inOrder(probed(), 0, backend, { onVerdict: progress.verdict })) {
    for (const judged of batch) judge(judged);
  }
  progress.stop();
  for (const line of renderFindings(source)) console.error(line);
  console.error(
    `${rows} rows checked: ${rows - bad} good, ${bad} bad` +
      `${unproven > 0 ? `; of ${unproven} there is no answer to judge, only that the reference can be used` : ''}`,
  );
  process.exitCode = bad === 0 && source.broken.length === 0 && rows > 0 ? 0 : 1;
}

function faultsOf({ row, verdicts }: Judged, probe: Probe | undefined): string[] {
  if (row.refused)
    return [describeFault(row, row.refused.fault).replace(/^.*? row \d+(?:, |: )/, '')];
  if (!probe || isGood(verdicts, probe)) return [];
  const failed = verdicts.find((verdict) => !verdict.correct) ?? verdicts[0];
  if (!failed) return ['it has nothing to check'];
  const { reward, cause, message } = failed;
  const said = message === undefined ? '' : `: ${message}`;
  if (reward === null) return [`${cause}${said}`];
  return [`${probe.what} gets ${reward}, ${cause}${said}`];
}

function isGood(verdicts: readonly Verdict[], { rule }: Probe): boolean {
  if (rule === 'scored') return verdicts.every(({ status }) => status === 'scored');
  return rule === 'some'
    ? verdicts.some(({ correct }) => correct)
    : verdicts.every(({ correct }) => correct);
}

const asText = ({ file, row, id }: Row, faults: readonly string[]) =>
  `${file} row ${row} (${plain(`${id}`)}): ${faults.map((fault) => plain(fault, 500)).join('; ')}`;

const asJson = ({ file, row, id, verifier }: Row, faults: readonly string[]) =>
  JSON.stringify({ file, row, id, verifier, faults });
