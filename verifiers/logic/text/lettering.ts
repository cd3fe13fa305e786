/**
 * Large letters of our own drawing: an alphabet of dots, five wide and six high, from which seven
 * fonts are made, and one drawn in lines.
 */

/** Six rows of five dots a letter; the rows of a letter are separated by blanks. */
const dots: Readonly<Record<string, string>> = {
  A: '.###. #...# #...# ##### #...# #...#',
  B: '####. #...# ####. #...# #...# ####.',
  C: '.#### #.... #.... #.... #.... .####',
  D: '####. #...# #...# #...# #...# ####.',
  E: '##### #.... ####. #.... #.... #####',
  F: '##### #.... ####. #.... #.... #....',
  G: '.#### #.... #.... #..## #...# .####',
  H: '#...# #...# ##### #...# #...# #...#',
  I: '##### ..#.. ..#.. ..#.. ..#.. #####',
  J: '..### ...#. ...#. ...#. #..#. .##..',
  K: '#...# #..#. ###.. #..#. #...# #...#',
  L: '#.... #.... #.... #.... #.... #####',
  M: '#...# ##.## #.#.# #...# #...# #...#',
  N: '#...# ##..# #.#.# #..## #...# #...#',
  O: '.###. #...# #...# #...# #...# .###.',
  P: '####. #...# #...# ####. #.... #....',
  Q: '.###. #...# #...# #.#.# #..#. .##.#',
  R: '####. #...# #...# ####. #..#. #...#',
  S: '.#### #.... .###. ....# ....# ####.',
  T: '##### ..#.. ..#.. ..#.. ..#.. ..#..',
  U: '#...# #...# #...# #...# #...# .###.',
  V: '#...# #...# #...# .#.#. .#.#. ..#..',
  W: '#...# #...# #...# #.#.# ##.## #...#',
  X: '#...# .#.#. ..#.. ..#.. .#.#. #...#',
  Y: '#...# .#.#. ..#.. ..#.. ..#.. ..#..',
  Z: '##### ...#. ..#.. ..#.. .#... #####',
};

/** Three rows in lines. */
const lines: Readonly<Record<string, readonly [string, string, string]>> = {
  A: ['┌─┐', '├─┤', '┴ ┴'],
  B: ['┌─╮', '├─┤', '└─╯'],
  C: ['┌──', '│  ', '└──'],
  D: ['┌─╮', '│ │', '└─╯'],
  E: ['┌──', '├─ ', '└──'],
  F: ['┌──', '├─ ', '╵  '],
  G: ['┌──', '│ ┐', '└─┘'],
  H: ['╷ ╷', '├─┤', '╵ ╵'],
  I: ['╶┬╴', ' │ ', '╶┴╴'],
  J: ['  ╷', '  │', '╰─╯'],
  K: ['╷╱ ', '├  ', '╵╲ '],
  L: ['╷  ', '│  ', '└──'],
  M: ['┌┬┐', '│││', '╵ ╵'],
  N: ['┌╮╷', '│││', '╵╰┘'],
  O: ['╭─╮', '│ │', '╰─╯'],
  P: ['┌─┐', '├─┘', '╵  '],
  Q: ['╭─╮', '│ │', '╰─╲'],
  R: ['┌─┐', '├┬┘', '╵╲ '],
  S: ['┌─╴', '└─┐', '╶─┘'],
  T: ['╶┬╴', ' │ ', ' ╵ '],
  U: ['╷ ╷', '│ │', '└─┘'],
  V: ['╷ ╷', '│ │', '╲ ╱'],
  W: ['╷ ╷', '│││', '└┴┘'],
  X: ['╲ ╱', ' ╳ ', '╱ ╲'],
  Y: ['╲ ╱', ' │ ', ' ╵ '],
  Z: ['╶─╱', ' ╱ ', '╱─╴'],
};

type Bitmap = readonly string[];
const bitmap = (letter: string): Bitmap => (dots[letter] as string).split(' ');
const ink = (row: string, full: string, empty: string) =>
  Array.from(row, (dot) => (dot === '#' ? full : empty)).join('');

/** The rows of one letter, all of the same width. */
type Font = (letter: string) => string[];

const fonts: ReadonlyMap<string, Font> = new Map<string, Font>([
  ['hash', (letter) => bitmap(letter).map((row) => ink(row, '#', ' '))],
  ['block', (letter) => bitmap(letter).map((row) => ink(row, '██', '  '))],
  ['stars', (letter) => bitmap(letter).map((row) => ink(row, '* ', '  '))],
  ['beads', (letter) => bitmap(letter).map((row) => ink(row, 'o ', '. '))],
  [
    'slant',
    (letter) =>
      bitmap(letter).map(
        (row, y, all) => `${' '.repeat(all.length - 1 - y)}${ink(row, '/', ' ')}${' '.repeat(y)}`,
      ),
  ],
  ['half', (letter) => halves(bitmap(letter))],
  [
    'stencil',
    (letter) =>
      ['.......', ...bitmap(letter).map((row) => `.${row}.`), '.......'].map((row) =>
        ink(row, ' ', '#'),
      ),
  ],
  ['lines', (letter) => [...(lines[letter] as readonly string[])]],
]);

export const fontNames: readonly string[] = [...fonts.keys()];

/** Two rows of dots in one row of half blocks. */
function halves(rows: Bitmap): string[] {
  const made: string[] = [];
  for (let y = 0; y < rows.length; y += 2) {
    const [upper, lower] = [rows[y] as string, rows[y + 1] ?? ''];
    made.push(
      Array.from(upper, (dot, x) => {
        const below = lower[x] === '#';
        return dot === '#' ? (below ? '█' : '▀') : below ? '▄' : ' ';
      }).join(''),
    );
  }
  return made;
}

/** The word, A to Z, in a font of `fontNames`; letters at least one blank apart. */
export function drawWord(word: string, fontName: string, extra: number): string {
  const font = fonts.get(fontName) as Font;
  const letters = Array.from(word, font);
  const gap = ' '.repeat(1 + extra);
  const height = letters[0]?.length ?? 0;
  return Array.from({ length: height }, (_, y) =>
    letters
      .map((rows) => rows[y])
      .join(gap)
      .trimEnd(),
  ).join('\n');
}
