/**
 * The stored number types against float32, on little-endian bytes as safetensors has them.
 * Widening is exact; narrowing rounds to nearest, ties to even, as PyTorch does.
 */
import type { Dtype } from './contract.ts';

export const bytesOf: Readonly<Record<Dtype, number>> = { F32: 4, F16: 2, BF16: 2 };

/** Puts the values of `bytes` into `into`, from place `at`. */
export function widen(dtype: Dtype, bytes: Uint8Array, into: Float32Array, at: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Uint32Array(into.buffer, into.byteOffset, into.length);
  const count = bytes.byteLength / bytesOf[dtype];
  for (let i = 0; i < count; i++) {
    // Through the bits where that is possible, so that the payload of a NaN survives.
    if (dtype === 'F32') words[at + i] = view.getUint32(4 * i, true);
    else if (dtype === 'BF16') words[at + i] = view.getUint16(2 * i, true) << 16;
    else into[at + i] = view.getFloat16(2 * i, true);
  }
}

/** The bytes that `values` are stored as. */
export function narrow(dtype: Dtype, values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * bytesOf[dtype]);
  const view = new DataView(bytes.buffer);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    if (dtype === 'F32') view.setUint32(4 * i, words[i] as number, true);
    else if (dtype === 'BF16') view.setUint16(2 * i, toBf16(words[i] as number), true);
    else view.setFloat16(2 * i, values[i] as number, true);
  }
  return bytes;
}

/** The upper half of the bits, rounded; a NaN stays one. */
function toBf16(word: number): number {
  if ((word & 0x7fffffff) > 0x7f800000) return (word >>> 16) | 0x40;
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}
