/** Rows of known columns to a Parquet file, a row group at a time. */
import type { FileHandle } from 'node:fs/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { writeAll } from './durable.ts';
import type { Columns, Kind } from './kinds.ts';
import { schemaOf, toKind } from './parquet-schema.ts';

/** A row group ends with the first of both. */
const groupRows = 2_000;
const groupBytes = 4 << 20;

export interface ParquetOut {
  /**
   * True when the row group is full and is to be ended.
   * @param bytes roughly how much the row holds.
   */
  add(row: Readonly<Record<string, unknown>>, bytes: number): boolean;
  endGroup(): Promise<void>;
  finish(): Promise<void>;
}

export function openParquet(handle: FileHandle, columns: Columns): ParquetOut {
  const names = Object.keys(columns);
  const writer = new ByteWriter();
  const flush = async () => {
    await writeAll(handle, new Uint8Array(writer.buffer, 0, writer.index));
    writer.index = 0;
  };
  const out = new ParquetWriter({
    writer: Object.assign(writer, { flush, finish: flush }),
    schema: schemaOf(columns),
    createdBy: 'assay',
  });
  let data: unknown[][] = names.map(() => []);
  let [rows, size] = [0, 0];

  const endGroup = async () => {
    if (rows === 0) return;
    const columnData = names.map((name, i) => ({ name, data: data[i] as unknown[] }));
    await out.write({ columnData, rowGroupSize: rows });
    data = names.map(() => []);
    [rows, size] = [0, 0];
  };
  return {
    endGroup,
    add(row, bytes) {
      for (const [i, name] of names.entries()) {
        data[i]?.push(toKind(row[name], columns[name] as Kind));
      }
      rows++;
      size += bytes;
      return rows >= groupRows || size >= groupBytes;
    },
    async finish() {
      await endGroup();
      await out.finish();
    },
  };
}
