/** Small text files of a checkpoint, read with a cap on their size. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { causeOf, fault } from './fault.ts';

/** Largest JSON file that is read whole; the tokenizer.json of a 256k vocabulary has about 35 MB. */
export const maxTextBytes = 128 << 20;

/** Null when there is no such file. */
export async function readText(dir: string, name: string): Promise<string | null> {
  const path = join(dir, name);
  try {
    const { size } = await stat(path);
    if (size > maxTextBytes) throw fault(path, `at most ${maxTextBytes} bytes`, `${size}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (!(error instanceof Error) || 'mismatch' in error) throw error;
    throw fault(path, 'readable', causeOf(error), error);
  }
}

/** Null when there is no such file. */
export async function readJson(dir: string, name: string): Promise<unknown> {
  const text = await readText(dir, name);
  return text === null ? null : parseJsonText(text, join(dir, name));
}

export function parseJsonText(text: string, field: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw fault(field, 'JSON', (error as Error).message, error);
  }
}
