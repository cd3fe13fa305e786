/**
 * A main program with one stdin: a launch of its own, so that processes, files and time are fresh
 * for every test. The clock starts when the guest has set its limits and is about to compile the
 * program, so a slow start of the sandbox is not the program's.
 */
import type { Job, Visit } from '../visits.ts';
import type { Launch } from './launch.ts';
import { judgeEnd } from './outcome.ts';
import { resourceLimits } from './walls.ts';

/** How long a launch may take before any line of the program runs, milliseconds. */
export const startMs = 20_000;

export async function visitScript(one: Launch, job: Job, stdin: string): Promise<Visit> {
  const { program, limits } = job;
  one.send(['script', resourceLimits(limits), program.source, stdin]);
  const first = await one.next(startMs);
  if (first.kind === 'end' || first.tag !== 'R') return neverStarted(one);
  one.guard();
  const startedAt = performance.now();
  const event = await one.next(Math.min(limits.testMs, limits.totalMs));
  const error = event.kind === 'frame' && event.tag === 'C' ? event.text : undefined;
  const end = event.kind === 'end' ? event : await one.next(limits.testMs);
  const ms = performance.now() - startedAt;
  if (end.kind === 'frame') throw new Error('Expected no frame of a program that has none to send');
  const result = judgeEnd(end, one.output(), ms);
  if (error === undefined) return { kind: 'ended', result };
  return { kind: 'ended', loading: true, result: { ...result, status: 'compile_error', error } };
}

/** What bubblewrap or the interpreter said; no line of the program has run. */
export async function neverStarted(one: Launch): Promise<Visit> {
  const end = await one.stop({ status: 'finished' });
  const said = one.output().stderr.trim().slice(-500);
  const how = end.stop ? `no start within ${startMs} ms` : `exit code ${end.exitCode}`;
  const why = end.fault ?? (said || how);
  return { kind: 'never_started', detail: `A namespaced program did not start: ${why}` };
}
