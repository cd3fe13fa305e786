/** What drivers and workers of one queue agree on. */

/** Tries of a job before it is a dead letter: a try fails when a worker's walls or threads fail. */
export const attempts = 3;
/** How often a job's worker may vanish before the job itself is suspected. */
export const maxVanished = 2;
/** A result nobody has read, and the trace of a finished job, are kept this long. */
export const resultTtlS = 3_600;
export const keepCompleted = { age: resultTtlS, count: 256 } as const;
/** Dead letters stay for people to look at. */
export const keepFailed = { age: 7 * 24 * 3_600, count: 1_000 } as const;

export const keyPrefix = 'assay';

/** Where a job's verdicts lie, apart from BullMQ's keys: read once and removed. */
export function resultKey(queue: string, id: string): string {
  return `${keyPrefix}:${queue}:verdicts:${id}`;
}
