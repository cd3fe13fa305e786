/**
 * Parquet, a row group at a time, and of a large row group a window of rows at a time: memory holds
 * one window. A row group that cannot be decoded costs its own rows, each told; the others are read.
 */
import { type FileHandle, open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { BrokenFile, type Fault, faultOf, type InputRow } from './fault.ts';
import { parsers, toData } from './parquet-values.ts';

/** Decoded bytes of a window, by what the file says of its row groups. */
const windowBytes = 32 << 20;
/** Rows of a window: a row costs memory beyond its bytes. */
const windowRows = 10_000;

/**
 * The rows of a window at a time: each is read to its end before the next.
 * @param path a file that ends as Parquet files do, or is said to be one.
 */
export async function* readParquetPieces(path: string): AsyncGenerator<Iterable<InputRow>> {
  let row = 0;
  const bad = (fault: Fault, last?: true): InputRow => ({
    kind: 'bad',
    file: path,
    row: ++row,
    fault,
    ...(last && { last }),
  });
  function* spoilt(end: number, fault: Fault): Generator<InputRow> {
    while (row < end) yield bad(fault);
  }
  function* rowsOf(found: Iterable<Record<string, unknown>>): Generator<InputRow> {
    for (const one of found) {
      const made = toData(one);
      if ('fault' in made) yield bad(made.fault);
      else yield { kind: 'row', file: path, row: ++row, value: made.value, bytes: made.bytes };
    }
  }
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r');
    const file = await bufferOf(handle);
    const metadata = await readFooter(file);
    for (const { start, end } of windows(metadata)) {
      const read = await readWindow(file, metadata, start, end);
      yield 'fault' in read ? spoilt(end, read.fault) : rowsOf(read.rows);
    }
  } catch (error) {
    yield [bad(faultOf(error), true)];
  } finally {
    await handle?.close();
  }
}

/** How many rows the file says it has. */
export async function countParquetRows(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    return Number((await readFooter(await bufferOf(handle))).num_rows);
  } finally {
    await handle.close();
  }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new ArrayBuffer(Math.max(0, Math.min(end, size) - start));
      const into = new Uint8Array(bytes);
      let at = 0;
      while (at < into.length) {
        const { bytesRead } = await handle.read(into, at, into.length - at, start + at);
        if (bytesRead === 0)
          throw new BrokenFile('truncated', 'Expected more bytes, got the end of the file');
        at += bytesRead;
      }
      return bytes;
    },
  };
}

async function readFooter(file: AsyncBuffer): Promise<FileMetaData> {
  if (file.byteLength < 12) {
    throw new BrokenFile('not_parquet', `Expected a Parquet file, got ${file.byteLength} bytes`);
  }
  try {
    return await parquetMetadataAsync(file, { geoparquet: false });
  } catch (error) {
    throw new BrokenFile('not_parquet', `Expected a Parquet file, got ${(error as Error).message}`);
  }
}

/** Row ranges over the whole file, none across two row groups. */
function* windows({ row_groups }: FileMetaData): Generator<{ start: number; end: number }> {
  let start = 0;
  for (const group of row_groups) {
    const rows = Number(group.num_rows);
    const pieces = Math.max(
      1,
      Math.ceil(Number(group.total_byte_size) / windowBytes),
      Math.ceil(rows / windowRows),
    );
    const step = Math.max(1, Math.ceil(rows / pieces));
    for (let at = 0; at < rows; at += step) {
      yield { start: start + at, end: start + Math.min(rows, at + step) };
    }
    start += rows;
  }
}

async function readWindow(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<{ readonly rows: Record<string, unknown>[] } | { readonly fault: Fault }> {
  const what = `rows ${rowStart + 1} to ${rowEnd}`;
  try {
    const rows = await parquetReadObjects({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors,
      parsers,
      utf8: false,
      useOffsetIndex: true,
    });
    if (rows.length === rowEnd - rowStart) return { rows };
    return { fault: { code: 'corrupt', message: `Expected ${what}, got ${rows.length} rows` } };
  } catch (error) {
    if (error instanceof BrokenFile) return { fault: { code: error.code, message: error.message } };
    return {
      fault: { code: 'corrupt', message: `Expected ${what}, got ${(error as Error).message}` },
    };
  }
}
