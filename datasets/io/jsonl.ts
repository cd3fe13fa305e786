/**
 * JSON lines, streaming with flat memory. Lines end at \n alone (U+2028 and friends are text);
 * numbers are read without loss. A line that is not JSON is a row of its own kind, so that one bad
 * line costs one row.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { parseJson } from '../../verifiers/json.ts';

/** Longest line, bytes; a longer one is a bad row. */
export const maxLineBytes = 64 << 20;

export type Line =
  | { readonly kind: 'row'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly reason: string };

/** @param path a file, or `-` for standard input. Blank lines are skipped. */
export async function* readJsonl(path: string): AsyncGenerator<Line> {
  const stream = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 20 });
  for await (const line of splitLines(stream)) {
    if (line === null) {
      yield { kind: 'bad', reason: `Expected a line of at most ${maxLineBytes} bytes, got more` };
      continue;
    }
    const text = line.toString('utf8').trim();
    if (text === '') continue;
    try {
      yield { kind: 'row', value: parseJson(text) };
    } catch (error) {
      yield { kind: 'bad', reason: (error as Error).message };
    }
  }
}

/** The lines of a byte stream; null for one beyond the cap. */
async function* splitLines(stream: Readable): AsyncGenerator<Buffer | null> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      held.push(chunk.subarray(from, at));
      size += at - from;
      yield size > maxLineBytes ? null : Buffer.concat(held);
      held = [];
      size = 0;
      from = at + 1;
    }
    size += chunk.length - from;
    if (size <= maxLineBytes) held.push(chunk.subarray(from));
    else held = [];
  }
  if (size > 0) yield size > maxLineBytes ? null : Buffer.concat(held);
}

/** How many lines a file has, blank ones included: for a progress bar, not for a loop bound. */
export async function countLines(path: string): Promise<number> {
  let lines = 0;
  let last = 10;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
    last = bytes.at(-1) ?? last;
  }
  return last === 10 ? lines : lines + 1;
}

export interface LineWriter {
  write(line: string): Promise<void>;
  /** Makes what was written the file; until then nothing has its name. */
  commit(): Promise<void>;
  /** Throws away what was written. */
  abort(): Promise<void>;
}

/** @param path a file, written under a temporary name beside it, or `-` for standard output. */
export async function openLineWriter(path: string): Promise<LineWriter> {
  if (path === '-') {
    const put = (line: string) => push(process.stdout, line);
    return { write: put, commit: async () => {}, abort: async () => {} };
  }
  const temporary = `${path}.${process.pid}.part`;
  const stream = createWriteStream(temporary, { flags: 'wx' });
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', reject);
  });
  return {
    write: (line) => push(stream, line),
    async commit() {
      stream.end();
      await finished(stream);
      const file = await open(temporary, 'r');
      await file.sync();
      await file.close();
      await rename(temporary, path);
    },
    async abort() {
      stream.destroy();
      await rm(temporary, { force: true });
    },
  };
}

function push(stream: NodeJS.WritableStream, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });
}
