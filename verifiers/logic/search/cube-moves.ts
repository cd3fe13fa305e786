/**
 * Moves of the cube in writing: Singmaster's signs and, for larger cubes, `Rw` (two layers), `3Rw`
 * (three), `2R` (the second layer alone), slices `M E S` and turns of the whole cube `x y z`.
 */
import { type FaceName, faceNames, type Turn } from './cube.ts';

/** What a slice or a turn of the whole cube turns along with. */
const along: Readonly<Record<string, FaceName>> = {
  M: 'L',
  E: 'D',
  S: 'F',
  X: 'R',
  Y: 'U',
  Z: 'F',
};

/**
 * The turn that one word stands for; `nothing` for four quarters, null for no move of this size.
 * Small letters are wide moves, as usual; ’ and ` are taken for '.
 */
export function readMove(word: string, size: number): Turn | 'nothing' | null {
  const match = /^(\d{0,3})([LRUDFB]w?|[lrudfb]|[MESXYZxyz])(\d{0,6})(['’`′]?)(\d{0,6})$/.exec(
    word,
  );
  if (!match) return null;
  const [, number = '', letters = '', before = '', prime = '', after = ''] = match;
  if (before !== '' && after !== '') return null;
  const count = Number(before || after || '1') % 4;
  const quarters = prime === '' ? count : (4 - count) % 4;
  const layers = layersOf(letters, number, size);
  if (layers === null) return null;
  return quarters === 0 ? 'nothing' : { ...layers, quarters };
}

function layersOf(letters: string, number: string, size: number): Omit<Turn, 'quarters'> | null {
  const letter = (letters[0] as string).toUpperCase();
  const face = along[letter];
  if (face) {
    if (number !== '') return null;
    if ('XYZ'.includes(letter)) return { face, from: 1, to: size };
    return size % 2 === 1 ? { face, from: (size + 1) / 2, to: (size + 1) / 2 } : null;
  }
  const wide = letters.length === 2 || letters !== letter;
  const depth = number === '' ? (wide ? 2 : 1) : Number(number);
  if (depth < 1 || depth > size) return null;
  return { face: letter as FaceName, from: wide ? 1 : depth, to: depth };
}

/** The word for a turn of one outer layer, of layers from the face on, or of one inner layer. */
export function writeMove({ face, from, to, quarters }: Turn): string {
  const wide = to > from;
  const plain = wide ? to === 2 : to === 1;
  return `${plain ? '' : to}${face}${wide ? 'w' : ''}${quarters === 3 ? "'" : ''}`;
}

export function inverse(turn: Turn): Turn {
  return { ...turn, quarters: (4 - turn.quarters) % 4 };
}

export const anyFace: readonly FaceName[] = faceNames;
