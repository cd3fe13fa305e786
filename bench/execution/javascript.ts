/** JavaScript and TypeScript at level A: a fresh isolate for every sample. */
import ivm from 'isolated-vm';
import { type Case, defaultLimits, type LanguageId } from '../../sandbox/contract.ts';
import { openIsolateBackend } from '../../sandbox/isolate/index.ts';
import type { BenchOptions, Figure } from '../report.ts';

const calls = [1, 2, 3, 4, 5].map((n): Case => ({ kind: 'call', fn: 'f', args: `["l",${n}]` }));

/** Milliseconds a sample on one worker, and samples/s on two. */
export async function* javascriptFigures({ quick }: BenchOptions): AsyncGenerator<Figure> {
  const samples = quick ? 300 : 2_000;
  const bare = bareMs(samples);
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
        ...(concurrency === 1 && {
          baseline: 'bare isolated-vm: isolate, context, script, 5 calls, no limits',
          ratio: bare / (ms / samples),
        }),
        workload: `${samples} programs of 5 calls, concurrency ${concurrency}`,
      };
    }
  }
}

/** The least that a sample can take: milliseconds of an isolate with nothing of ours in it. */
function bareMs(samples: number): number {
  const start = performance.now();
  for (let n = 0; n < samples; n++) {
    const isolate = new ivm.Isolate({ memoryLimit: defaultLimits.memoryMb });
    const context = isolate.createContextSync();
    const f = context.evalSync(`(x) => x * ${n}`, { reference: true });
    for (const x of [1, 2, 3, 4, 5]) f.applySync(undefined, [x]);
    isolate.dispose();
  }
  return (performance.now() - start) / samples;
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
