/** Rows through a backend, a few batches at a time, and back in input order, a batch at a time. */
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

export interface Handling {
  /** A sample as it goes out; as it is if left out. */
  readonly prepare?: ((sample: unknown) => unknown) | undefined;
  readonly onVerdict: (verdict: Verdict) => void;
}

interface Batch {
  readonly rows: readonly Row[];
  readonly found: Promise<readonly Verdict[]>;
  done: boolean;
}

/**
 * @param done rows of earlier runs. Batches end at multiples of their size whatever was done before,
 * so that a run that goes on sends the batches of the one before it: a fleet may have judged them.
 */
export async function* inOrder(
  pieces: AsyncIterable<Iterable<Row>>,
  done: number,
  backend: Backend,
  { prepare, onVerdict }: Handling,
): AsyncGenerator<readonly Judged[]> {
  const held: Batch[] = [];
  const mostHeld = Math.max(leastHeld, 2 * backend.ahead);
  const { batch: most, least = most } = backend;
  let wanted = least;
  let running = 0;
  let wake = () => {};

  const send = (sent: readonly Row[]) => {
    const samples: unknown[] = [];
    for (const row of sent) {
      for (const sample of row.samples) samples.push(prepare ? prepare(sample) : sample);
    }
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
  const first = async (): Promise<Judged[]> => {
    const { rows, found } = held.shift() as Batch;
    const verdicts = await found;
    let at = 0;
    return rows.map((row) => {
      const start = at;
      at += row.samples.length;
      return { row, verdicts: row.refused ? [row.refused.verdict] : verdicts.slice(start, at) };
    });
  };

  let batch: Row[] = [];
  let [samples, bytes] = [0, 0];
  let seen = done;
  for await (const piece of pieces) {
    for (const row of piece) {
      batch.push(row);
      seen++;
      samples += Math.max(1, row.samples.length);
      bytes += row.bytes;
      const full = samples >= wanted || bytes >= batchBytes || seen % most === 0;
      if (!full) continue;
      send(batch);
      batch = [];
      [samples, bytes] = [0, 0];
      while (held[0]?.done || held.length >= mostHeld) yield await first();
      while (running >= backend.ahead) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        while (held[0]?.done) yield await first();
      }
    }
  }
  if (batch.length > 0) send(batch);
  while (held.length > 0) yield await first();
}
