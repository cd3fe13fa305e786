/**
 * What travels through Redis. Samples and verdicts are JSON without loss (integers of any size,
 * 1.0 apart from 1), compressed, so that what waits in memory is small.
 *
 * A job is named by its content: sent twice, whoever sent it first, it is one job with one result.
 */
import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { Verdict } from '../../../../verifiers/contract.ts';
import { parseJson, stringifyJson } from '../../../../verifiers/json.ts';
import { AssayError } from '../../../errors.ts';

/** Data of a job. Another layout is another `v`, and workers refuse what they do not know. */
export interface JobData {
  readonly v: 1;
  readonly samples: number;
  /** zstd in base64; empty once the job has its result. */
  readonly text: string;
}

/** Most samples of one job, and most JSON before compression: a job is in memory as a whole. */
export const maxSamples = 256;
export const maxText = 16 << 20;
/** A single sample may be as large as a line of a dataset. */
const maxDecoded = 128 << 20;
/** One level of array around what is read with the usual depth. */
const limits = { nonFinite: true, maxDepth: 520 } as const;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** One value as it travels; `plain` when JSON.parse reads it without loss, which is quicker. */
export interface Written {
  readonly text: string;
  readonly plain: boolean;
}

/** @throws JsonError when it is too deep. */
export function write(value: unknown): Written {
  const text = stringifyJson(value, limits);
  try {
    return { text, plain: JSON.stringify(value) === text };
  } catch {
    return { text, plain: false }; // a BigInt
  }
}

/** Marks what needs the lossless reader. */
const lossless = '~';

export interface Packed {
  readonly id: string;
  readonly data: JobData;
}

/** @param written samples, each by `write`. */
export async function packJob(written: readonly Written[]): Promise<Packed> {
  const whole = `[${written.map(({ text }) => text).join(',')}]`;
  const plain = written.every((one) => one.plain);
  const packed = await compress(plain ? whole : lossless + whole, level);
  const id = `s1-${hash('sha256', whole, 'hex').slice(0, 40)}-${written.length}`;
  return { id, data: { v: 1, samples: written.length, text: packed.toString('base64') } };
}

/** @throws Error when it is no job of this version. */
export async function unpackJob(data: unknown): Promise<readonly unknown[]> {
  const { v, samples, text } = (data ?? {}) as Partial<JobData>;
  if (v !== 1 || typeof text !== 'string') {
    throw new Error(`Expected a job of version 1, got version ${JSON.stringify(v)?.slice(0, 20)}`);
  }
  const rows = await unpack(Buffer.from(text, 'base64'));
  if (Array.isArray(rows) && rows.length === samples && samples <= maxSamples) return rows;
  throw new Error(`Expected a job of ${samples} samples, got other contents`);
}

export function packVerdicts(verdicts: readonly Verdict[]): Promise<Buffer> {
  const { text, plain } = write(verdicts);
  return compress(plain ? text : lossless + text, level);
}

/** @throws AssayError when they are not one verdict a sample: they come from another process. */
export async function unpackVerdicts(packed: Buffer, count: number): Promise<Verdict[]> {
  const verdicts = await unpack(packed).catch(() => null);
  const sound = Array.isArray(verdicts) && verdicts.length === count;
  if (sound && verdicts.every((one) => Verdict.safeParse(one).success)) return verdicts;
  throw new AssayError('internal', `Expected ${count} verdicts of a worker, got other data`);
}

async function unpack(packed: Buffer): Promise<unknown> {
  const bytes = await decompress(packed, { maxOutputLength: maxDecoded });
  const text = bytes.toString('utf8');
  return text.startsWith(lossless) ? parseJson(text.slice(1), limits) : JSON.parse(text);
}
