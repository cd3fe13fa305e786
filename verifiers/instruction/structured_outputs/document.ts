/** A response as the data its format says: JSON, YAML, XML, TOML or CSV, as Python's readers take them. */
import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';
import type { Budget } from '../../budget.ts';
import { JsonError, parseJson } from '../../json.ts';
import { readCsv } from '../../text/csv.ts';
import { DocumentError } from './document-error.ts';
import { readXml } from './xml.ts';

export const formats = ['json', 'yaml', 'xml', 'toml', 'csv'] as const;
export type Format = (typeof formats)[number];

/** Longest document, UTF-16 units: the readers of YAML and TOML count no steps. */
const maxLength = 128 << 10;
const maxRows = 100_000;
const maxAliases = 100;

/** @throws DocumentError, StepLimitError */
export function readDocument(format: Format, text: string, budget: Budget): unknown {
  if (text.length > maxLength) {
    throw new DocumentError(`expected at most ${maxLength} characters, got ${text.length}`);
  }
  budget.spend(text.length);
  return readers[format](text, budget);
}

const readers: Readonly<Record<Format, (text: string, budget: Budget) => unknown>> = {
  json: (text) => told(() => parseJson(text, { nonFinite: true }), JsonError),
  yaml: (text) =>
    told(() => {
      const document = parseDocument(text, {
        version: '1.1',
        uniqueKeys: false,
        logLevel: 'error',
        prettyErrors: false,
      });
      const [fault] = document.errors;
      if (fault) throw new DocumentError(fault.message.split('\n')[0] ?? fault.code);
      return document.toJS({ maxAliasCount: maxAliases }) as unknown;
    }),
  toml: (text) => told(() => parseToml(text, { integersAsBigInt: 'asNeeded' })),
  xml: readXml,
  csv: readTable,
};

/** Readers of others throw errors of their own. */
function told<T>(read: () => T, kind: abstract new (...all: never[]) => Error = Error): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
    throw new DocumentError(error.message.split('\n')[0] ?? '');
  }
}

/** Where a row's fields beyond the header are put: no column is called so. */
export const beyondHeader = '\0';

/** Rows under the names of the first one; a short row lacks values, a long one has some beyond it. */
function readTable(text: string, budget: Budget): Record<string, unknown>[] {
  const rows = readCsv(text, ',', maxRows, budget)?.filter((row) => row.length > 0);
  const [header, ...body] = rows ?? [];
  if (!rows || !header) throw new DocumentError('expected a header and rows');
  return body.map((row) => {
    const made: Record<string, unknown> = Object.create(null);
    for (const [i, name] of header.entries()) made[name] = row[i] ?? null;
    if (row.length > header.length) made[beyondHeader] = row.slice(header.length);
    return made;
  });
}
