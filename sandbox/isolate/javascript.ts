/**
 * Runs JavaScript and TypeScript jobs: a fresh isolate a sample, a fresh context a script case.
 * `call`, `eval` and `check` cases share one load of the program; after an interruption the rest
 * continues in a new isolate. Types are stripped in this process, which can be killed.
 */
import type { Case, RunResult } from '../contract.ts';
import { failed, type Job } from '../visits.ts';
import type { JobHandler, JobOutput } from '../worker/child.ts';
import { type Apart, isApart, isTogether, runApart, runCase, runScript } from './cases.ts';
import { startClock } from './clock.ts';
import { guarded, text, toResult } from './drive.ts';
import { filesIn, finding, type Loaded, load, toJavaScript } from './load.ts';
import { openRealms, type Realms } from './realms.ts';
import { usesNode } from './wrapped.ts';

export function openJavaScript(): JobHandler {
  const realms = openRealms();
  return {
    run: async (job, out) => runJob(job, out, realms),
    idle: async () => realms.idle(),
    [Symbol.dispose]: () => realms[Symbol.dispose](),
  };
}

function runJob(job: Job, out: JobOutput, realms: Realms): void {
  const { program } = job;
  let code: string | undefined; // compiled on the program's time
  let spent = 0;
  let at = 0;
  if (callsInOneGo(job)) {
    out.start(0);
    const results = inOneGo(job, realms);
    if (results) {
      for (const result of results) out.result(at++, result);
      return;
    }
  }
  while (at < job.cases.length) {
    const realm = realms.fresh(job.limits, 'whole');
    let loaded: Loaded | null = null;
    let apart: Apart | null = null;
    for (; at < job.cases.length; at++) {
      const one = job.cases[at] as Case;
      if (spent >= job.limits.totalMs) {
        out.result(at, failed('time_limit', 0));
        continue;
      }
      out.start(at);
      const clock = startClock(Math.min(job.limits.testMs, job.limits.totalMs - spent));
      const result = guarded(clock, () => {
        try {
          code ??= toJavaScript(program.source, program.language);
        } catch (error) {
          return { ...failed('compile_error', clock.ms()), error: text(error) };
        }
        const all = { ...program.files, ...(one.kind === 'script' && one.files) };
        const files = filesIn(all);
        if (one.kind === 'script') {
          realm.given(one.stdin, one.args ?? [], files, clock.left());
          return runScript(realm, code, files, clock);
        }
        if (program.files && !loaded) realm.given('', [], files, clock.left());
        loaded ??= load(realm, code, files, job.cases.some(isTogether), clock);
        if (!isApart(one)) return runCase(realm, loaded, one, program.language, clock);
        apart ??= { body: realms.second(job.limits) };
        return runApart(realm, loaded, apart, one, program.language, clock);
      });
      spent += result.ms;
      out.result(at, result);
      const interrupted = result.status.endsWith('_limit');
      if (interrupted && !loaded && one.kind !== 'script') {
        repeat(result, at + 1, job.cases.length, out);
        return;
      }
      if (interrupted || one.kind === 'script') {
        at++;
        break; // what is left needs a fresh isolate
      }
    }
  }
}

/** What may go on after a call has returned, or begin before the next. */
const later =
  /\b(?:async|await|Promise|then|setTimeout|setInterval|setImmediate|queueMicrotask|import|export|process)\b/;
/** Calls that take longer together go one by one, each on its own clock. */
const goMs = 500;

/** Calls of one function that settle at once need not enter the isolate one by one. */
function callsInOneGo({ program, cases, cautious }: Job): boolean {
  const [first] = cases;
  if (
    cautious ||
    program.files ||
    cases.length < 2 ||
    first?.kind !== 'call' ||
    later.test(program.source) ||
    usesNode(program.source)
  ) {
    return false;
  }
  return cases.every((one) => one.kind === 'call' && one.fn === first.fn);
}

/** null when that did not work out, for whatever reason: then nothing has happened yet. */
function inOneGo({ program, cases, limits }: Job, realms: Realms): readonly RunResult[] | null {
  const realm = realms.fresh(limits, 'calls');
  const clock = startClock(Math.min(goMs, limits.testMs, limits.totalMs));
  try {
    const code = toJavaScript(program.source, program.language);
    const [first] = cases;
    if (first?.kind !== 'call') return null;
    const found = realm.script(`${code}\n;${finding(first.fn)}`, clock.left());
    const args = cases.map((one) => (one.kind === 'call' ? one.args : ''));
    const states = realm.calls(found, first.fn, args, clock.left());
    if (states.length < cases.length || states.some(({ kind }) => kind === 'pending')) return null;
    const ms = clock.ms() / cases.length;
    return states.map((state) => toResult(state, ms));
  } catch {
    return null;
  }
}

/** A program that cannot be loaded in time has the same result in all its cases. */
function repeat(result: RunResult, from: number, to: number, out: JobOutput): void {
  for (let i = from; i < to; i++) out.result(i, { ...result, ms: 0 });
}
