/**
 * Lines on their way to a file: appended to a part file, known to be on disk up to a size that is
 * asked for, and cut back to such a size when a run goes on.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { writeAll } from './durable.ts';
import { DatasetError } from './fault.ts';

const bufferBytes = 256 << 10;

export interface Spool {
  readonly path: string;
  /** A promise only where the line has to wait for those before it to be written. */
  write(line: string): Promise<void> | undefined;
  /** Puts everything on disk; gives the size that is safe. */
  sync(): Promise<number>;
  close(): Promise<void>;
}

/**
 * @param keep bytes of an earlier run's part to go on behind; 0 begins anew.
 * @throws DatasetError `unwritable`, or `truncated` when the part has fewer bytes than `keep`.
 */
export async function openSpool(path: string, keep = 0): Promise<Spool> {
  const file = await opened(path, keep);
  let held: string[] = [];
  let waiting = 0;
  let size = keep;
  const put = async () => {
    const bytes = Buffer.from(held.join(''), 'utf8');
    held = [];
    waiting = 0;
    await writing(path, () => writeAll(file, bytes));
    size += bytes.length;
  };
  return {
    path,
    write(line) {
      held.push(line, '\n');
      waiting += line.length + 1;
      return waiting >= bufferBytes ? put() : undefined;
    },
    async sync() {
      if (waiting > 0) await put();
      await writing(path, () => file.datasync());
      return size;
    },
    close: () => file.close(),
  };
}

async function opened(path: string, keep: number): Promise<FileHandle> {
  const file = await writing(path, () => open(path, keep > 0 ? 'r+' : 'w'));
  if (keep === 0) return file;
  const { size } = await file.stat();
  if (size < keep) {
    await file.close();
    throw new DatasetError('truncated', path, `Expected at least ${keep} bytes, got ${size}`);
  }
  await file.truncate(keep);
  await file.close();
  return writing(path, () => open(path, 'a'));
}

/** Does what writes to `path`; says so when the disk is full. @throws DatasetError */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
    throw full
      ? new DatasetError('disk_full', path, 'Expected room for more rows, got none', {
          cause: error,
        })
      : new DatasetError('unwritable', path, `Expected to write, got ${message}`, { cause: error });
  }
}
