/** What every backend of the sandbox must do, whatever the wall and the language. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  type Backend,
  type Case,
  defaultLimits,
  type LanguageId,
  type Limits,
  type RunResult,
} from '../../sandbox/contract.ts';

/** The same small programs in the backend's language. */
export interface Programs {
  readonly language: LanguageId;
  readonly double: string;
  readonly spin: string;
  readonly spinAtLoad: string;
  readonly eatMemory: string;
  readonly flood: string;
  readonly crash: string;
  readonly broken: string;
  readonly remember: string;
  readonly values: string;
  readonly readStdin: string;
  readonly exitThree: string;
  /** Returns random numbers and whatever else may differ from run to run. */
  readonly chance: string;
}

const call = (n: number): Case => ({ kind: 'call', fn: 'f', args: `["l",${n}]` });
const limits: Limits = { ...defaultLimits, testMs: 1500, totalMs: 8000, outputBytes: 1 << 20 };
/** Where the time must not be what ends a program, even on a busy machine. */
const patient = { testMs: 20_000, totalMs: 20_000 };

export function conforms(name: string, open: () => Promise<Backend>, programs: Programs): void {
  const { language } = programs;
  let backend: Promise<Backend> | undefined;
  const run = async (source: string, cases: readonly Case[], own: Partial<Limits> = {}) => {
    backend ??= open();
    return (await backend).run({ language, source }, cases, { ...limits, ...own });
  };
  const statuses = (results: readonly RunResult[]) => results.map((r) => r.status);
  after(async () => (await backend)?.[Symbol.asyncDispose]());

  test(`${name}: calls return encoded values`, async () => {
    const results = await run(programs.double, [call(2), call(21)]);
    assert.deepEqual(
      results.map((r) => r.value),
      ['4', '42'],
    );
  });

  test(`${name}: plain data of all kinds comes back`, async () => {
    const [result] = await run(programs.values, [call(0)]);
    assert.equal(result?.status, 'ok', result?.error);
    assert.match(
      result.value ?? '',
      /^\["d",\["a",\["l",1,2\.5,null,true\]\],\["b","é\\ud800|\\u00e9/,
    );
  });

  test(`${name}: a time-out costs its own case`, async () => {
    const results = await run(programs.spin, [call(1), call(2), call(3)]);
    assert.deepEqual(statuses(results), ['ok', 'time_limit', 'ok']);
  });

  test(`${name}: a program that never loads costs one time-out`, async () => {
    const results = await run(programs.spinAtLoad, [call(1), call(2), call(3)]);
    assert.deepEqual(statuses(results), ['time_limit', 'time_limit', 'time_limit']);
  });

  test(`${name}: the total limit bounds all cases together`, async () => {
    const results = await run(programs.spin, [call(2), call(2), call(2), call(2)], {
      totalMs: 2000,
    });
    assert.deepEqual(new Set(statuses(results)), new Set(['time_limit']));
  });

  test(`${name}: memory is bounded`, async () => {
    const [result] = await run(programs.eatMemory, [call(1)], { memoryMb: 96, ...patient });
    assert.equal(result?.status, 'memory_limit');
  });

  test(`${name}: output is bounded`, async () => {
    const [result] = await run(programs.flood, [call(1)], patient);
    assert.equal(result?.status, 'output_limit');
  });

  test(`${name}: crashes and syntax errors are the program's`, async () => {
    assert.deepEqual(statuses(await run(programs.crash, [call(1)])), ['runtime_error']);
    const broken = await run(programs.broken, [call(1), call(2)]);
    assert.deepEqual(statuses(broken), ['compile_error', 'compile_error']);
  });

  test(`${name}: nothing stays between samples`, async () => {
    const first = await run(programs.remember, [call(7)]);
    const second = await run(programs.remember, [call(7)]);
    assert.deepEqual(
      [first[0]?.value, second[0]?.value],
      ['false', 'false'],
      'state of one sample was seen by the next',
    );
  });

  test(`${name}: script cases read stdin, each from the start`, async () => {
    const script = (stdin: string): Case => ({ kind: 'script', stdin });
    const results = await run(programs.readStdin, [script('3\n'), script('5\n')]);
    assert.deepEqual(
      results.map((r) => r.stdout),
      ['6\n', '10\n'],
    );
    const [failed] = await run(programs.exitThree, [script('')]);
    assert.deepEqual([failed?.status, failed?.exitCode], ['runtime_error', 3]);
  });

  test(`${name}: many at once keep apart`, async () => {
    const runs = Array.from({ length: 12 }, (_, i) => run(programs.double, [call(i)]));
    const results = await Promise.all(runs);
    assert.deepEqual(
      results.map(([r]) => r?.value),
      Array.from({ length: 12 }, (_, i) => String(2 * i)),
    );
  });

  test(`${name}: chance is the same in every run`, async () => {
    const [first] = await run(programs.chance, [call(1)]);
    const [second] = await run(programs.chance, [call(1)]);
    assert.equal(first?.status, 'ok', first?.error);
    assert.equal(first?.value, second?.value);
  });

  test(`${name}: an abort ends the run`, async () => {
    backend ??= open();
    const stop = AbortSignal.timeout(300);
    await assert.rejects(
      (await backend).run({ language, source: programs.spin }, [call(2)], limits, { signal: stop }),
      { code: 'aborted' },
    );
    assert.deepEqual(statuses(await run(programs.double, [call(1)])), ['ok']);
  });
}
