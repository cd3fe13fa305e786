/** One write may take less than it is given: disks fill up, signals come. */
import type { FileHandle } from 'node:fs/promises';

/** Until all of it is in the file: one write may take less. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}
