/**
 * Theory of operation. A worker process holds isolates. The host speaks to it over stdin and
 * stdout in frames: one Job at a time, and for each case a `start` when untrusted code is about to
 * run and a `result` when it has ended. Untrusted code runs inside an isolate and has no way to
 * the process's descriptors. The process has an empty environment and ends when stdin closes.
 *
 * Covers: framing and order of messages. Does not cover: any limit; those are in the handler
 * (soft) and in the host (hard: outer clock, address space, SIGKILL).
 */
import { writeSync } from 'node:fs';
import type { RunResult } from '../contract.ts';
import { encodeFrame, readFrames } from '../frames.ts';
import type { Job } from '../visits.ts';

/** Where a handler reports, in the order of the job's cases. */
export interface JobOutput {
  /** Untrusted code of this case is about to run: the outer clock starts. */
  start(index: number): void;
  result(index: number, result: RunResult): void;
}

/** Holds isolates ahead of the next job until it is disposed of. */
export interface JobHandler extends Disposable {
  /** Resolves when every case has a result. A throw is a fault of ours and ends the process. */
  run(job: Job, out: JobOutput): Promise<void>;
  /** Called while no job is in flight, e.g. to make interpreters ahead. */
  idle?(): Promise<void>;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'start'; readonly index: number }
  | { readonly kind: 'result'; readonly index: number; readonly result: RunResult }
  | { readonly kind: 'done' };

let unsent: Buffer[] = [];

/** Results wait for what follows them, so that those of one go are one write. */
function send(message: WorkerMessage): void {
  unsent.push(encodeFrame(message));
  if (message.kind === 'result') return;
  const frames = unsent.length === 1 ? (unsent[0] as Buffer) : Buffer.concat(unsent);
  unsent = [];
  write(frames);
}

/** Writes synchronously, so that it is out before untrusted code blocks the thread. */
function write(frames: Buffer): void {
  for (let at = 0; at < frames.length; ) {
    try {
      at += writeSync(1, frames, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') process.exit(0); // the host is gone
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // full pipe: wait 1 ms
    }
  }
}

/** Serves jobs until stdin closes. */
export function serve(handler: JobHandler): void {
  const jobs: Job[] = [];
  let busy = false;

  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      await handler.run(job, {
        start: (index) => send({ kind: 'start', index }),
        result: (index, result) => send({ kind: 'result', index, result }),
      });
      send({ kind: 'done' });
      if (jobs.length === 0) await handler.idle?.();
    }
    busy = false;
  };

  const die = (error: unknown): void => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exit(1);
  };

  readFrames(
    process.stdin,
    (message) => {
      jobs.push(message as Job);
      work().catch(die);
    },
    die,
  );
  process.stdin.on('end', () => {
    handler[Symbol.dispose]();
    process.exit(0);
  });
  send({ kind: 'ready' });
}
