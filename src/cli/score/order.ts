/** Rows through a backend, a few batches at a time, and back in input order. */
import type { Verdict } from '../../../verifiers/contract.ts';
import type { Backend } from '../../engine/backends/contract.ts';
import type { Row } from './rows.ts';

/** A batch ends early when its rows hold so many bytes. */
const batchBytes = 8 << 20;
/** A batch that takes longer makes the next ones smaller, one that takes less larger, milliseconds. */
const long = 2_000;
const short = 500;
/** Batches that may wait for a slower one before them. */
const leastHeld = 32;

export interface Judged {
  readonly row: Row;
  readonly verdicts: readonly Verdict[];
}

export interface InOrder extends Judged {
  /** The last of its batch: what comes next may take a while. */
  readonly last: boolean;
}

interface Batch {
  readonly rows: readonly Row[];
  readonly found: Promise<readonly Verdict[]>;
  done: boolean;
}

/**
 * @param done rows of earlier runs. Batches end at multiples of their size whatever was done before,
 * so that a run that goes on sends the batches of the one before it: a fleet may have judged them.
 * @param prepare the samples of a row as they go out.
 */
export async function* inOrder(
  rows: AsyncIterable<Row>,
  done: number,
  backend: Backend,
  prepare: (sample: unknown) => unknown,
  onVerdict: (verdict: Verdict) => void,
): AsyncGenerator<InOrder> {
  const held: Batch[] = [];
  const mostHeld = Math.max(leastHeld, 2 * backend.ahead);
  const { batch: most, least = most } = backend;
  let wanted = least;
  let running = 0;
  let wake = () => {};

  const send = (sent: readonly Row[]) => {
    const samples = sent.flatMap((row) => row.samples.map(prepare));
    running++;
    const found = backend.score(samples, { onVerdict: (_, verdict) => onVerdict(verdict) });
    const batch: Batch = { rows: sent, found, done: false };
    const start = performance.now();
    const end = () => {
      const took = performance.now() - start;
      if (took > long) wanted = Math.max(least, wanted >> 1);
      else if (took < short) wanted = Math.min(most, wanted << 1);
      batch.done = true;
      running--;
      wake();
    };
    found.then(end, end); // a fault is thrown where the batch's turn comes
    held.push(batch);
  };
  async function* first() {
    const { rows: own, found: judged } = held.shift() as Batch;
    const verdicts = await judged;
    let at = 0;
    for (const row of own) {
      const end = at + row.samples.length;
      const found = row.refused ? [row.refused.verdict] : verdicts.slice(at, end);
      yield { row, verdicts: found, last: row === own.at(-1) };
      at = end;
    }
  }

  let batch: Row[] = [];
  let [samples, bytes] = [0, 0];
  let seen = done;
  for await (const row of rows) {
    batch.push(row);
    seen++;
    samples += Math.max(1, row.samples.length);
    bytes += row.bytes;
    const full = samples >= wanted || bytes >= batchBytes || seen % most === 0;
    if (!full) continue;
    send(batch);
    batch = [];
    [samples, bytes] = [0, 0];
    while (held[0]?.done || held.length >= mostHeld) yield* first();
    while (running >= backend.ahead) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      while (held[0]?.done) yield* first();
    }
  }
  if (batch.length > 0) send(batch);
  while (held.length > 0) yield* first();
}
