/**
 * A finished part file becomes the file asked for: as it is, compressed, or as Parquet, by the
 * name's ending. It is written under another name, put on disk and renamed, so that the name never
 * stands for half a file.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { syncFolder, writeAll } from './durable.ts';
import { DatasetError, maxRowBytes } from './fault.ts';
import { readJsonlPieces } from './jsonl.ts';
import type { Columns } from './kinds.ts';
import { writing } from './spool.ts';

type Encode = (part: string, file: FileHandle, columns: Columns) => Promise<void>;

const encoders: readonly (readonly [ending: RegExp, encode: Encode])[] = [
  [/\.parquet$/, toParquet],
  [/\.gz$/, (part, file) => compress(part, file, createGzip())],
  [/\.zst$/, (part, file) => compress(part, file, createZstdCompress())],
];

/** Whether a file of this name is Parquet, so that its columns' kinds have to be known. */
export const isParquetName = (path: string): boolean => path.endsWith('.parquet');

/** @throws DatasetError `disk_full` or `unwritable`; the part is still there. */
export async function publish(part: string, path: string, columns: Columns = {}): Promise<void> {
  const encode = encoders.find(([ending]) => ending.test(path))?.[1];
  if (!encode) {
    await writing(path, () => rename(part, path));
    return syncFolder(dirname(path));
  }
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writing(path, async () => {
      const file = await open(temporary, 'w');
      try {
        await encode(part, file, columns);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  await rm(part, { force: true });
}

async function compress(
  part: string,
  file: FileHandle,
  encoder: NodeJS.ReadWriteStream,
): Promise<void> {
  await pipeline(createReadStream(part, { highWaterMark: 1 << 20 }), encoder, sinkOf(file));
}

/** A stream that writes to the handle and leaves it open. */
function sinkOf(file: FileHandle): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      writeAll(file, chunk).then(() => done(), done);
    },
  });
}

async function toParquet(part: string, file: FileHandle, columns: Columns): Promise<void> {
  const { openParquet } = await import('./parquet-write.ts');
  const out = openParquet(file, columns);
  for await (const rows of readJsonlPieces(part, 4 * maxRowBytes)) {
    for (const row of rows) {
      if (row.kind === 'bad') throw new DatasetError(row.fault.code, part, row.fault.message);
      if (out.add(row.value as Record<string, unknown>, row.bytes)) await out.endGroup();
    }
  }
  await out.finish();
}
