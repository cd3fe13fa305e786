/** Long work on the main thread takes turns, so that no request waits for more than one slice of it. */
const waiting: (() => void)[] = [];

/** The next slice's turn: one in each round of the event loop, however many batches are read. */
export function turn(): Promise<void> {
  if (waiting.length === 0) setImmediate(next);
  return new Promise((resolve) => waiting.push(resolve));
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}
