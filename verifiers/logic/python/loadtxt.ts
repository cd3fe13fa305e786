/** numpy.loadtxt and numpy.allclose for matrices of float32, as numpy 1.24 has them. */
import { splitSpaces } from '../../text/python.ts';
import { splitLines } from './text.ts';

export interface Loaded {
  /** Sides of one cell are squeezed out, as loadtxt does. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const finite = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const special = /^([+-]?)(inf|infinity|nan)$/i;

/** Numbers separated by white space, `#` starts a comment; null where loadtxt raises. */
export function loadText(text: string): Loaded | null {
  const values: number[] = [];
  let rows = 0;
  let columns = 0;
  for (const line of splitLines(text)) {
    const hash = line.indexOf('#');
    const cells = splitSpaces(hash < 0 ? line : line.slice(0, hash));
    if (cells.length === 0) continue;
    if (rows === 0) columns = cells.length;
    else if (cells.length !== columns) return null;
    rows++;
    for (const cell of cells) {
      const value = readNumber(cell);
      if (value === null) return null;
      values.push(value);
    }
  }
  const shape = rows === 0 ? [0] : [rows, columns].filter((side) => side !== 1);
  return { shape, values: Float32Array.from(values) };
}

function readNumber(cell: string): number | null {
  if (finite.test(cell)) return Number(cell);
  const match = special.exec(cell);
  if (!match) return null;
  const size = match[2]?.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
  return match[1] === '-' ? -size : size;
}

export function sameShape(a: Loaded, b: Loaded): boolean {
  return a.shape.length === b.shape.length && a.shape.every((side, i) => side === b.shape[i]);
}

/** |a - b| <= 1e-8 + rtol |b| in every place, in float32; a lone number is compared in float64. */
export function allClose(a: Loaded, b: Loaded, rtol: number): boolean {
  const round = a.shape.length === 0 ? (x: number) => x : Math.fround;
  const [relative, absolute] = [round(rtol), round(1e-8)];
  return a.values.every((x, i) => {
    const y = b.values[i] as number;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return x === y;
    return round(Math.abs(round(x - y))) <= round(absolute + round(relative * Math.abs(y)));
  });
}
