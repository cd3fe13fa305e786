/** The verdicts that an earlier run made safe, one row after another. */
import { DatasetError, maxRowBytes } from '../../../datasets/io/fault.ts';
import { readJsonl } from '../../../datasets/io/jsonl.ts';
import type { Verdict } from '../../../verifiers/contract.ts';
import { type Answer, verdictsIn } from './answer.ts';
import { partPath } from './journal.ts';

export interface Safe {
  /** @throws DatasetError when the part has fewer rows than its journal says. */
  next(): Promise<readonly Verdict[]>;
}

export function readSafe(output: string, rows: number): Safe {
  const lines = readJsonl(partPath(output), 4 * maxRowBytes);
  let read = 0;
  return {
    async next() {
      const line = await lines.next();
      if (line.done || line.value.kind === 'bad') {
        throw new DatasetError('corrupt', partPath(output), `Expected ${rows} rows, got ${read}`);
      }
      read++;
      if (read === rows) void lines.return(undefined);
      return verdictsIn(line.value.value as Answer);
    },
  };
}
