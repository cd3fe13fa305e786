/** What the command line of `score` and `check` says of rows: which files, how read, which of them. */
import { existsSync, readFileSync } from 'node:fs';
import { formatReader, type Mapping, readMapping } from '../../../datasets/formats/index.ts';
import { DatasetError } from '../../../datasets/io/fault.ts';
import { findInputs } from '../../../datasets/io/inputs.ts';
import { isVerifierId, type VerifierId, verifierIds } from '../../../verifiers/contract.ts';
import { UsageError } from '../usage.ts';

export interface RowFlags {
  readonly format: string;
  readonly map?: readonly string[];
  readonly verifier?: string;
  readonly limit?: string;
  readonly shard?: string;
}

export interface Choices {
  readonly files: readonly string[];
  readonly format: string;
  readonly mapping: Mapping | undefined;
  readonly verifier: VerifierId | undefined;
  readonly limit: number;
  /** Every n-th row, beginning with number i from 0. */
  readonly shard: { readonly i: number; readonly n: number };
}

/** @throws UsageError */
export function readChoices(inputs: readonly string[], flags: RowFlags): Choices {
  const { format, map, verifier, limit } = flags;
  if (verifier !== undefined && !isVerifierId(verifier)) {
    throw new UsageError(
      `Expected --verifier to be one of ${verifierIds.join(', ')}, got "${verifier}"`,
    );
  }
  asUsage('--format', () => formatReader({ format }));
  return {
    files: filesOf(inputs),
    format,
    mapping: map && mappingOf(map),
    verifier,
    limit: limit === undefined ? Number.POSITIVE_INFINITY : whole('--limit', limit),
    shard: shardOf(flags.shard),
  };
}

function filesOf(inputs: readonly string[]): string[] {
  const absent = inputs.filter((path) => path !== '-' && !existsSync(path) && !/[*?[{]/.test(path));
  if (absent.length > 0) {
    throw new UsageError(`Expected files that exist, folders or globs, got ${absent.join(', ')}`);
  }
  try {
    return findInputs(inputs);
  } catch (error) {
    if (error instanceof DatasetError) throw new UsageError(error.message);
    throw error;
  }
}

/** Pairs, or files of JSON with pairs in them. */
function mappingOf(given: readonly string[]): Mapping {
  const pairs = given.flatMap((one): (readonly [string, string])[] => {
    const at = one.indexOf('=');
    if (at > 0) return [[one.slice(0, at), one.slice(at + 1)]];
    return pairsIn(one);
  });
  return asUsage('--map', () => readMapping(pairs));
}

function asUsage<T>(flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${flag}: ${error.message}`);
    throw error;
  }
}

function pairsIn(file: string): [string, string][] {
  const wanted = 'Expected --map field=column, or a JSON file of such pairs';
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const pairs = Object.entries(read as Record<string, unknown>);
    if (pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')) return pairs;
    throw new UsageError(`${wanted}; got a value that is no text in ${file}`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${wanted}; got "${file}": ${(error as Error).message}`);
  }
}

function shardOf(text: string | undefined): Choices['shard'] {
  if (text === undefined) return { i: 0, n: 1 };
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (i === undefined || n === undefined || i < 1 || i > n) {
    throw new UsageError(`Expected --shard i/n with i from 1 to n, got "${text}"`);
  }
  return { i: i - 1, n };
}

export function whole(flag: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`Expected ${flag} to be a whole number, got "${text}"`);
}
