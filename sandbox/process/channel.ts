/**
 * Our own channel with guest.py: blobs out, tagged frames in (the layout is told there). The other
 * end may be a hostile program, so a frame is bounded, bytes that are no frame end the channel, and
 * a frame that nobody waits for is one too many.
 */
import type { Duplex } from 'node:stream';
import { maxValueBytes } from '../codec.ts';

export interface Frame {
  readonly tag: string;
  readonly text: string;
}

const maxFrame = maxValueBytes + 4096;

export function writeBlobs(stream: Duplex, blobs: readonly string[]): void {
  const parts = blobs.flatMap((blob) => {
    const body = Buffer.from(blob, 'utf8');
    const head = Buffer.allocUnsafe(4);
    head.writeUInt32BE(body.length);
    return [head, body];
  });
  stream.write(Buffer.concat(parts));
}

/** @param onBroken called once when the bytes cannot be a frame. */
export function readTagged(
  stream: Duplex,
  onFrame: (frame: Frame) => void,
  onBroken: () => void,
): void {
  let parts: Buffer[] = [];
  let held = 0;
  let need = 4;
  let inBody = false;
  stream.on('data', (bytes: Buffer) => {
    parts.push(bytes);
    held += bytes.length;
    while (held >= need) {
      const all = Buffer.concat(parts);
      const piece = all.subarray(0, need);
      parts = [all.subarray(need)];
      held -= need;
      if (inBody) {
        onFrame({ tag: piece.toString('latin1', 0, 1), text: piece.toString('utf8', 1) });
        need = 4;
      } else {
        need = piece.readUInt32BE();
        if (need < 1 || need > maxFrame) {
          stream.removeAllListeners('data');
          stream.resume();
          onBroken();
          return;
        }
      }
      inBody = !inBody;
    }
  });
}
