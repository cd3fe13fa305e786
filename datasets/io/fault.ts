/**
 * What is wrong with data that came from outside: always a code, the file, the row and, where there
 * is one, the column. A fault of one row costs that row; a fault of a file costs what follows in it.
 */
export const faultCodes = [
  'invalid_json',
  'invalid_utf8',
  'row_too_large',
  'invalid_row',
  'truncated',
  'corrupt',
  'not_parquet',
  'unreadable',
  'empty',
  'no_files',
  'disk_full',
  'unwritable',
] as const;
export type FaultCode = (typeof faultCodes)[number];

export interface Fault {
  readonly code: FaultCode;
  /** What was expected and what came; the place is not repeated in it. */
  readonly message: string;
  /** A column's name; of a line of JSON, the position in the line. */
  readonly column?: string | undefined;
}

/** Where a row stands: `row` counts from 1, of JSON lines it is the line. */
export interface Place {
  readonly file: string;
  readonly row: number;
}

export type InputRow =
  | (Place & {
      readonly kind: 'row';
      readonly value: unknown;
      /** Roughly how much it holds, bytes. */
      readonly bytes: number;
    })
  | (Place & {
      readonly kind: 'bad';
      readonly fault: Fault;
      /** Nothing more can be read of this file. */
      readonly last?: boolean;
    });

/** Longest row, bytes; a longer one is a bad row. */
export const maxRowBytes = 64 << 20;

/** `a.jsonl row 3, column id: invalid_json: Expected …`. */
export function describeFault({ file, row }: Place, { code, message, column }: Fault): string {
  const place = `${file === '-' ? 'standard input' : file} row ${row}`;
  return `${place}${column === undefined ? '' : `, column ${column}`}: ${code}: ${message}`;
}

/** A fault that leaves nothing to go on with: a file that cannot be opened or written. */
export class DatasetError extends Error {
  readonly code: FaultCode;
  readonly file: string;

  constructor(code: FaultCode, file: string, message: string, options?: ErrorOptions) {
    super(`${file}: ${code}: ${message}`, options);
    this.name = 'DatasetError';
    this.code = code;
    this.file = file;
  }
}

/** Thrown while a file is read; becomes the last row of it. */
export class BrokenFile extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string) {
    super(message);
    this.name = 'BrokenFile';
    this.code = code;
  }
}

/** The code of an error of the file system or of a decoder, with words for a person. */
export function faultOf(error: unknown): Fault {
  if (error instanceof BrokenFile) return { code: error.code, message: error.message };
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') {
    return {
      code: 'truncated',
      message: 'Expected the end of the compressed data, got the end of the file',
    };
  }
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) {
    return { code: 'corrupt', message: `Expected compressed data, got ${message}` };
  }
  return { code: 'unreadable', message: `Expected to read the file, got ${code || message}` };
}
