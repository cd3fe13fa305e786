/** openWriter(path): rows to JSON lines, compressed or not, or to Parquet, by the name's ending. */
import { rm } from 'node:fs/promises';
import { stringifyJson } from '../../verifiers/json.ts';
import { type Columns, seeRow } from './kinds.ts';
import { isParquetName, publish } from './publish.ts';
import { openSpool, writing } from './spool.ts';

export interface RowWriter {
  write(row: Readonly<Record<string, unknown>>): Promise<void>;
  /** Makes what was written the file; until then nothing has its name. */
  commit(): Promise<void>;
  /** Throws away what was written. */
  abort(): Promise<void>;
}

/** Rows go first to a part file beside it: what a Parquet file's columns are is known at the end. */
export async function openWriter(path: string): Promise<RowWriter> {
  const wantsKinds = isParquetName(path);
  const spool = await openSpool(`${path}.${process.pid}.part`);
  let columns: Columns = {};
  return {
    async write(row) {
      if (wantsKinds) columns = seeRow(columns, row);
      await spool.write(stringifyJson(row, { nonFinite: true }));
    },
    async commit() {
      await spool.sync();
      await spool.close();
      await publish(spool.path, path, columns);
    },
    async abort() {
      await spool.close();
      await rm(spool.path, { force: true });
    },
  };
}

/** Lines to standard output, as they come. */
export function writeOut(line: string): Promise<void> {
  return writing(
    'standard output',
    () =>
      new Promise<void>((resolve, reject) => {
        process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
      }),
  );
}
