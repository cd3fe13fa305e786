/**
 * A lane judges jobs of one kind of verifier. Jobs wait in a rotation of batches, so that a batch
 * of ten thousand does not hold up a batch of one.
 */
import type { Outcome, RawTask } from './judge.ts';

export interface Job {
  readonly task: RawTask;
  /** Roughly how much there is to send, UTF-16 units. */
  readonly size: number;
  /** The task tells `1.0` from `1`. */
  readonly floats: boolean;
  /** Called once, unless the batch was dropped. */
  settle(outcome: Outcome, ms: number): void;
}

/** A batch is known to a lane by its signal. */
export interface Lane {
  add(batch: AbortSignal, jobs: readonly Job[]): void;
  /** Forgets the batch's waiting jobs and gives up on those that run. They are never settled. */
  drop(batch: AbortSignal): void;
  close(): Promise<void>;
}

export class Rotation {
  #queues = new Map<AbortSignal, { jobs: Job[]; head: number }>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(batch: AbortSignal, jobs: readonly Job[]): void {
    const queue = this.#queues.get(batch);
    if (queue) queue.jobs.push(...jobs);
    else if (jobs.length > 0) this.#queues.set(batch, { jobs: [...jobs], head: 0 });
    this.#size += jobs.length;
  }

  /** The next jobs of the batch whose turn it is: at most `most(waiting)`, and at most `units`. */
  take(
    most: (waiting: number) => number,
    units: number,
  ): { batch: AbortSignal; jobs: Job[] } | null {
    const next = this.#queues.entries().next();
    if (next.done) return null;
    const [batch, queue] = next.value;
    const wanted = most(queue.jobs.length - queue.head);
    const jobs: Job[] = [];
    let size = 0;
    for (let job = queue.jobs[queue.head]; job; job = queue.jobs[queue.head]) {
      if (jobs.length > 0 && (jobs.length >= wanted || size + job.size > units)) break;
      jobs.push(job);
      size += job.size;
      queue.head++;
    }
    this.#size -= jobs.length;
    this.#queues.delete(batch);
    if (queue.head < queue.jobs.length) this.#queues.set(batch, queue); // to the end of the line
    return { batch, jobs };
  }

  drop(batch: AbortSignal): void {
    const queue = this.#queues.get(batch);
    if (!queue) return;
    this.#size -= queue.jobs.length - queue.head;
    this.#queues.delete(batch);
  }

  /** Empties the rotation. */
  clear(): Job[] {
    const all = [...this.#queues.values()].flatMap(({ jobs, head }) => jobs.slice(head));
    this.#queues.clear();
    this.#size = 0;
    return all;
  }
}
