/**
 * JSON lines, streaming with flat memory. Lines end at \n alone (U+2028 and friends are text), \r
 * before it and a byte order mark at the start are dropped, blank lines are skipped. A line that is
 * not JSON is a row of its own kind, so that one bad line costs one row.
 */
import { createReadStream } from 'node:fs';
import { readBytes } from './bytes.ts';
import { faultOf, type InputRow, maxRowBytes } from './fault.ts';
import { readRow } from './text.ts';

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * @param path a file, plain, gzip or zstd, or `-` for standard input.
 * @param most longest line, bytes.
 */
export async function* readJsonl(path: string, most = maxRowBytes): AsyncGenerator<InputRow> {
  for await (const rows of readJsonlPieces(path, most)) yield* rows;
}

/** The same, the rows of a chunk of bytes at a time: each is read to its end before the next. */
export async function* readJsonlPieces(
  path: string,
  most = maxRowBytes,
): AsyncGenerator<Iterable<InputRow>> {
  let row = 0;
  function* rowsOf(lines: Iterable<Buffer | null>): Generator<InputRow> {
    for (const line of lines) {
      row++;
      const first = row === 1 && line?.subarray(0, 3).equals(mark);
      const read = readRow(first && line ? line.subarray(3) : line, { file: path, row });
      if (read) yield read;
    }
  }
  try {
    const splitter = lineSplitter(most);
    for await (const chunk of readBytes(path)) yield rowsOf(splitter.lines(chunk));
    yield rowsOf(splitter.last());
  } catch (error) {
    yield [{ kind: 'bad', file: path, row: row + 1, fault: faultOf(error), last: true }];
  }
}

/**
 * The lines of a stream of chunks; null for one beyond the cap. What stands after the last line end
 * when the stream fails is half a line, and nobody asks for it.
 */
function lineSplitter(most: number) {
  let held: Buffer[] = [];
  let size = 0;
  return {
    *lines(chunk: Buffer): Generator<Buffer | null> {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        const piece = chunk.subarray(from, at);
        size += piece.length;
        if (size > most) yield null;
        else yield held.length === 0 ? piece : Buffer.concat([...held, piece]);
        held = [];
        size = 0;
        from = at + 1;
      }
      size += chunk.length - from;
      if (size > most) held = [];
      else if (from < chunk.length) held.push(chunk.subarray(from));
    },
    *last(): Generator<Buffer | null> {
      if (size > 0) yield size > most ? null : Buffer.concat(held);
    },
  };
}

/** How many lines a plain file has, blank ones included: for a progress bar, not for a loop bound. */
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
