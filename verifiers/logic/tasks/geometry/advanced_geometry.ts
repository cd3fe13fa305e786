/** Orthocentre, incircle radius or an angle of a triangle given by its corners. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { strip } from '../../../text/python.ts';
import {
  faultyEntry,
  graded,
  type Mark,
  malformed,
  type Outcome,
  right,
  wrong,
} from '../../mark.ts';
import { pyFloat } from '../../python/number.ts';
import { roundTo } from '../../python/round.ts';
import { defineTask } from '../../task.ts';
import { withoutDegrees } from '../../text/degrees.ts';
import { parseNumber } from '../../text/number.ts';
import { unwrap } from '../../text/unwrap.ts';

const types = ['orthocenter', 'incircle_radius', 'angle_measure'] as const;
const coordinate = z.int().min(-1_000_000).max(1_000_000);
const config = z
  .strictObject({
    min_coord: coordinate.default(-10),
    max_coord: coordinate.default(10),
    task_types: z
      .array(z.enum(types))
      .min(1)
      .default([...types]),
  })
  .refine((c) => c.min_coord < c.max_coord, 'Expected min_coord < max_coord');

const corner = z.tuple([
  z.union([z.string().regex(/^-?\d{1,9}$/), z.int()]),
  z.union([z.string().regex(/^-?\d{1,9}$/), z.int()]),
]);
const metadata = z.looseObject({
  A: corner,
  B: corner,
  C: corner,
  task_type: z.enum(types),
  incircle_radius_exact: z.string().optional(),
});
type Metadata = z.infer<typeof metadata>;

type Point = readonly [x: number, y: number];

const asked: Readonly<Record<(typeof types)[number], string>> = {
  orthocenter:
    'Where do its three altitudes meet? Answer with the point as (x, y), both rounded to 3 decimal places.',
  incircle_radius:
    'What is the radius of its inscribed circle? Answer with the number, rounded to 3 decimal places.',
  angle_measure:
    'How large is its angle at B? Answer in degrees, rounded to 2 decimal places, for example 41.87°.',
};

export const advancedGeometry = defineTask({
  name: 'advanced_geometry',
  category: 'geometry',
  summary: 'Find the orthocentre, the incircle radius or an angle of a triangle',
  answerFormat: 'a point (x, y), a radius, both to 3 decimals, or an angle to 2 decimals',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'min_coord',
      field: 'min_coord',
      levels: [-10, -100, -1_000, -10_000],
    },
    { kind: 'scalar', name: 'max_coord', field: 'max_coord', levels: [10, 100, 1_000, 10_000] },
  ],

  generate(rng, c) {
    const type = rng.choice(c.task_types);
    const [a, b, k] = drawTriangle(rng, c.min_coord, c.max_coord);
    const values = solve(type, a, b, k);
    const [x, y] = values.map((value) => decimal(value, 3));
    return {
      question: `A triangle has the corners A = (${a.join(', ')}), B = (${b.join(', ')}) and C = (${k.join(', ')}). ${asked[type]}`,
      answer:
        type === 'orthocenter'
          ? `(${x}, ${y})`
          : type === 'angle_measure'
            ? `${decimal(values[0] as number, 2)}°`
            : (x as string),
      metadata: {
        A: a.map(String),
        B: b.map(String),
        C: k.map(String),
        task_type: type,
        ...(type === 'orthocenter' ? { orthocenter_approx: values } : {}),
        ...(type === 'incircle_radius' ? { incircle_radius_approx: values[0] } : {}),
        ...(type === 'angle_measure' ? { angle_ABC_degrees: values[0] } : {}),
      },
      difficulty: { min_coord: c.min_coord, max_coord: c.max_coord },
    };
  },

  score(answer, { entry, mode }) {
    const found = entry.metadata;
    const [a, b, c] = [found.A, found.B, found.C].map((p) => p.map(Number)) as unknown as [
      Point,
      Point,
      Point,
    ];
    if (area2(a, b, c) === 0) return faultyEntry('The corners lie on a line');
    const wanted = solve(found.task_type, a, b, c);
    if (mode === 'compat') return compat(answer, entry.answer ?? '', found, wanted);
    return strict(answer, entry.answer ?? '', found.task_type, wanted);
  },
});

/** Right to the decimals asked for, in whatever spelling; fractions may be exact. */
function strict(
  answer: string,
  oracle: string,
  type: Metadata['task_type'],
  wanted: readonly number[],
): Outcome {
  const places = type === 'angle_measure' ? 2 : 3;
  const fits = (values: readonly number[] | null) =>
    values?.length === wanted.length &&
    values.every((value, i) => near(value, wanted[i] as number, places));
  if (!fits(read(oracle, type))) return faultyEntry('The stored answer does not fit the corners');
  const got = read(answer, type);
  if (!got) return malformed(`Expected ${type === 'orthocenter' ? 'a point (x, y)' : 'a number'}`);
  return fits(got) ? right : wrong(`Expected the value to ${places} decimal places`);
}

