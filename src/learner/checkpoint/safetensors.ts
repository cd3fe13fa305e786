/**
 * Opens the weights of a checkpoint folder: `model.safetensors`, or the shards that
 * `model.safetensors.index.json` names. Headers are read and checked at once, values when asked for.
 */
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredTensor, StoredTensors } from './contract.ts';
import { causeOf, fault } from './fault.ts';
import { bytesOf, widen } from './floats.ts';
import { headerLength, type Place, parseHeader } from './header.ts';
import { indexName, readIndex } from './shards.ts';
import { readJson } from './text.ts';

export const weightsName = 'model.safetensors';
/** Bytes read and widened at one time: a large tensor is never in memory twice. */
const chunkBytes = 8 << 20;

/** @throws AssayError `checkpoint_invalid` for anything that is not exactly as the format says. */
export async function openTensors(dir: string): Promise<StoredTensors> {
  const files = await weightFiles(dir);
  await using opened = new AsyncDisposableStack();
  const tensors = new Map<string, StoredTensor>();
  for (const [file, wanted] of files) {
    const { handle, places, dataAt } = await openFile(join(dir, file));
    opened.defer(() => handle.close());
    const found = new Set(places.map(({ name }) => name));
    for (const name of wanted ?? []) {
      if (!found.has(name)) throw fault(`tensor ${JSON.stringify(name)}`, `in ${file}`, 'absent');
    }
    for (const place of places) {
      if (wanted && !wanted.has(place.name)) {
        throw fault(`tensor ${JSON.stringify(place.name)} of ${file}`, 'in the index', 'absent');
      }
      tensors.set(place.name, toTensor(join(dir, file), handle, place, dataAt));
    }
  }
  const held = opened.move();
  return { tensors, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** One safetensors file, whatever its name. */
export async function openTensorFile(path: string): Promise<StoredTensors> {
  const { handle, places, dataAt } = await openFile(path);
  const tensors = new Map(
    places.map((place) => [place.name, toTensor(path, handle, place, dataAt)]),
  );
  return { tensors, [Symbol.asyncDispose]: () => handle.close() };
}

/** The files, each with the tensors the index says are in it; null where there is no index. */
async function weightFiles(dir: string): Promise<ReadonlyMap<string, ReadonlySet<string> | null>> {
  const names = await readdir(dir).catch((error: unknown) => {
    throw fault(dir, 'a folder with a checkpoint', causeOf(error), error);
  });
  if (names.includes(weightsName)) return new Map([[weightsName, null]]);
  if (names.includes(indexName)) return readIndex(dir, await readJson(dir, indexName));
  const got = names.find((name) => /\.(?:bin|pt|pth|gguf|safetensors)$/.test(name));
  throw fault(`the weights in ${dir}`, `${weightsName} or ${indexName}`, got ?? 'neither');
}

async function openFile(path: string) {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fault(path, 'readable', causeOf(error), error);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw fault(path, 'a file', 'something else');
    const first = await readAt(path, handle, 0, Math.min(8, stats.size));
    const length = headerLength(path, first, stats.size);
    const header = await readAt(path, handle, 8, length);
    const dataAt = 8 + length;
    return {
      handle,
      dataAt,
      places: parseHeader(path, Buffer.from(header).toString('utf8'), stats.size - dataAt),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function toTensor(path: string, handle: FileHandle, place: Place, dataAt: number): StoredTensor {
  const { name, dtype, shape, count, from, to } = place;
  return {
    name,
    dtype,
    shape,
    async read() {
      const values = new Float32Array(count);
      for (let at = from; at < to; at += chunkBytes) {
        const bytes = await readAt(path, handle, dataAt + at, Math.min(chunkBytes, to - at));
        widen(dtype, bytes, values, (at - from) / bytesOf[dtype]);
      }
      return values;
    },
  };
}

/** Exactly `length` bytes; a file that ends before was cut while it was open. */
async function readAt(path: string, handle: FileHandle, at: number, length: number) {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle
      .read(bytes, done, length - done, at + done)
      .catch((error: unknown) => {
        throw fault(path, 'readable', causeOf(error), error);
      });
    if (bytesRead === 0) throw fault(path, `at least ${at + length} bytes`, `${at + done}`);
    done += bytesRead;
  }
  return bytes;
}
