/**
 * Whether memory stays: that of the service and all its workers, early and after many runs. In a process
 * of its own, so that what other benches left behind is not counted.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { defaultLimits, openSandbox } from '../../sandbox/index.ts';
import type { BenchOptions, Figure } from '../report.ts';
import { residentMb } from './native.ts';

const programs = [
  { language: 'python', source: 'print(int(input()) * 2)' },
  { language: 'javascript', source: "console.log(require('fs').readFileSync(0, 'utf8') * 2)" },
] as const;

interface Residence {
  readonly early: number; // MiB
  readonly late: number; // MiB
}

/** Proportional set size of the process tree after the last run against that after a tenth of them. */
export async function* memoryFigures({ quick }: BenchOptions): AsyncGenerator<Figure> {
  const runs = quick ? 2_000 : 50_000;
  const args = [import.meta.filename, String(runs)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { early, late }: Residence = JSON.parse(stdout);
  yield {
    bench: 'execution',
    figure: `memory after ${runs} runs`,
    value: late,
    unit: 'MiB',
    baseline: `the same after ${runs / 10}`,
    ratio: early / late,
    workload: 'Python and JavaScript stdin programs in turn, service and workers, concurrency 2',
  };
}

async function residence(runs: number): Promise<Residence> {
  await using sandbox = await openSandbox({ concurrency: 2, cacheBytes: 0 });
  let next = 0;
  const until = async (end: number) => {
    const lane = async () => {
      while (next < end) {
        const program = programs[next++ % programs.length] as (typeof programs)[number];
        await sandbox.run(program, [{ kind: 'script', stdin: '21\n' }], defaultLimits);
      }
    };
    await Promise.all([lane(), lane()]);
    return residentMb();
  };
  return { early: await until(runs / 10), late: await until(runs) };
}

if (import.meta.main) console.log(JSON.stringify(await residence(Number(process.argv[2]))));
