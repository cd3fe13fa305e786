/** A folder of a test's own, and the rows of a file as a test looks at them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { openRows } from '../../../datasets/io/rows.ts';

/** Removed when the tests of the file are done. */
export function scratch(): {
  put(name: string, content: string | Uint8Array): string;
  path: string;
} {
  const path = mkdtempSync(join(tmpdir(), 'assay-data-'));
  after(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    put(name, content) {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
  };
}

/** Values of good rows; `code@row` and the column of bad ones. */
export async function readAll(path: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const row of openRows(path)) {
    if (row.kind === 'row') found.push(row.value);
    else
      found.push(`${row.fault.code}@${row.row}${row.fault.column ? ` ${row.fault.column}` : ''}`);
  }
  return found;
}
