/** One JSON array in a file, its elements as rows, streaming: only brackets and quotes are followed. */
import { readBytes } from './bytes.ts';
import { BrokenFile, faultOf, type InputRow, maxRowBytes } from './fault.ts';
import { readRow } from './text.ts';

const quote = 34;
const comma = 44;
const backslash = 92;
const isOpening = (c: number) => c === 91 || c === 123;
const isClosing = (c: number) => c === 93 || c === 125;

/** @param path a file whose first character is `[`. */
export async function* readJsonArray(path: string): AsyncGenerator<InputRow> {
  let row = 0;
  try {
    for await (const element of elements(readBytes(path))) {
      const read = readRow(element, { file: path, row: row + 1 });
      if (read === null) continue;
      row++;
      yield read;
    }
  } catch (error) {
    yield { kind: 'bad', file: path, row: row + 1, fault: faultOf(error), last: true };
  }
}

/** The bytes of each element; null for one beyond the cap. */
async function* elements(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  let depth = 0;
  let inText = false;
  let escaped = false;
  let held: Buffer[] = [];
  let size = 0;
  const hold = (piece: Buffer) => {
    size += piece.length;
    if (size > maxRowBytes) held = [];
    else if (piece.length > 0) held.push(piece);
  };
  const take = () => {
    const whole = size > maxRowBytes ? null : Buffer.concat(held);
    held = [];
    size = 0;
    return whole;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const c = chunk[at] as number;
      if (inText) {
        if (escaped) escaped = false;
        else if (c === backslash) escaped = true;
        else if (c === quote) inText = false;
      } else if (c === quote) inText = true;
      else if (isOpening(c)) {
        depth++;
        if (depth === 1) from = at + 1;
      } else if (isClosing(c) || c === comma) {
        if (c !== comma) depth--;
        if (depth > (c === comma ? 1 : 0)) continue;
        hold(chunk.subarray(from, at));
        yield take();
        from = at + 1;
      }
    }
    if (depth > 0) hold(chunk.subarray(from));
  }
  if (depth > 0)
    throw new BrokenFile('truncated', 'Expected the end of the array, got the end of the file');
}
