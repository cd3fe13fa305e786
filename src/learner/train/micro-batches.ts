/** Sequences in order, as many together as have room: what bounds a pass's memory. */
export function microBatches<T>(
  items: readonly T[],
  tokensOf: (item: T) => number,
  maxTokens: number,
): T[][] {
  const batches: T[][] = [];
  let room = 0;
  for (const item of items) {
    const tokens = tokensOf(item);
    // One that is longer than all the room goes alone.
    if (tokens > room) {
      batches.push([]);
      room = maxTokens;
    }
    batches.at(-1)?.push(item);
    room -= tokens;
  }
  return batches;
}
