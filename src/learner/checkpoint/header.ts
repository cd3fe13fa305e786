/**
 * The header of a safetensors file: 8 bytes of length, then JSON that names every tensor with its
 * type, shape and place in the rest. Nothing is believed: the places must cover the rest of the file
 * exactly, without a hole or an overlap, and each must have the size that its shape says.
 * Source: the format's description in github.com/huggingface/safetensors.
 */
import { type Dtype, dtypes } from './contract.ts';
import { fault } from './fault.ts';
import { bytesOf } from './floats.ts';
import { parseJsonText } from './text.ts';

/** Largest header, bytes: the format's own cap. */
export const maxHeaderBytes = 100_000_000;
const maxRank = 16;

export interface Place {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Values, the product of the shape. */
  readonly count: number;
  /** First byte, counted from the end of the header. */
  readonly from: number;
  readonly to: number;
}

/** Length of the header, from the first 8 bytes of a file of `fileBytes`. */
export function headerLength(file: string, first: Uint8Array, fileBytes: number): number {
  const field = `the header length of ${file}`;
  if (first.byteLength < 8) throw fault(file, 'at least 8 bytes', `${first.byteLength}`);
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) throw fault(field, `at most ${maxHeaderBytes}`, `${length}`);
  const room = fileBytes - 8;
  if (length > room) throw fault(field, `at most the ${room} bytes that follow`, `${length}`);
  return Number(length);
}

/** @param dataBytes what the file has after its header. */
export function parseHeader(file: string, text: string, dataBytes: number): Place[] {
  const parsed = parseJsonText(text, `the header of ${file}`);
  if (!isObject(parsed)) throw fault(`the header of ${file}`, 'an object', kindOf(parsed));
  const places = Object.entries(parsed)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => toPlace(file, name, entry));
  cover(file, places, dataBytes);
  return places;
}

function toPlace(file: string, name: string, entry: unknown): Place {
  const field = `tensor ${JSON.stringify(name)} of ${file}`;
  if (!isObject(entry)) throw fault(field, 'an object', kindOf(entry));
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isDtype(dtype)) {
    throw fault(`the dtype of ${field}`, `one of ${dtypes.join(', ')}`, kindOf(dtype));
  }
  if (!isSizes(shape) || shape.length > maxRank) {
    throw fault(`the shape of ${field}`, `at most ${maxRank} sizes`, JSON.stringify(shape));
  }
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw fault(`the data_offsets of ${field}`, 'two places', JSON.stringify(offsets));
  }
  const [from, to] = offsets as [number, number];
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = count * bytesOf[dtype];
  if (!Number.isSafeInteger(bytes) || to - from !== bytes) {
    throw fault(
      `the data_offsets of ${field}`,
      `${bytes} bytes apart, as ${dtype} [${shape.join(', ')}] needs`,
      `${from} to ${to}`,
    );
  }
  return { name, dtype, shape, count, from, to };
}

/** Each place begins where the one before it ends, and the last ends with the file. */
function cover(file: string, places: readonly Place[], dataBytes: number): void {
  let end = 0;
  for (const { name, from, to } of places.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const field = `the start of tensor ${JSON.stringify(name)} of ${file}`;
    if (from !== end) throw fault(field, `byte ${end}, where the one before it ends`, `${from}`);
    end = to;
  }
  if (end !== dataBytes) {
    throw fault(`the data of ${file}`, `the ${end} bytes that its header names`, `${dataBytes}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDtype(value: unknown): value is Dtype {
  return dtypes.some((dtype) => dtype === value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function kindOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 40) : value === null ? 'null' : typeof value;
}
