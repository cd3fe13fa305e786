/**
 * Entry of a worker thread: judges the tasks of a chunk one after another and sends the outcomes
 * as they come, gathered for a few milliseconds to spare messages.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { parseJson } from '../../../verifiers/json.ts';
import type { RawTask, VerifierTable } from '../judge.ts';
import { judge, type Outcome, refusal } from '../judge.ts';
import { cells, type FromThread, type Judged, type ThreadData, type ToThread } from './messages.ts';

/** Outcomes wait at most this long for company. */
const gatherMs = 4;

const { table, shared } = workerData as ThreadData;
const state = new Int32Array(shared);
const { verifiers } = (await import(table)) as { readonly verifiers: VerifierTable };

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}

function judgeOne(sent: RawTask | string): Outcome {
  const task = typeof sent === 'string' ? (parseJson(sent, { nonFinite: true }) as RawTask) : sent;
  const verifier = verifiers[task.verifier];
  return verifier?.kind === 'pure'
    ? judge(verifier, task)
    : refusal('internal', `Expected a verifier that only computes, got ${task.verifier}`);
}

/** Sends the outcomes; one that cannot be copied does not take the others with it. */
function report(judged: readonly Judged[], done: boolean): void {
  try {
    send({ kind: 'judged', judged, done });
  } catch {
    const copyable = judged.map((each) => {
      try {
        structuredClone(each.outcome);
        return each;
      } catch {
        const outcome = refusal('internal', 'Expected a verdict of plain data, got more');
        return { ...each, outcome };
      }
    });
    send({ kind: 'judged', judged: copyable, done });
  }
}

parentPort?.on('message', (tasks: ToThread) => {
  let judged: Judged[] = [];
  let sent = performance.now();
  for (const [position, task] of tasks.entries()) {
    if (Atomics.load(state, cells.skip) !== 0) break;
    Atomics.store(state, cells.position, position);
    const start = performance.now();
    const outcome = judgeOne(task);
    const end = performance.now();
    judged.push({ position, outcome, ms: end - start });
    if (end - sent > gatherMs && position < tasks.length - 1) {
      report(judged, false);
      judged = [];
      sent = end;
    }
  }
  report(judged, true);
});

send({ kind: 'ready' });
