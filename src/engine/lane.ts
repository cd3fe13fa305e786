/**
 * A lane judges jobs of one kind of verifier. Jobs wait in a rotation of batches, so that a batch
 * of ten thousand does not hold up a batch of one, nor a busy client a quiet one.
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

/** A batch as the lanes know it. */
export interface Ticket {
  /** Aborted when the batch is given up. */
  readonly signal: AbortSignal;
  /** Whose batch it is. */
  readonly client: string;
}

export interface Lane {
  add(batch: Ticket, jobs: readonly Job[]): void;
  /** Forgets the batch's waiting jobs and gives up on those that run. They are never settled. */
  drop(batch: Ticket): void;
  close(): Promise<void>;
}

interface Queue {
  readonly jobs: Job[];
  head: number;
}

/** Clients take turns, and so do the batches of each. */
export class Rotation {
  readonly #clients = new Map<string, Map<Ticket, Queue>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(batch: Ticket, jobs: readonly Job[]): void {
    if (jobs.length === 0) return;
    const batches = this.#clients.get(batch.client) ?? new Map<Ticket, Queue>();
    this.#clients.set(batch.client, batches);
    const queue = batches.get(batch);
    if (queue) queue.jobs.push(...jobs);
    else batches.set(batch, { jobs: [...jobs], head: 0 });
    this.#size += jobs.length;
  }

  /** The next jobs of the batch whose turn it is: at most `most(waiting)`, and at most `units`. */
  take(most: (waiting: number) => number, units: number): { batch: Ticket; jobs: Job[] } | null {
    const [client, batches] = first(this.#clients);
    const [batch, queue] = batches ? first(batches) : [];
    if (client === undefined || !batches || !batch || !queue) return null;
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
    // both go to the end of their lines
    batches.delete(batch);
    if (queue.head < queue.jobs.length) batches.set(batch, queue);
    this.#clients.delete(client);
    if (batches.size > 0) this.#clients.set(client, batches);
    return { batch, jobs };
  }

  drop(batch: Ticket): void {
    const batches = this.#clients.get(batch.client);
    const queue = batches?.get(batch);
    if (!batches || !queue) return;
    this.#size -= queue.jobs.length - queue.head;
    batches.delete(batch);
    if (batches.size === 0) this.#clients.delete(batch.client);
  }

  /** Empties the rotation. */
  clear(): Job[] {
    const queues = [...this.#clients.values()].flatMap((batches) => [...batches.values()]);
    this.#clients.clear();
    this.#size = 0;
    return queues.flatMap(({ jobs, head }) => jobs.slice(head));
  }
}

function first<K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | readonly [undefined, undefined] {
  const next = map.entries().next();
  return next.done ? [undefined, undefined] : next.value;
}
