/**
 * A long run of honest and hostile programs, for leaks: `npx node bench/execution/soak.ts [minutes]`.
 * Ends with exit code 1 when a process, descriptor, mount or file was left, when a run was refused
 * for reasons of ours, or when the memory of service and slots grew by more than a tenth from the
 * first half of the time to the second; it swings with the age of the JavaScript workers, which are
 * often stopped here (bench/execution/memory.ts looks closer, without hostile programs).
 */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { defaultLimits, openSandbox, type RunResult } from '../../sandbox/index.ts';
import { residentMb } from './native.ts';

const minutes = Number(process.argv[2] ?? 30);
const concurrency = 2;
const limits = {
  ...defaultLimits,
  testMs: 1000,
  totalMs: 2000,
  memoryMb: 128,
  outputBytes: 1 << 20,
};

const programs: readonly (readonly [language: 'python' | 'cpp' | 'javascript', source: string])[] =
  [
    ['python', 'print(int(input()) * 2)'],
    ['python', 'import sys\nfor line in sys.stdin: print(int(line) * 2)'],
    [
      'python',
      'import threading\nt = threading.Thread(target=lambda: print(42))\nt.start()\nt.join()',
    ],
    ['cpp', '#include <cstdio>\nint main() { int n; scanf("%d", &n); printf("%d\\n", n * 2); }'],
    ['javascript', "console.log(Number(require('fs').readFileSync(0, 'utf8')) * 2)"],
  ];
const hostile: typeof programs = [
  ['python', 'while True: pass'],
  ['python', 'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass'],
  ['python', 'a = []\nwhile True: a.append(bytearray(1 << 20))'],
  ['python', 'while True: print("x" * 4096)'],
  [
    'python',
    'import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\nos._exit(0)',
  ],
  ['python', 'import os\nfor i in range(20000): open(f"/tmp/f{i}", "w").write("x")'],
  ['python', 'import os\nos.kill(1, 9)\nos.kill(-1, 9)'],
  ['javascript', 'const a = []; for (;;) a.push(new Array(1e6).fill(1))'],
];

const descendants = (pid: string): string[] => {
  const read = () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
  const children = (() => {
    try {
      return read().split(' ').filter(Boolean);
    } catch {
      return [];
    }
  })();
  return children.flatMap((child) => [child, ...descendants(child)]);
};
const state = () => ({
  descriptors: readdirSync('/proc/self/fd').length,
  mounts: readFileSync('/proc/self/mountinfo', 'latin1').split('\n').length,
  files: readdirSync(tmpdir()).filter((name) => name.startsWith('assay')).length,
  groups: globSync(`/sys/fs/cgroup/**/assay-${process.pid}-*`).length,
  processes: descendants(`${process.pid}`).length,
});

// what is opened once and for all is no leak
{
  await using warm = await openSandbox({ concurrency });
  await warm.check();
}
const before = state();
const problems: string[] = [];
let runs = 0;
/** MiB between rounds, when no program runs; the first runs fill pools and are not looked at. */
const memory: number[] = [];
const rounds = 60;
const warmUp = 5_000;
const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
{
  await using sandbox = await openSandbox({ concurrency, cacheBytes: 0 });
  const once = async (at: number): Promise<RunResult | undefined> => {
    const list = at % 20 === 19 ? hostile : programs;
    const [language, source] = list[
      Math.floor(at / (at % 20 === 19 ? 20 : 1)) % list.length
    ] as (typeof programs)[0];
    if (sandbox.languages[language] === undefined) return undefined;
    const { results } = await sandbox.run(
      { language, source },
      [{ kind: 'script', stdin: '21\n' }],
      limits,
    );
    return results[0];
  };
  const lane = async (until: number) => {
    while (performance.now() < until) {
      const at = runs++;
      try {
        const result = await once(at);
        if (at % 20 !== 19 && result && result.stdout.trim() !== '42') {
          problems.push(`honest program ${at % programs.length}: ${result.status} ${result.error}`);
        }
      } catch (error) {
        problems.push(`refused: ${(error as Error).message}`);
      }
    }
  };
  const start = performance.now();
  for (let round = 1; round <= rounds; round++) {
    const until = start + (round / rounds) * minutes * 60_000;
    await Promise.all(Array.from({ length: concurrency }, () => lane(until)));
    await setTimeout(500); // slots are swept after the answer
    if (runs > warmUp) memory.push(residentMb());
  }
}
const after = state();
for (const key of Object.keys(before) as (keyof typeof before)[]) {
  if (after[key] > before[key]) problems.push(`${key}: ${before[key]} before, ${after[key]} after`);
}
const half = Math.ceil(memory.length / 2);
const [firstMb, lastMb] = [median(memory.slice(0, half)), median(memory.slice(half))];
if (lastMb > firstMb * 1.1) {
  problems.push(`memory: ${firstMb.toFixed(0)} MiB at first, ${lastMb.toFixed(0)} in the end`);
}
console.log(
  `soak: ${runs} runs in ${minutes} minutes, ${firstMb.toFixed(0)} to ${lastMb.toFixed(0)} MiB, ${problems.length} problems`,
);
for (const problem of problems.slice(0, 20)) console.log(`  ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
