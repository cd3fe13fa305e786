/**
 * Messages between the host and a warden (guest/wire.py): length, header length, JSON header, blobs.
 * All lengths are four bytes, big-endian. The warden is ours, but it reads what hostile programs
 * wrote, so a message is bounded and bytes that are none end the slot.
 */
import type { Readable } from 'node:stream';

export interface Message {
  readonly header: Readonly<Record<string, unknown>>;
  readonly blobs: readonly Buffer[];
}

/** Two outputs and a value at their largest, and the files of a compile step. */
const maxMessage = 256 << 20;

export function encodeMessage(
  header: Readonly<Record<string, unknown>>,
  blobs: readonly Uint8Array[] = [],
): Buffer {
  const sizes = blobs.map(({ length }) => length);
  const head = Buffer.from(JSON.stringify({ ...header, sizes }));
  const lengths = Buffer.allocUnsafe(8);
  lengths.writeUInt32BE(4 + head.length + sizes.reduce((sum, size) => sum + size, 0), 0);
  lengths.writeUInt32BE(head.length, 4);
  return Buffer.concat([lengths, head, ...blobs]);
}

/** A message without its outer length: what a job's memory file holds. */
export function encodeJob(
  header: Readonly<Record<string, unknown>>,
  blobs: readonly Uint8Array[],
): Buffer {
  return encodeMessage(header, blobs).subarray(4);
}

/** @param onBroken called once when the bytes cannot be a message. */
export function readMessages(
  stream: Readable,
  onMessage: (message: Message) => void,
  onBroken: (error: Error) => void,
): void {
  let parts: Buffer[] = [];
  let held = 0;
  let need = -1;
  const take = (size: number): Buffer => {
    const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    parts = all.length > size ? [all.subarray(size)] : [];
    held -= size;
    return all.subarray(0, size);
  };
  stream.on('data', (bytes: Buffer) => {
    parts.push(bytes);
    held += bytes.length;
    try {
      for (;;) {
        if (need < 0) {
          if (held < 4) return;
          need = take(4).readUInt32BE();
          if (need > maxMessage) throw new Error(`Expected at most ${maxMessage} bytes`);
        }
        if (held < need) return;
        const body = take(need);
        need = -1;
        onMessage(decode(body));
      }
    } catch (error) {
      stream.removeAllListeners('data');
      stream.resume();
      onBroken(error as Error);
    }
  });
}

function decode(body: Buffer): Message {
  let at = 4 + body.readUInt32BE();
  const header = JSON.parse(body.toString('utf8', 4, at)) as { readonly sizes: readonly number[] };
  const blobs = header.sizes.map((size) => {
    const blob = body.subarray(at, at + size);
    at += size;
    return blob;
  });
  return { header: { ...header }, blobs };
}
