/**
 * Reads CSV as Python's `csv.reader` does in its default dialect. Its peculiarities matter here: a
 * blank line is a row without fields, a quote inside an unquoted field is an ordinary character,
 * text after a closing quote goes on the field, and quotes left open at the end are closed.
 */
import type { Budget } from '../budget.ts';

/** Longest field, in characters: Python's default `field_size_limit`. */
const maxField = 131_072;

type State = 'record' | 'field' | 'unquoted' | 'quoted' | 'quote' | 'ended';

/**
 * The rows, at most `maxRows` of them; null where Python raises: on a field that is too long, or a
 * carriage return that is followed by more of the line.
 * @throws StepLimitError
 */
export function readCsv(
  text: string,
  delimiter: string,
  maxRows: number,
  budget: Budget,
): string[][] | null {
  budget.spend(text.length);
  const rows: string[][] = [];
  let row: string[] = [];
  let state: State = 'record';
  let field = '';
  let length = 0;

  const add = (character: string) => {
    field += character;
    length++;
  };
  const save = () => {
    row.push(field);
    field = '';
    length = 0;
  };
  const finish = () => {
    rows.push(row);
    row = [];
    state = 'record';
  };

  for (const character of text) {
    if (rows.length >= maxRows) return rows;
    const breaks = character === '\n' || character === '\r';

    if (state === 'ended') {
      if (!breaks) return null;
    } else if (state === 'quoted') {
      if (character === '"') state = 'quote';
      else add(character);
    } else if (state === 'quote' && character === '"') {
      add(character);
      state = 'quoted';
    } else if (breaks) {
      if (state !== 'record') save();
      state = 'ended';
    } else if (character === delimiter) {
      save();
      state = 'field';
    } else if (character === '"' && (state === 'record' || state === 'field')) {
      state = 'quoted';
    } else {
      add(character);
      state = 'unquoted';
    }

    if (length > maxField) return null;
    if (character === '\n' && state === 'ended') finish();
  }

  if (state === 'ended') finish();
  else if (state !== 'record') {
    save();
    finish();
  }
  return rows.slice(0, maxRows);
}
