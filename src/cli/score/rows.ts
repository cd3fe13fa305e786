/** Rows of files on their way to the scorer: numbered, read by their layout, told apart when bad. */
import {
  type Fields,
  type FormatChoice,
  formatReader,
  LayoutError,
  type Recast,
} from '../../../datasets/formats/index.ts';
import { DuplicateIds } from '../../../datasets/io/duplicates.ts';
import {
  describeFault,
  type Fault,
  type InputRow,
  type Place,
} from '../../../datasets/io/fault.ts';
import { openPieces } from '../../../datasets/io/rows.ts';
import type { Verdict } from '../../../verifiers/contract.ts';

export interface Row extends Place {
  /** Over all inputs, from 0; the id of a row without one. */
  readonly index: number;
  readonly id: string | number;
  readonly bytes: number;
  /** As it came; undefined when it could not be read. */
  readonly input: unknown;
  readonly verifier: unknown;
  readonly source: string | null;
  readonly reference: unknown;
  /** What goes to the scorer; one a response. */
  readonly samples: readonly Sample[];
  /** The row came with several responses: its verdicts stay together. */
  readonly several: boolean;
  /** A solution that the row itself gives. */
  readonly solution?: string | undefined;
  /** The verdict of a row that is no sample at all, and why. */
  readonly refused?: { readonly verdict: Verdict; readonly fault: Fault };
}

/** Checked by the scorer, not here. */
export interface Sample {
  readonly id: string | number;
  readonly response?: unknown;
  readonly [field: string]: unknown;
}

/** What was learned of the files while their rows went by. */
export interface Findings {
  /** Rows of each layout, and why the first of them was taken for it. */
  readonly formats: ReadonlyMap<string, { count: number; readonly why: string }>;
  readonly duplicates: DuplicateIds;
  /** Files that could not be read to their end. */
  readonly broken: readonly string[];
}

export interface RowSource extends Findings {
  /** Rows so far. */
  readonly read: number;
  /** Those that are at hand in one piece; a piece is read to its end before the next. */
  rows(): AsyncGenerator<Iterable<Row>>;
}

export interface RowChoice extends FormatChoice {
  /** Say which layouts were recognised. */
  readonly announce: boolean;
  /** Told of each layout when its first row comes, and of each broken file. */
  readonly say: (line: string) => void;
}

/** @throws RangeError for a format there is none of. */
export function readRows(files: readonly string[], choice: RowChoice): RowSource {
  const recastOf = formatReader(choice);
  const formats = new Map<string, { count: number; readonly why: string }>();
  const duplicates = new DuplicateIds();
  const broken: string[] = [];
  let read = 0;

  const note = (format: string, reason: string, place: Place) => {
    const seen = formats.get(format);
    if (seen) {
      seen.count++;
      return;
    }
    const why = `${reason} (${place.file} row ${place.row})`;
    formats.set(format, { count: 1, why });
    if (choice.announce && choice.format === 'auto') choice.say(`format ${format}: ${why}`);
  };

  function toRow(given: InputRow, index: number): Row {
    const { file, row } = given;
    const place = { file, row, index };
    if (given.kind === 'bad') return refuse(place, index, undefined, given.fault);
    const { value, bytes } = given;
    try {
      const { recast, format, reason } = recastOf(value);
      note(format, reason, given);
      const id = recast.id ?? index;
      if (recast.id !== undefined) duplicates.see(id, given);
      return { ...place, ...sampled(recast, id), id, bytes, input: value };
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error;
      const { column, message } = error;
      const id = idIn(value) ?? index;
      return refuse(place, id, value, { code: 'invalid_row', message, column });
    }
  }

  function* readable(piece: Iterable<InputRow>): Generator<Row> {
    for (const given of piece) {
      if (given.kind === 'bad' && given.last) {
        const what = describeFault(given, given.fault);
        choice.say(what);
        if (given.fault.code === 'empty') continue;
        broken.push(what);
      }
      yield toRow(given, read++);
    }
  }

  return {
    formats,
    duplicates,
    broken,
    get read() {
      return read;
    },
    async *rows() {
      for (const file of files) {
        for await (const piece of openPieces(file)) yield readable(piece);
      }
    },
  };
}

function sampled(recast: Recast, id: string | number) {
  const { verifier, prompt, response, responses, reference, options, source, solution } = recast;
  const common = {
    id,
    verifier,
    reference,
    ...(prompt !== undefined && { prompt }),
    ...(options !== undefined && { options }),
  };
  const one = response === undefined ? common : { ...common, response };
  return {
    verifier,
    source: source ?? null,
    reference,
    solution,
    several: responses !== undefined,
    samples: responses ? responses.map((said) => ({ ...common, response: said })) : [one],
  };
}

function refuse(
  place: Place & { index: number },
  id: string | number,
  input: unknown,
  fault: Fault,
): Row {
  const verdict: Verdict = {
    id,
    status: 'unscorable',
    reward: null,
    correct: null,
    cause: 'invalid_sample',
    message: describeFault(place, fault),
    ms: 0,
  };
  const blank = { verifier: null, source: null, reference: undefined, samples: [], several: false };
  return { ...place, ...blank, id, bytes: 0, input, refused: { verdict, fault } };
}

function idIn(value: unknown): string | number | undefined {
  const id = typeof value === 'object' && value !== null ? (value as Fields).id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
