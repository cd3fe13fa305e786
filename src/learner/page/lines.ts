/**
 * JSON lines of a run's own files, for a page: a number is read as a drawing needs it, so the plain
 * reader will do. What is not JSON is counted, but for a last line that is still being written.
 */
import { open } from 'node:fs/promises';

export interface Lines {
  readonly values: readonly Readonly<Record<string, unknown>>[];
  /** Lines that were not an object of JSON. */
  readonly bad: number;
  /** The file was longer than what was read. */
  readonly cut: boolean;
}

/** @param most bytes read; a file that is not there has no lines. */
export async function readLines(path: string, most: number): Promise<Lines> {
  const text = await readStart(path, most);
  if (text === null) return { values: [], bad: 0, cut: false };
  const values: Readonly<Record<string, unknown>>[] = [];
  let bad = 0;
  const lines = text.start.split('\n');
  const unfinished = lines.pop() ?? '';
  for (const line of lines) {
    if (line.trim() === '') continue;
    const value = objectOf(line);
    if (value) values.push(value);
    else bad++;
  }
  const last = text.cut ? null : objectOf(unfinished);
  if (last) values.push(last);
  return { values, bad, cut: text.cut };
}

/** The beginning of a file as text; null where there is no file. */
export async function readStart(
  path: string,
  most: number,
): Promise<{ readonly start: string; readonly cut: boolean } | null> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, most));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return { start: bytes.toString('utf8', 0, at), cut: size > most };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function objectOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
