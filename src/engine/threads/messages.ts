/** What the pool and a worker thread say to each other. */
import type { Outcome, RawTask } from '../judge.ts';

/** Cells of the memory both sides see. */
export const cells = {
  /** Place in the chunk of the task that runs. Written by the thread. */
  position: 0,
  /** Not 0: leave the rest of the chunk. Written by the pool. */
  skip: 1,
} as const;

export interface ThreadData {
  /** URL of a module that exports `verifiers`. */
  readonly table: string;
  readonly shared: SharedArrayBuffer;
}

/** A task whose floats must stay floats goes as JSON text: a structured clone forgets them. */
export type ToThread = readonly (RawTask | string)[];

export interface Judged {
  readonly position: number;
  readonly outcome: Outcome;
  readonly ms: number;
}

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'judged'; readonly judged: readonly Judged[]; readonly done: boolean };
