/** `assay runs DIR`: the page of a training run, as a file or served on this machine while it trains. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { UsageError } from './usage.ts';

interface Options {
  readonly html?: string;
  readonly serve?: true;
  readonly port: string;
}

export function runs(program: Command): void {
  program
    .command('runs')
    .description('curves, hack signs and rollouts of a training run, as a page')
    .argument('<dir>', "the run's directory")
    .option('--html <file>', 'write the page as one file that loads nothing')
    .option('--serve', 'show it on this machine, renewed while the run goes on, until Ctrl-C')
    .option('--port <n>', 'port to listen on, 0 for a free one', '8090')
    .action(show);
}

async function show(dir: string, { html, serve, port }: Options): Promise<void> {
  if (html === undefined && !serve) throw new UsageError('Expected --html FILE or --serve');
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new UsageError(`--port: Expected a number from 0 to 65535, got ${port}`);
  }
  const { runPage, servePage } = await import('../learner/page/index.ts');
  if (html !== undefined) {
    const { textChunks, writeFileAtomic } = await import('../learner/checkpoint/atomic.ts');
    await writeFileAtomic(html, textChunks(await runPage(dir)));
    console.error(`${html}: written`);
  }
  if (!serve) return;
  await using server = await servePage(dir, { port: number });
  console.error(`${dir} at ${server.url}`);
  const ended = new AbortController();
  const signal = { signal: ended.signal };
  await Promise.race([once(process, 'SIGINT', signal), once(process, 'SIGTERM', signal)]);
  ended.abort();
}
