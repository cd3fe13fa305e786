/** Runs so many things at one time; the others wait in line. */
export function limiter(limit: number): <T>(start: () => Promise<T>) => Promise<T> {
  let running = 0;
  const line: (() => void)[] = [];
  return async (start) => {
    if (running >= limit) await new Promise<void>((resolve) => line.push(resolve));
    else running++;
    try {
      return await start();
    } finally {
      const next = line.shift();
      if (next)
        next(); // its place is handed on
      else running--;
    }
  };
}
