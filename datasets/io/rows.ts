/** openRows(path): the rows of one file, whatever it is. What reads Parquet is loaded with the first such file. */
import { stat } from 'node:fs/promises';
import { head, readBytes } from './bytes.ts';
import { faultOf, type InputRow } from './fault.ts';
import { readJsonArray } from './json-array.ts';
import { countLines, readJsonlPieces } from './jsonl.ts';

/**
 * The rows in their order, with flat memory. It never throws: a row or a file that cannot be read is
 * a row of its own kind, and the rows before it stand.
 * @param path a file, or `-` for JSON lines from standard input.
 */
export async function* openRows(path: string): AsyncGenerator<InputRow> {
  for await (const rows of openPieces(path)) yield* rows;
}

/**
 * The same rows, those that are at hand without waiting in one piece: several times cheaper for
 * millions of rows. A piece is read to its end before the next is asked for.
 */
export async function* openPieces(path: string): AsyncGenerator<Iterable<InputRow>> {
  try {
    yield* (await readerOf(path))(path);
  } catch (error) {
    yield [{ kind: 'bad', file: path, row: 1, fault: faultOf(error), last: true }];
  }
}

type Reader = (path: string) => AsyncIterable<Iterable<InputRow>>;

async function readerOf(path: string): Promise<Reader> {
  if (path === '-') return readJsonlPieces;
  if ((await stat(path)).size === 0) return nothing;
  if (await isParquet(path)) return (await import('./parquet.ts')).readParquetPieces;
  if (/\.json(\.gz|\.zst)?$/.test(path) && (await startsArray(path))) return elements;
  return readJsonlPieces;
}

async function* elements(path: string): AsyncGenerator<Iterable<InputRow>> {
  for await (const row of readJsonArray(path)) yield [row];
}

/** By its first bytes: a name promises nothing. */
async function isParquet(path: string): Promise<boolean> {
  return path.endsWith('.parquet') || (await head(path)).equals(Buffer.from('PAR1'));
}

async function startsArray(path: string): Promise<boolean> {
  for await (const chunk of readBytes(path))
    return /^\ufeff?\s*\[/.test(chunk.toString('utf8', 0, 64));
  return false;
}

async function* nothing(path: string): AsyncGenerator<Iterable<InputRow>> {
  const fault = { code: 'empty', message: 'Expected rows, got an empty file' } as const;
  yield [{ kind: 'bad', file: path, row: 1, fault, last: true }];
}

/** How many rows there are, where that is cheap to find out; null otherwise. */
export async function countRows(path: string): Promise<number | null> {
  if (path === '-' || /\.(gz|zst|json)$/.test(path)) return null;
  if (!(await isParquet(path))) return countLines(path);
  return (await import('./parquet.ts')).countParquetRows(path);
}
