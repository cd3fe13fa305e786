/**
 * Length-framed messages over a byte stream: four bytes big-endian length, then UTF-8 JSON.
 * Used between the host and its own worker processes; a frame beyond the cap is an error of the
 * sender, never a reason to allocate.
 */
import type { Readable } from 'node:stream';

export const maxFrameBytes = 96 << 20;

/** The bytes of one frame. */
export function encodeFrame(message: unknown): Buffer {
  const text = JSON.stringify(message);
  const size = Buffer.byteLength(text, 'utf8');
  const frame = Buffer.allocUnsafe(4 + size);
  frame.writeUInt32BE(size);
  frame.write(text, 4, 'utf8');
  return frame;
}

/**
 * Calls `onMessage` for every frame of the stream, in order.
 * @param onBroken called once when the bytes cannot be a frame.
 */
export function readFrames(
  stream: Readable,
  onMessage: (message: unknown) => void,
  onBroken: (error: Error) => void,
): void {
  let chunks: Buffer[] = [];
  let held = 0;
  let broken = false;

  const take = (size: number): Buffer => {
    const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    chunks = all.length > size ? [all.subarray(size)] : [];
    held -= size;
    return all.subarray(0, size);
  };
  let need = -1;

  stream.on('data', (chunk: Buffer) => {
    if (broken) return;
    chunks.push(chunk);
    held += chunk.length;
    try {
      for (;;) {
        if (need < 0) {
          if (held < 4) return;
          need = take(4).readUInt32BE();
          if (need > maxFrameBytes) {
            throw new Error(`Expected a frame of at most ${maxFrameBytes} bytes, got ${need}`);
          }
        }
        if (held < need) return;
        const body = take(need);
        need = -1;
        onMessage(JSON.parse(body.toString('utf8')));
      }
    } catch (error) {
      broken = true;
      onBroken(error as Error);
    }
  });
}
