/**
 * The bytes of a file or of standard input, decompressed where they begin as gzip or zstd data do,
 * whatever the file's name. What could be decoded before a fault is always handed over first.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Duplex, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const chunkBytes = 256 << 10;
/** Decoded chunks held before the decoder has to wait. */
const heldChunks = 4;

/** The first bytes of a file; fewer when it is shorter. */
export async function head(path: string, count = 4): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** @param path a file, or `-` for standard input. Errors come after the bytes before them. */
export async function* readBytes(path: string): AsyncGenerator<Buffer> {
  if (path !== '-') {
    const decoder = decoderOf(await head(path));
    const file = createReadStream(path, { highWaterMark: chunkBytes });
    yield* decoder ? drain(file, decoder) : (file as AsyncIterable<Buffer>);
    return;
  }
  const input = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await input.next();
  if (first.done) return;
  const rest = Readable.from(joined(first.value, input), { objectMode: false });
  const decoder = decoderOf(first.value);
  yield* decoder ? drain(rest, decoder) : (rest as AsyncIterable<Buffer>);
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function decoderOf(start: Buffer): Duplex | null {
  const options = { chunkSize: 1 << 18 };
  if (start[0] === 0x1f && start[1] === 0x8b) return createGunzip(options);
  const isZstd = start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528;
  return isZstd ? createZstdDecompress(options) : null;
}

/** A stream's own iterator drops what it still holds when an error comes; this one does not. */
async function* drain(source: Readable, decoder: Duplex): AsyncGenerator<Buffer> {
  const held: Buffer[] = [];
  let ended: { readonly error: unknown } | null = null;
  let wake = () => {};
  decoder.on('data', (chunk: Buffer) => {
    held.push(chunk);
    if (held.length >= heldChunks) decoder.pause();
    wake();
  });
  const end = (error: unknown) => {
    ended ??= { error };
    wake();
  };
  // a pipeline would call a decoder ended whose last bytes are still to come
  decoder.on('error', end).on('end', () => end(null));
  source.on('error', (error) => decoder.destroy(error)).pipe(decoder);
  try {
    for (;;) {
      const chunk = held.shift();
      if (chunk) {
        yield chunk;
        continue;
      }
      const over = ended as { readonly error: unknown } | null;
      if (over?.error) throw over.error;
      if (over) return;
      decoder.resume();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    source.destroy();
    decoder.destroy();
  }
}
