/** What it takes to have bytes, and the names of files, on the disk. */
import { type FileHandle, open } from 'node:fs/promises';

/** Until all of it is in the file: one write may take less, when disks fill up or signals come. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}

/** A rename is on disk when the folder that names the file is. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
