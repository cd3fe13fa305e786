/**
 * `assay demo`: the main job in one command. Starts the service, sends it a mixed batch over HTTP,
 * prints what came back, and ends with 0 only if every verdict is the expected one.
 */
import type { Command } from 'commander';
import { type DemoCase, demoCases } from '../../datasets/samples/demo.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { loadConfig } from '../config.ts';

export function demo(program: Command): void {
  program
    .command('demo')
    .description('score a mixed batch through the service and check every verdict')
    .option('--max-level <level>', 'use nothing above this wall')
    .action(run);
}

async function run({ maxLevel }: { readonly maxLevel?: string }): Promise<void> {
  const config = loadConfig({}, { port: 0, logLevel: 'warn', maxLevel });
  const { openServer } = await import('../server/index.ts');
  const start = performance.now();
  await using server = await openServer(config);
  const ready = performance.now();
  const response = await fetch(`${server.url}/v1/score/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ samples: demoCases.map(({ sample }) => sample) }),
  });
  if (!response.ok)
    throw new Error(`Expected 200, got ${response.status}: ${await response.text()}`);
  const { verdicts, summary } = (await response.json()) as {
    readonly verdicts: readonly Verdict[];
    readonly summary: {
      readonly count: number;
      readonly scored: number;
      readonly unscorable: number;
      readonly mean_reward: number | null;
    };
  };
  const done = performance.now();

  const wrong = demoCases.filter((row, i) => !meets(row, verdicts[i]));
  printTable(verdicts);
  console.log(
    `\n${summary.count} verdicts in ${seconds(done - ready)} (service ready in ${seconds(ready - start)}): ` +
      `${summary.scored} scored, ${summary.unscorable} unscorable, mean reward ${summary.mean_reward?.toFixed(3)}`,
  );
  for (const [verifier, isolation] of isolations(verdicts)) {
    console.log(`isolation in force for ${verifier}: ${isolation}`);
  }
  console.log(
    wrong.length === 0
      ? 'every verdict is the expected one'
      : `${wrong.length} verdicts are not the expected ones: ${wrong.map(({ name }) => name).join('; ')}`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

function meets({ expect }: DemoCase, verdict: Verdict | undefined): boolean {
  if (!verdict) return false;
  const causes: readonly string[] =
    typeof expect.cause === 'string' ? [expect.cause] : expect.cause;
  const near =
    expect.reward === null || verdict.reward === null
      ? expect.reward === verdict.reward
      : Math.abs(expect.reward - verdict.reward) < 1e-9;
  return near && causes.includes(verdict.cause);
}

function printTable(verdicts: readonly Verdict[]): void {
  const width = Math.max(...demoCases.map(({ name }) => name.length));
  console.log(
    `   ${'verifier'.padEnd(12)} ${'sample'.padEnd(width)} verdict    reward  ${'cause'.padEnd(18)}     ms`,
  );
  for (const [i, row] of demoCases.entries()) {
    const verdict = verdicts[i];
    const reward = verdict?.reward === null ? 'null' : (verdict?.reward.toFixed(2) ?? '–');
    const line = [
      meets(row, verdict) ? 'ok' : '!!',
      String(row.sample.verifier).padEnd(12),
      row.name.padEnd(width),
      (verdict?.status ?? 'missing').padEnd(10),
      reward.padStart(6),
      ` ${(verdict?.cause ?? 'missing').padEnd(18)}`,
      (verdict?.ms ?? 0).toFixed(1).padStart(7),
    ].join(' ');
    console.log(line);
    if (!meets(row, verdict))
      console.log(`   expected ${JSON.stringify(row.expect)}: ${verdict?.message ?? ''}`);
  }
}

function isolations(verdicts: readonly Verdict[]): Map<string, string> {
  const seen = new Map<string, string>();
  for (const [i, { sample }] of demoCases.entries()) {
    const language = (sample.reference as { language?: string } | undefined)?.language;
    const isolation = verdicts[i]?.isolation;
    if (language && isolation) seen.set(language, isolation);
  }
  return seen;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
