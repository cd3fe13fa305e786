import { Room } from '../engine/room.ts';

/** Runs so many things at one time; the others wait in line. */
export function limiter(limit: number): <T>(start: () => Promise<T>) => Promise<T> {
  const room = new Room(limit);
  return async (start) => {
    const release = await room.take();
    try {
      return await start();
    } finally {
      release();
    }
  };
}
