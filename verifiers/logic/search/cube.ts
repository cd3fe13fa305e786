/**
 * The n×n×n cube: stickers, moves and the picture of its net.
 *
 * A state is one colour a sticker; a move is a permutation of places, made once for every size.
 * Axes: x from left to right, y from down to up, z from back to front. Layers of a move count from
 * the face it is named after.
 */

export const faceNames = ['U', 'L', 'F', 'R', 'B', 'D'] as const;
export type FaceName = (typeof faceNames)[number];

/** The colour of each face of a solved cube, in the order of `faceNames`. */
const colours = ['Y', 'R', 'G', 'O', 'B', 'W'];

export interface Turn {
  readonly face: FaceName;
  /** Layers turned, counted from 1 at the face. */
  readonly from: number;
  readonly to: number;
  /** Quarter turns clockwise, 1 to 3. */
  readonly quarters: number;
}

/** Colours by place: face by face as in `faceNames`, each row by row as the net shows it. */
export type Cube = Uint8Array;

export function solvedCube(size: number): Cube {
  return Uint8Array.from({ length: 6 * size * size }, (_, i) => Math.floor(i / (size * size)));
}

/** The cube after the turn; layers beyond the size do not exist and must not be asked for. */
export function turned(cube: Cube, size: number, turn: Turn): Cube {
  const sources = permutation(size, turn);
  return cube.map((_, i) => cube[sources[i] as number] as number);
}

/** Whether every face has one colour, wherever the faces are. */
export function isSolved(cube: Cube, size: number): boolean {
  const area = size * size;
  return cube.every((colour, i) => colour === cube[i - (i % area)]);
}

type Point = readonly [x: number, y: number, z: number];

/** The place of a sticker in space: two coordinates of its cubie and, on its axis, ±size. */
function placeOf(face: number, row: number, column: number, size: number): Point {
  const [down, across] = [size - 1 - 2 * row, 2 * column - (size - 1)];
  switch (faceNames[face]) {
    case 'U':
      return [across, size, -down];
    case 'D':
      return [across, -size, down];
    case 'L':
      return [-size, down, across];
    case 'R':
      return [size, down, -across];
    case 'F':
      return [across, down, size];
    default:
      return [-across, down, -size];
  }
}

/** One quarter turn clockwise, seen from the named face. */
function quarter(face: FaceName, [x, y, z]: Point): Point {
  switch (face) {
    case 'R':
      return [x, z, -y];
    case 'L':
      return [x, -z, y];
    case 'U':
      return [-z, y, x];
    case 'D':
      return [z, y, -x];
    case 'F':
      return [y, -x, z];
    default:
      return [-y, x, z];
  }
}

/** How far a place is from the middle in the direction of the face. */
function depthOf(face: FaceName, [x, y, z]: Point): number {
  const along = { R: x, L: -x, U: y, D: -y, F: z, B: -z };
  return along[face];
}

const cache = new Map<string, Uint16Array>();

/** For every place, where its sticker comes from. */
function permutation(size: number, { face, from, to, quarters }: Turn): Uint16Array {
  const key = `${size} ${face} ${from} ${to} ${quarters}`;
  const known = cache.get(key);
  if (known) return known;
  const places = allPlaces(size);
  const index = new Map(places.map((place, i) => [place.join(), i]));
  const sources = new Uint16Array(places.length);
  for (const [i, start] of places.entries()) {
    const layer = Math.max(1, Math.min(size, Math.ceil((size + 1 - depthOf(face, start)) / 2)));
    let end = start;
    if (layer >= from && layer <= to) for (let q = 0; q < quarters; q++) end = quarter(face, end);
    sources[index.get(end.map((c) => c + 0).join()) as number] = i;
  }
  cache.set(key, sources);
  return sources;
}

function allPlaces(size: number): Point[] {
  return faceNames.flatMap((_, face) =>
    Array.from({ length: size * size }, (__, i) =>
      placeOf(face, Math.floor(i / size), i % size, size),
    ),
  );
}

/** The net: up above front, then left, front, right, back side by side, down below front. */
export function net(cube: Cube, size: number): string {
  const row = (face: number, r: number) =>
    Array.from(
      cube.subarray((face * size + r) * size, (face * size + r + 1) * size),
      (c) => ` ${colours[c]} `,
    ).join('');
  const rows = (draw: (r: number) => string) => Array.from({ length: size }, (_, r) => draw(r));
  const indent = '   '.repeat(size);
  return [
    ...rows((r) => indent + row(0, r)),
    ...rows((r) => [1, 2, 3, 4].map((face) => row(face, r)).join('')),
    ...rows((r) => indent + row(5, r)),
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}
