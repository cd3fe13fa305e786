/**
 * One batch under way: its rows are checked a slice at a time, equal ones gathered under one job,
 * jobs handed to their verifiers' lanes, verdicts put into the outbox as they come. Every index
 * comes out exactly once, whatever happens.
 */
import type { Verdict } from '../../verifiers/contract.ts';
import type { Admission } from './admission.ts';
import { escaped, type Fault, type Outcome, refusal, type VerifierTable } from './judge.ts';
import type { Job, Lane, Ticket } from './lane.ts';
import { Outbox } from './outbox.ts';
import { fieldOf, idOf, prepare, toVerdict } from './prepare.ts';
import { turn } from './turn.ts';

export interface Scored {
  readonly index: number;
  readonly verdict: Verdict;
}

/** What a batch needs of its scorer. */
export interface BatchHost {
  readonly verifiers: VerifierTable;
  readonly lanes: Readonly<Record<'pure' | 'sandbox', Lane>>;
  readonly admission: Admission;
  /** The batches under way, each by what cancels it. */
  readonly open: Set<() => void>;
  /** Every verdict as it is put out, under what its row calls the verifier. */
  readonly onVerdict: (verifier: unknown, verdict: Verdict) => void;
  /** A fault of ours, told once: the sample by its hash and length, never by its text. */
  readonly onFault: (fault: Fault, sample: { hash: string; length: number }) => void;
}

export interface BatchBounds {
  readonly signal: AbortSignal | undefined;
  readonly deadlineMs: number;
  readonly client: string;
}

/** Rows of the same content: one judges for all. */
interface Group {
  readonly indices: number[];
  settled: { readonly outcome: Outcome; readonly ms: number } | null;
}

/** The event loop is given back after this long, milliseconds. */
const sliceMs = 2;

/**
 * Starts scoring. The rows hold places of the admission until their verdicts are read, the reader
 * leaves, or the batch is given up.
 * @throws AssayError when the batch is not admitted.
 */
export function startBatch(
  host: BatchHost,
  samples: readonly unknown[],
  bounds: BatchBounds,
): Outbox<Scored> {
  const { admission, lanes, verifiers } = host;
  const rows = [...samples]; // the caller may go on using the array
  let places = rows.length;
  admission.take(places);
  const release = (count: number) => {
    const released = Math.min(count, places);
    places -= released;
    if (released > 0) admission.release(released);
    if (places === 0) clearTimeout(timer);
  };

  const stop = new AbortController();
  const ticket: Ticket = { signal: stop.signal, client: bounds.client };
  const groups = new Map<string, Group>();
  const done = new Uint8Array(rows.length);
  let left = rows.length;

  const outbox = new Outbox<Scored>(
    (count) => release(count),
    () => giveUp(refusal('cancelled', 'The reader left')),
  );

  const put = (index: number, outcome: Outcome, ms: number) => {
    if (done[index] === 1) return;
    done[index] = 1;
    left--;
    const verdict = toVerdict(idOf(rows[index], index), outcome, ms);
    host.onVerdict(fieldOf(rows[index], 'verifier'), verdict);
    outbox.push({ index, verdict });
    if (left === 0) finish();
  };

  /** The timer stays until the last verdict is read, to free the places of one never read. */
  const finish = () => {
    timer.unref();
    host.open.delete(cancel);
    bounds.signal?.removeEventListener('abort', cancel);
    outbox.end();
  };

  /** Settles what is left with one refusal and frees all places. */
  const giveUp = (reason: Outcome) => {
    if (stop.signal.aborted) return;
    stop.abort();
    lanes.pure.drop(ticket);
    lanes.sandbox.drop(ticket);
    for (let index = 0; left > 0 && index < rows.length; index++) put(index, reason, 0);
    finish();
    release(places);
  };

  const cancel = () => giveUp(refusal('cancelled', 'The caller gave the batch up'));
  const timer = setTimeout(() => {
    const message = `Expected a verdict within ${bounds.deadlineMs} ms, got none`;
    giveUp(refusal('deadline', message));
  }, bounds.deadlineMs);

  const settle = (key: string, group: Group, size: number, outcome: Outcome, ms: number) => {
    group.settled = { outcome, ms };
    if (outcome.fault) host.onFault(outcome.fault, { hash: key, length: size });
    for (const index of group.indices) put(index, outcome, ms);
  };

  const run = async () => {
    for (let index = 0; index < rows.length; ) {
      const slice: Record<'pure' | 'sandbox', Job[]> = { pure: [], sandbox: [] };
      const until = performance.now() + sliceMs;
      for (; index < rows.length && performance.now() < until; index++) {
        const prepared = prepare(rows[index], verifiers);
        if (prepared.kind === 'settled') {
          put(index, prepared.outcome, 0);
          continue;
        }
        const { key, task, size, floats } = prepared;
        const known = groups.get(key);
        if (known?.settled) put(index, known.settled.outcome, known.settled.ms);
        else if (known) known.indices.push(index);
        else {
          const group: Group = { indices: [index], settled: null };
          groups.set(key, group);
          slice[verifiers[task.verifier]?.kind ?? 'pure'].push({
            task,
            size,
            floats,
            settle: (outcome, ms) => settle(key, group, size, outcome, ms),
          });
        }
      }
      lanes.pure.add(ticket, slice.pure);
      lanes.sandbox.add(ticket, slice.sandbox);
      if (index < rows.length) await turn();
      if (stop.signal.aborted) return;
    }
  };

  host.open.add(cancel);
  if (bounds.signal?.aborted) cancel();
  else {
    bounds.signal?.addEventListener('abort', cancel, { once: true });
    if (rows.length === 0) giveUp(refusal('cancelled', 'The batch is empty'));
    else run().catch((error) => giveUp(escaped(error)));
  }
  return outbox;
}
