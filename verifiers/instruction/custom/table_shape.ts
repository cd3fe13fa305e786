import { plural } from '../kwargs.ts';

type Rows = readonly (readonly string[])[];

/** What is wrong with the number of rows, the header being one; undefined when nothing is. */
export function complainOfHeight({ length }: Rows, height: number): string | undefined {
  if (length === height) return undefined;
  const found = length > height ? `more than ${height}` : length;
  return `${found} lines, asked: ${height} with the header`;
}

/** What is wrong with the number of fields; undefined when nothing is. */
export function complainOfWidth(rows: Rows, width: number): string | undefined {
  const at = rows.findIndex((row) => row.length !== width);
  const row = rows[at];
  return row && `line ${at + 1} has ${plural(row.length, 'field')}, asked: ${width}`;
}

export const notCsv = { passed: false, reason: 'is not CSV' };