/** Half a unit of the last place, and what floating point may lose. */
function near(value: number, wanted: number, places: number): boolean {
  return Math.abs(value - wanted) <= 0.5 * 10 ** -places + 1e-12 * (1 + Math.abs(wanted));
}

function read(answer: string, type: Metadata['task_type']): number[] | null {
  if (answer.length > 1_000) return null;
  if (type !== 'orthocenter') {
    const value = readNumber(type === 'angle_measure' ? withoutDegrees(answer) : answer);
    return value === null ? null : [value];
  }
  const text = unwrap(answer.normalize('NFKC'))
    .replace(/^[HPO]\s?=?\s?(?=\()/, '')
    .replaceAll(/\\(?:left|right)/g, '');
  const point = /^\s*[([{]?([^,;()[\]]+)[,;]([^,;()[\]]+)[)\]}]?\s*$/.exec(text);
  const values = point?.slice(1, 3).map((part) => readNumber(part.replace(/^\s*[xy]\s*=/, '')));
  return values?.every((value) => value !== null) ? values : null;
}

function readNumber(text: string): number | null {
  const plain = text.replace(/\\[dt]?frac\s?\{(-?\d{1,40})\}\s?\{(\d{1,40})\}/, '$1/$2');
  const value = parseNumber(plain);
  return value ? Number(value.n) / Number(value.d) : null;
}

/** The reference: 0.01 for anything at all, 0.05 for a number that is no right angle or radius. */
function compat(answer: string, oracle: string, found: Metadata, wanted: readonly number[]): Mark {
  if (found.task_type === 'angle_measure') {
    const got = pyFloat(answer.replaceAll('°', ''));
    if (got === null) return graded(0.01);
    const stored = pyFloat(oracle.replaceAll('°', '')) ?? Number.NaN;
    return graded(roundTo(got, 2) === roundTo(stored, 2) ? 1 : 0.05);
  }
  if (found.task_type === 'orthocenter') {
    const parts = answer.split(',');
    const x = pyFloat(strip((parts[0] ?? '').replaceAll('(', '')));
    const y = parts[1] === undefined ? null : pyFloat(strip(parts[1].replaceAll(')', '')));
    if (x === null || y === null) return graded(0.01);
    const same = [x, y].every((got, i) => roundTo(got, 3) === roundTo(wanted[i] as number, 3));
    return graded(same ? 1 : 0.01);
  }
  if (answer === oracle) return right;
  const [got, exact] = [pyFloat(answer), pyFloat(found.incircle_radius_exact ?? '')];
  if (got === null || exact === null) return graded(0.01);
  return graded(roundTo(got, 2) === roundTo(exact, 2) ? 0.5 : 0.05);
}

/** Twice the signed area. */
function area2([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return ax * (by - cy) + bx * (cy - ay) + cx * (ay - by);
}

function solve(type: Metadata['task_type'], a: Point, b: Point, c: Point): number[] {
  const minus = (p: Point, q: Point): Point => [p[0] - q[0], p[1] - q[1]];
  const dot = (p: Point, q: Point) => p[0] * q[0] + p[1] * q[1];
  const length = (p: Point) => Math.sqrt(dot(p, p));
  const area = area2(a, b, c);
  if (type === 'angle_measure') {
    const [u, v] = [minus(a, b), minus(c, b)];
    return [(Math.atan2(Math.abs(area), dot(u, v)) * 180) / Math.PI];
  }
  if (type === 'incircle_radius') {
    const around = length(minus(b, c)) + length(minus(c, a)) + length(minus(a, b));
    return [Math.abs(area) / around];
  }
  // H on the altitude from A: (H - A)·(C - B) = 0, on that from B: (H - B)·(A - C) = 0
  const [p, q] = [minus(c, b), minus(a, c)];
  const [r, s] = [dot(a, p), dot(b, q)];
  const det = p[0] * q[1] - p[1] * q[0];
  return [(r * q[1] - s * p[1]) / det + 0, (s * p[0] - r * q[0]) / det + 0];
}

/** Ties go to the even digit, as Python prints them. */
function decimal(value: number, places: number): string {
  const text = roundTo(value, places).toFixed(places);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

const maxDraws = 50;

function drawTriangle(rng: Rng, low: number, high: number): [Point, Point, Point] {
  const point = (): Point => [rng.randint(low, high), rng.randint(low, high)];
  for (let n = 0; n < maxDraws; n++) {
    const corners: [Point, Point, Point] = [point(), point(), point()];
    if (area2(...corners) !== 0) return corners;
  }
  return [
    [low, low],
    [high, low],
    [low, high],
  ];
}
