/**
 * LiveCodeBench: tests as JSON lists of `{input, output, testtype}`. The private ones may be
 * base64 of zlib of JSON, or of a pickle of JSON text. Nothing is ever unpickled: of a pickle that
 * is one string and nothing more, the string is read off; any other is refused.
 */
import { inflateSync } from 'node:zlib';
import { JsonError, parseJson } from '../../json.ts';
import { given, isRow, type Layout, type Row, unfold } from './layout.ts';

/** Inflated size, against archives that are small and hold gigabytes. */
const maxInflated = 256 << 20;

export const liveCodeBench: Layout = {
  id: 'livecodebench',
  fits: (row) => typeof row.public_test_cases === 'string' || Array.isArray(row.public_test_cases),
  read(row) {
    const all = [...list(row.public_test_cases), ...list(row.private_test_cases)];
    const metadata = row.metadata === undefined ? {} : unfold(row.metadata);
    const name = isRow(metadata) ? metadata.func_name : undefined;
    const inputs = all.map(({ input }) => input);
    const outputs = all.map(({ output }) => output);
    const functional = all.some(({ testtype }) => testtype === 'functional');
    const tests =
      functional && typeof name === 'string'
        ? { kind: 'function', fn_name: name, inputs, outputs }
        : { kind: 'stdin', inputs, outputs };
    return { language: 'python', tests, ...given(row, 'language') };
  },
};

function list(value: unknown): readonly Row[] {
  if (value === undefined || value === null || value === '') return [];
  const rows = typeof value === 'string' ? unpack(value) : value;
  if (Array.isArray(rows) && rows.every(isRow)) return rows;
  throw new JsonError('Expected a list of test cases', 0);
}

function unpack(packed: string): unknown {
  const start = packed.trimStart()[0];
  if (start === '[' || start === '{') return parseJson(packed, { nonFinite: true });
  return parseJson(textOf(inflate(packed)), { nonFinite: true });
}

function inflate(packed: string): Buffer {
  try {
    return inflateSync(Buffer.from(packed, 'base64'), { maxOutputLength: maxInflated });
  } catch {
    throw new JsonError(`Expected base64 of zlib of at most ${maxInflated} bytes`, 0);
  }
}

const opcode = { proto: 0x80, frame: 0x95, short: 0x8c, unicode: 0x58, long: 0x8d, memo: 0x94 };
const put = 0x71; // BINPUT, one byte of index
const stop = 0x2e;

function textOf(bytes: Buffer): string {
  if (bytes[0] !== opcode.proto) return bytes.toString('utf8');
  let at = 2;
  if (bytes[at] === opcode.frame) at += 9;
  const [start, size] = stringAt(bytes, at);
  let end = start + size;
  if (bytes[end] === opcode.memo) end += 1;
  else if (bytes[end] === put) end += 2;
  if (size < 0 || bytes[end] !== stop || end + 1 !== bytes.length) throw notText();
  return bytes.toString('utf8', start, start + size);
}

function stringAt(bytes: Buffer, at: number): readonly [start: number, size: number] {
  const kind = bytes[at];
  if (kind === opcode.short && at + 2 <= bytes.length) return [at + 2, bytes.readUInt8(at + 1)];
  if (kind === opcode.unicode && at + 5 <= bytes.length)
    return [at + 5, bytes.readUInt32LE(at + 1)];
  if (kind === opcode.long && at + 9 <= bytes.length) {
    return [at + 9, Number(bytes.readBigUInt64LE(at + 1))];
  }
  throw notText();
}

const notText = () => new JsonError('Expected a pickle of one text and nothing more', 0);
