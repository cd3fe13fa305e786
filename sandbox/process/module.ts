/**
 * A program loaded once as a module, then called for each case over the channel. A case is sent
 * when the one before it has its result, so the program never holds an argument too early, and
 * each has its own clock, output and result. A program that ends itself or is ended costs the case
 * in flight; while it is loading, it costs all.
 */
import { readFileSync } from 'node:fs';
import type { Case, RunResult } from '../contract.ts';
import type { Job, Visit } from '../visits.ts';
import type { Launch, LaunchEvent } from './launch.ts';
import { failureTags, judgeEnd } from './outcome.ts';
import { neverStarted, startMs } from './script.ts';
import { resourceLimits } from './walls.ts';

const runtime = readFileSync(new URL('../languages/python/runtime.py', import.meta.url), 'utf8');

/** Runs the cases up to the first `script`. */
export async function visitModule(
  one: Launch,
  job: Job,
  give: (result: RunResult) => void,
): Promise<Visit> {
  const { program, limits } = job;
  let left = limits.totalMs;
  /** The next event and how long it took. */
  const timed = async (): Promise<[LaunchEvent, number]> => {
    const startedAt = performance.now();
    const event = await one.next(Math.min(limits.testMs, left));
    const ms = performance.now() - startedAt;
    left -= ms;
    return [event, ms];
  };

  one.send(['module', resourceLimits(limits), program.source, runtime]);
  const first = await one.next(startMs);
  if (first.kind === 'end' || first.tag !== 'R') return neverStarted(one);
  one.guard();
  const [loaded, loadMs] = await timed();
  if (loaded.kind === 'end' || loaded.tag !== 'L') {
    return { kind: 'ended', loading: true, result: failure(one, loaded, loadMs) };
  }
  one.output(); // what loading printed belongs to no case

  let extra = loadMs;
  for (const next of job.cases) {
    if (next.kind === 'script' || left <= 0) break;
    one.send(blobsOf(next));
    const [event, caseMs] = await timed();
    const ms = caseMs + extra;
    extra = 0;
    if (event.kind === 'end') return { kind: 'ended', result: failure(one, event, ms) };
    if (event.tag === 'V') {
      const value = next.kind === 'check' ? {} : { value: event.text };
      give({ status: 'ok', ...value, ...one.output(), exitCode: 0, ms });
    } else if (Object.hasOwn(failureTags, event.tag)) {
      give(failure(one, event, ms));
    } else {
      await one.stop({ status: 'runtime_error', error: 'spoke out of turn' });
      return { kind: 'ended', result: failure(one, event, ms) };
    }
  }
  return { kind: 'done' };
}

/** The program's own error, its end, or nonsense on the channel. */
function failure(one: Launch, event: LaunchEvent, ms: number): RunResult {
  if (event.kind === 'frame') {
    const status = failureTags[event.tag] ?? 'runtime_error';
    return { status, ...one.output(), exitCode: 1, error: event.text.slice(0, 500), ms };
  }
  const result = judgeEnd(event, one.output(), ms);
  // an exit is no result, whatever its code
  if (result.status !== 'ok') return result;
  return { ...result, status: 'runtime_error', error: 'exited before there was a result' };
}

function blobsOf(one: Exclude<Case, { kind: 'script' }>): string[] {
  switch (one.kind) {
    case 'call':
      return ['call', one.fn, one.args];
    case 'eval':
      return ['eval', one.expression, one.setup ?? ''];
    case 'check':
      return ['check', one.code, ''];
  }
}
