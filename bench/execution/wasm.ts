/** Python at level A: CPython on WebAssembly in an isolate, a fresh interpreter for every sample. */
import { type Case, defaultLimits } from '../../sandbox/contract.ts';
import { openPythonBackend } from '../../sandbox/wasm/index.ts';
import type { BenchOptions, Figure } from '../report.ts';

const source = 'print(int(input()) * 2)';
const one: Case = { kind: 'script', stdin: '21\n' };

/** Figures for the execution bench. `baseline` is tests/s of a spawn per test in the same run. */
export async function* wasmFigures(
  { quick }: BenchOptions,
  baseline?: number,
): AsyncGenerator<Figure> {
  const concurrency = 2;
  await using backend = openPythonBackend({ concurrency });
  const sample = (cases: readonly Case[], text = source) =>
    backend.run({ language: 'python', source: text }, cases, defaultLimits);
  /** Samples per second, `concurrency` at a time. */
  const rate = async (samples: number, work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    let left = samples;
    const lane = async () => {
      while (left-- > 0) await work();
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
    return (1000 * samples) / (performance.now() - start);
  };
  await rate(8, () => sample([one])); // processes started, hot code compiled

  const scale = quick ? 1 : 4;
  const figure = (name: string, value: number, unit: string, workload: string): Figure => ({
    bench: 'execution',
    figure: name,
    value,
    unit,
    workload,
  });
  const fresh = await rate(40 * scale, () => sample([one]));
  yield figure(
    'python (wasm) samples, fresh interpreter each',
    fresh,
    'samples/s',
    `1 stdin test a sample, concurrency ${concurrency}`,
  );
  const many = Array<Case>(20).fill(one);
  const tests = 20 * (await rate(8 * scale, () => sample(many)));
  yield {
    ...figure(
      'python (wasm) stdin tests, isolated',
      tests,
      'tests/s',
      `20 stdin tests a sample, concurrency ${concurrency}`,
    ),
    ...(baseline === undefined
      ? {}
      : { baseline: 'python3 -I -S spawn per test', ratio: tests / baseline }),
  };
  const calls = Array.from(
    { length: 20 },
    (_, n): Case => ({ kind: 'call', fn: 'f', args: `["l",${n}]` }),
  );
  const called = await rate(20 * scale, () => sample(calls, 'def f(n): return n * 2'));
  yield figure(
    'python (wasm) function samples',
    called,
    'samples/s',
    `20 calls a sample, concurrency ${concurrency}`,
  );
}
