/**
 * The host's end of a program's stdout or stderr: read as it comes, so the program never waits for
 * us, and kept up to a cap, so a flood costs us no memory.
 */
import { readSync } from 'node:fs';
import { Socket } from 'node:net';

export interface Capture {
  /** What came since the last call, those bytes included that are still in the pipe. */
  take(): string;
  /** Resolves when the descriptor is closed, so that the pipe can be used again. */
  close(): Promise<void>;
}

/**
 * Owns `fd`, the reading end of a pipe.
 * @param onFlood called once when more than `cap` bytes came since the last `take`.
 */
export function capture(fd: number, cap: number, onFlood: () => void): Capture {
  let parts: Buffer[] = [];
  let held = 0;
  let flooded = false;
  const keep = (bytes: Buffer): void => {
    if (flooded) return;
    held += bytes.length;
    if (held <= cap) {
      parts.push(bytes);
      return;
    }
    flooded = true;
    parts.push(bytes.subarray(0, bytes.length - (held - cap)));
    onFlood();
  };
  const stream = new Socket({ fd, readable: true, writable: false });
  stream.on('data', keep);
  stream.on('error', () => {}); // the end of the process says it all

  /** Reads the rest of the pipe at once: what was written before a result must count with it. */
  const drain = (): void => {
    while (!stream.destroyed && !stream.readableEnded && !flooded) {
      const bytes = Buffer.allocUnsafe(65536);
      let size = 0;
      try {
        size = readSync(fd, bytes);
      } catch {
        return; // EAGAIN: empty, writers remain
      }
      if (size === 0) return;
      keep(bytes.subarray(0, size));
    }
  };

  return {
    take() {
      drain();
      const text = Buffer.concat(parts).toString('utf8');
      parts = [];
      held = 0;
      return text;
    },
    close() {
      if (stream.closed) return Promise.resolve();
      const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
      stream.destroy();
      return closed;
    },
  };
}
