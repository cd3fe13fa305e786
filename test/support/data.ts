/** Finds the conformance data: ASSAY_DATA, default ../shared/data beside the checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseJson } from '../../verifiers/json.ts';

export const dataRoot = resolve(process.env.ASSAY_DATA ?? '../shared/data');

/** The reason to skip a conformance test; false when the data is there. */
export function missing(file: string): string | false {
  return existsSync(join(dataRoot, file))
    ? false
    : `SKIPPED: ${join(dataRoot, file)} is absent; set ASSAY_DATA to the conformance data`;
}

/** The rows of a JSONL file of the conformance data, split on \n only. */
export function rows<T>(file: string): T[] {
  return linesOf(file).map((line) => JSON.parse(line) as T);
}

/** The same rows read without loss, as the doors read them: integers of any size, floats marked. */
export function losslessRows<T>(file: string): T[] {
  return linesOf(file).map((line) => parseJson(line) as T);
}

function linesOf(file: string): string[] {
  return readFileSync(join(dataRoot, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/**
 * Prints one line of agreement for a conformance file, for people and for docs/conformance.md; with
 * `ASSAY_MISSES` the rows that disagree too, indented, each with what was got.
 */
export function report(
  file: string,
  right: number,
  total: number,
  note = '',
  misses: readonly string[] = [],
): void {
  const share = ((100 * right) / Math.max(1, total)).toFixed(2);
  const lines = [`conformance ${file}: ${right}/${total} = ${share} %${note ? ` (${note})` : ''}`];
  if (process.env.ASSAY_MISSES) lines.push(...misses.map((miss) => `  ${oneLine(miss)}`));
  console.log(lines.join('\n'));
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 200);
