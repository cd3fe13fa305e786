/**
 * Reads a request's body, whole and never more than may be: one that says that it is too long is
 * refused before it has come, one that turns out to be when it has. What a refused client still
 * sends is thrown away for a while, so that it gets to read the answer; then its connection is cut.
 */
import { once } from 'node:events';
import type { Readable, Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';
import type { Request, RequestHandler } from 'express';
import { AssayError } from '../errors.ts';

const inflaters: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** How long, and how much, a refused client may go on sending: milliseconds, bytes. */
const lingerMs = 2_000;
const lingerBytes = 16 << 20;

/** Puts the body, inflated, into `req.body`, a Buffer. */
export function readBytes(limit: number): RequestHandler {
  return async (req, _res, next) => {
    try {
      req.body = await collect(req, limit);
    } catch (error) {
      linger(req);
      throw error;
    }
    next();
  };
}

/**
 * The body as it was before it was packed.
 * @throws AssayError `unsupported_media_type` for a packing there is none of
 */
export function unpacked(req: Request): Readable {
  const encoding = (req.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding === 'identity') return req;
  const inflater = Object.hasOwn(inflaters, encoding) ? inflaters[encoding]?.() : undefined;
  if (inflater) {
    req.once('close', () => {
      if (!req.complete) inflater.destroy();
    });
    return req.pipe(inflater);
  }
  throw new AssayError(
    'unsupported_media_type',
    `Expected ${Object.keys(inflaters).join(', ')} or no packing, got ${encoding.slice(0, 40)}`,
  );
}

async function collect(req: Request, limit: number): Promise<Buffer> {
  if (Number(req.headers['content-length']) > limit) throw tooLarge(limit);
  const source = unpacked(req);
  const chunks: Buffer[] = [];
  let size = 0;
  const done = new AbortController();
  const { signal } = done;
  source.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else source.emit('error', tooLarge(limit));
  });
  try {
    await Promise.race([once(source, 'end', { signal }), cutOff(req, signal)]);
    return Buffer.concat(chunks, size);
  } catch (error) {
    source.removeAllListeners('data');
    if (source !== req) {
      req.unpipe();
      source.destroy();
    }
    throw bodyFault(error);
  } finally {
    done.abort();
  }
}

/** What went wrong with reading a body, as its client is told. */
export function bodyFault(error: unknown): AssayError {
  if (error instanceof AssayError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const why = /^(Z_|ERR_|ZSTD)/i.test(code) ? 'another packing' : 'a part of it';
  const message = `Expected the whole body as it was announced, got ${why}`;
  return new AssayError('invalid_request', message, { cause: error });
}

/** Rejects when the client hangs up in the middle. */
async function cutOff(req: Request, signal: AbortSignal): Promise<void> {
  await once(req, 'close', { signal });
  if (req.complete) await new Promise(() => {}); // what was packed may still be under way
  throw new AssayError('invalid_request', 'Expected the whole body, got a part of it');
}

export const tooLarge = (limit: number) =>
  new AssayError('payload_too_large', `Expected a body of at most ${limit} bytes, got more`);

/** Lets a refused client go on for a while, so that it gets to read the answer. */
export function linger(req: Request): void {
  if (req.readableEnded || req.destroyed) return;
  const { socket } = req;
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  let size = 0;
  req.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > lingerBytes) socket.destroy();
  });
  const end = () => clearTimeout(timer);
  req.once('end', end);
  socket.once('close', end);
}
