/**
 * `assay audit URL`: sends exploits, right programs, programs that never end and load to a reward
 * server, and prints what it rewards and refuses. Exit 0 when nothing was found, 1 otherwise.
 */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type SuiteName, suiteNames } from '../audit/suites/index.ts';
import { isLoopback } from '../config.ts';
import { UsageError } from './usage.ts';

interface Options {
  readonly protocol?: string;
  readonly languages: string;
  readonly suites?: string;
  readonly testSeconds: string;
  readonly concurrency: string;
  readonly loadSeconds: string;
  readonly json?: string;
  readonly html?: string;
  readonly allowRemote?: true;
}

export function audit(program: Command): void {
  program
    .command('audit')
    .description('what a reward server rewards, refuses and hangs on')
    .argument('<url>', 'its address, such as http://127.0.0.1:8080')
    .option('--protocol <name>', 'how to ask it; found out by asking')
    .option('--languages <names>', 'programs of these languages alone', 'python')
    .option('--suites <names>', 'exploits, idioms, hangs, answers; all of them')
    .option('--test-seconds <n>', 'time that one test may take', '2')
    .option('--concurrency <n>', 'questions at one time', '4')
    .option('--load-seconds <n>', 'time at each concurrency of the load; 0: none', '2')
    .option('--json <file>', 'all findings as JSON, - for standard output')
    .option('--html <file>', 'a page of them')
    .option('--allow-remote', 'a server on another machine: hostile programs will run there')
    .action(run);
}

async function run(address: string, options: Options): Promise<void> {
  const url = addressOf(address);
  if (!isLoopback(url.hostname.replace(/^\[|\]$/g, '')) && !options.allowRemote) {
    throw new UsageError(
      `Expected a server on this machine, got ${url.hostname}; --allow-remote, if it is yours to attack`,
    );
  }
  const [{ audit: ask }, { dialects }, { isClean, renderAudit }] = await Promise.all([
    import('../audit/run.ts'),
    import('../audit/dialects/index.ts'),
    import('../audit/matrix.ts'),
  ]);
  let done = 0;
  const live = process.stderr.isTTY === true;
  const found = await ask({
    url: url.href,
    token: process.env.ASSAY_TOKEN,
    dialect: protocolOf(options.protocol, dialects),
    languages: options.languages.split(',').map((name) => name.trim()),
    ...(options.suites !== undefined && { suites: suitesOf(options.suites) }),
    testS: count(options.testSeconds, '--test-seconds', 1, 60),
    concurrency: count(options.concurrency, '--concurrency', 1, 64),
    loadS: count(options.loadSeconds, '--load-seconds', 0, 60),
    onCase: () => {
      if (live) process.stderr.write(`\r${++done} asked\x1b[K`);
    },
  });
  if (live) process.stderr.write('\r\x1b[K');
  const json = `${JSON.stringify(found, null, 2)}\n`;
  if (options.json === '-') process.stdout.write(json);
  else console.log(renderAudit(found));
  if (options.json !== undefined && options.json !== '-') await writeFile(options.json, json);
  if (options.html !== undefined) {
    const { auditPage } = await import('../audit/page.ts');
    await writeFile(options.html, auditPage(found));
  }
  process.exitCode = isClean(found) ? 0 : 1;
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`Expected an address such as http://127.0.0.1:8080, got ${text}`);
}

function protocolOf(
  name: string | undefined,
  known: readonly { readonly name: string }[],
): string | undefined {
  const names = known.map((one) => one.name);
  if (name === undefined || names.includes(name)) return name;
  throw new UsageError(`--protocol: Expected one of ${names.join(', ')}, got ${name}`);
}

function suitesOf(text: string): readonly SuiteName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(suiteNames as readonly string[]).includes(name));
  if (unknown === undefined) return names as SuiteName[];
  throw new UsageError(`--suites: Expected some of ${suiteNames.join(', ')}, got ${unknown}`);
}

function count(text: string, flag: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${flag}: Expected a number from ${least} to ${most}, got ${text}`);
}
