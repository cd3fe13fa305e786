/** JavaScript and TypeScript at level A: a fresh isolate for every sample. */
import { type Case, defaultLimits, type LanguageId } from '../../sandbox/contract.ts';
import { openIsolateBackend } from '../../sandbox/isolate/index.ts';
import type { BenchOptions, Figure } from '../report.ts';

const calls = [1, 2, 3, 4, 5].map((n): Case => ({ kind: 'call', fn: 'f', args: `["l",${n}]` }));

/** Milliseconds a sample on one worker, and samples/s on two. */
export async function* javascriptFigures({ quick }: BenchOptions): AsyncGenerator<Figure> {
  const samples = quick ? 300 : 2_000;
  for (const concurrency of [1, 2]) {
    await using backend = openIsolateBackend({ concurrency });
    for (const language of ['javascript', 'typescript'] as const) {
      const run = (n: number) => backend.run(program(language, n), calls, defaultLimits);
      await lanes(20, concurrency, run);
      const start = performance.now();
      await lanes(samples, concurrency, run);
      const ms = performance.now() - start;
      yield {
        bench: 'execution',
        figure: concurrency === 1 ? `${language} sample, fresh isolate` : `${language} samples`,
        value: concurrency === 1 ? ms / samples : (1000 * samples) / ms,
        unit: concurrency === 1 ? 'ms' : 'samples/s',
        workload: `${samples} programs of 5 calls, concurrency ${concurrency}`,
      };
    }
  }
}

const program = (language: LanguageId, n: number) =>
  language === 'typescript'
    ? { language, source: `const f = (x: number): number => x * ${n};` }
    : { language, source: `const f = (x) => x * ${n};` };

async function lanes(count: number, width: number, run: (n: number) => Promise<unknown>) {
  let next = 0;
  const lane = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
