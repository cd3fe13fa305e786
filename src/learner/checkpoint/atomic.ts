/**
 * Files and folders that are there whole or not at all, whenever the power fails: written under a
 * temporary name, flushed to the disk, renamed, and the folder that names them flushed as well.
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder, writeAll } from '../../../datasets/io/durable.ts';

/** Names that are never those of a finished file or folder begin so. */
export const temporaryPrefix = '.tmp-';

export async function writeFileAtomic(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = temporaryOf(path);
  try {
    await writeFileSynced(temporary, chunks);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The folder at `path`, filled by `fill`; one that was there before is replaced whole. */
export async function writeFolderAtomic(
  path: string,
  fill: (dir: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryOf(path);
  const old = `${temporary}-old`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await syncFolder(temporary);
    await rm(old, { recursive: true, force: true });
    await renameIfThere(path, old); // a folder cannot be renamed onto one that is not empty
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  await rm(old, { recursive: true, force: true });
}

/** For a file inside a folder that is itself not there yet. */
export async function writeFileSynced(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  await using file = await open(path, 'w');
  for await (const chunk of chunks) await writeAll(file, chunk);
  await file.sync();
}

export function textChunks(text: string): Uint8Array[] {
  return [Buffer.from(text, 'utf8')];
}

function temporaryOf(path: string): string {
  return join(dirname(path), `${temporaryPrefix}${basename(path)}`);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
