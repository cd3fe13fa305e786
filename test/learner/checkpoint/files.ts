/** Folders and safetensors files made by hand, so that a test can make them wrong. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when the test is over. */
export async function folder(): Promise<{ readonly dir: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-checkpoint-'));
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) };
}

/** A file from its parts; `length` says what the header claims of itself. */
export function safetensors(
  header: unknown,
  data: Uint8Array = new Uint8Array(0),
  length?: bigint,
): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const first = Buffer.alloc(8);
  first.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([first, text, data]);
}

export async function put(dir: string, name: string, content: unknown): Promise<void> {
  const bytes =
    content instanceof Uint8Array || typeof content === 'string'
      ? content
      : JSON.stringify(content);
  await writeFile(join(dir, name), bytes);
}

export const f32 = (shape: number[], from: number, to: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
});
