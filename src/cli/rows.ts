/** Rows of a dataset on their way through the scorer: expanded, chunked, and back in input order. */
import type { Line } from '../../datasets/io/jsonl.ts';
import type { Verdict } from '../../verifiers/contract.ts';

/** Samples scored as one batch, and batches under way at one time. */
const chunkSamples = 256;
const chunksAhead = 3;

export interface Row {
  readonly id: string | number;
  readonly verifier: unknown;
  /** What goes to the scorer; one a response. */
  readonly samples: readonly unknown[];
  /** The row came with `responses`: its verdicts stay together. */
  readonly several: boolean;
  /** The verdict of a line that is no sample at all. */
  readonly refused?: Verdict;
}

/** Numbers the rows from 0; the number is the id of a row without one. */
export async function* toRows(lines: AsyncIterable<Line>): AsyncGenerator<Row> {
  let index = 0;
  for await (const line of lines) yield toRow(line, index++);
}

function toRow(line: Line, index: number): Row {
  if (line.kind === 'bad') {
    const refused: Verdict = {
      id: index,
      status: 'unscorable',
      reward: null,
      correct: null,
      cause: 'invalid_sample',
      message: line.reason,
      ms: 0,
    };
    return { id: index, verifier: null, samples: [], several: false, refused };
  }
  const { value } = line;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { id: index, verifier: null, samples: [value], several: false };
  }
  const fields = value as Record<string, unknown>;
  const id = isId(fields.id) ? fields.id : index;
  const { responses, ...rest } = fields;
  if (!Array.isArray(responses)) {
    return { id, verifier: fields.verifier, samples: [{ ...fields, id }], several: false };
  }
  const samples = responses.map((response) => ({ ...rest, id, response }));
  return { id, verifier: fields.verifier, samples, several: true };
}

const isId = (id: unknown): id is string | number =>
  typeof id === 'string' || typeof id === 'number';

/** Scores chunks of rows, a few at a time, and gives the rows back in order. */
export async function* inOrder(
  rows: AsyncIterable<Row>,
  judge: (samples: readonly unknown[]) => Promise<readonly Verdict[]>,
): AsyncGenerator<{ readonly row: Row; readonly verdicts: readonly Verdict[] }> {
  const ahead: { readonly rows: readonly Row[]; readonly found: Promise<readonly Verdict[]> }[] =
    [];
  async function* next() {
    const { rows: chunk, found } = ahead.shift() as (typeof ahead)[number];
    const verdicts = await found;
    let at = 0;
    for (const row of chunk) {
      const own = verdicts.slice(at, at + row.samples.length);
      at += row.samples.length;
      yield { row, verdicts: row.refused ? [row.refused] : own };
    }
  }
  const send = (chunk: readonly Row[]) => {
    const found = judge(chunk.flatMap((row) => row.samples));
    found.catch(() => {}); // awaited in order below
    ahead.push({ rows: chunk, found });
  };

  let chunk: Row[] = [];
  let size = 0;
  for await (const row of rows) {
    chunk.push(row);
    size += row.samples.length;
    if (size < chunkSamples) continue;
    send(chunk);
    chunk = [];
    size = 0;
    if (ahead.length >= chunksAhead) yield* next();
  }
  if (chunk.length > 0) send(chunk);
  while (ahead.length > 0) yield* next();
}
