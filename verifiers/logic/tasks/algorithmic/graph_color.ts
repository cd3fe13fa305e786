/**
 * Colour the vertices of a graph so that no edge joins two of one colour. Our graphs are connected:
 * with a handful of stray edges a fixed colouring would be right too often.
 */
import { z } from 'zod';
import { JsonError, parseJson } from '../../../json.ts';
import type { Rng } from '../../../random.ts';
import { graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { ints, pairs } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    num_colors: z.int().min(2).max(50).default(3),
    min_num_vertices: z.int().min(2).max(200).default(10),
    max_num_vertices: z.int().min(2).max(200).default(10),
    edge_probability: z.number().min(0).max(1).default(0.1),
  })
  .superRefine(ordered(['min_num_vertices', 'max_num_vertices']));

const metadata = z.looseObject({
  puzzle: z.looseObject({
    vertices: ints({ low: 0, least: 1, most: 1_000 }),
    edges: pairs({ low: 0, high: Number.MAX_SAFE_INTEGER }, 500_000),
    color_options: ints({ least: 1, most: 1_000 }),
  }),
});
type Puzzle = z.infer<typeof metadata>['puzzle'];

export const graphColor = defineTask({
  name: 'graph_color',
  category: 'algorithmic',
  summary: 'Colour the vertices of a graph so that neighbours differ',
  answerFormat: 'a JSON object from vertices to colours',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_vertices',
      fields: ['min_num_vertices', 'max_num_vertices'],
      levels: [6, 10, 20, 25],
      interval: true,
    },
    { kind: 'scalar', name: 'num_colors', field: 'num_colors', levels: [5, 4, 3] },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_num_vertices, c.max_num_vertices);
    const vertices = Array.from({ length: count }, (_, v) => v);
    const coloring = hiddenColoring(rng, count, c.num_colors);
    const edges = connect(rng, coloring, c.edge_probability);
    const colors = Array.from({ length: c.num_colors }, (_, i) => i + 1);
    const solution = Object.fromEntries(coloring.map((color, v) => [String(v), color]));
    return {
      question: `Give every vertex of this graph a colour so that no edge joins two vertices of the same colour.\n\nVertices: ${vertices.join(', ')}\nEdges: ${edges.map(([a, b]) => `${a}-${b}`).join(', ')}\nColours: ${colors.join(', ')}\n\nAnswer with a JSON object that maps every vertex to its colour, for example {"0": 2, "1": 1}.`,
      answer: JSON.stringify(solution),
      metadata: {
        possible_answer: solution,
        puzzle: { vertices, edges, num_colors: c.num_colors, color_options: colors },
        num_vertices: count,
      },
      difficulty: {
        num_vertices: [c.min_num_vertices, c.max_num_vertices],
        num_colors: c.num_colors,
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    const { puzzle } = entry.metadata;
    budget.spend(answer.length + puzzle.edges.length);
    return mode === 'compat' ? compat(answer, puzzle) : strict(answer, puzzle);
  },
});

function strict(answer: string, puzzle: Puzzle): Mark {
  const colors = readMap(unwrap(answer));
  if (!colors) return malformed('Expected a JSON object from vertices to colours');
  const allowed = new Set(puzzle.color_options);
  for (const v of puzzle.vertices) {
    const color = colors.get(v);
    if (color === undefined) return wrong(`Expected a colour for vertex ${v}`);
    if (!allowed.has(color)) return wrong(`Expected an allowed colour for vertex ${v}`);
  }
  if (colors.size !== puzzle.vertices.length) return wrong('Expected only vertices of the graph');
  const clash = puzzle.edges.find(([a, b]) => colors.get(a) === colors.get(b));
  return clash
    ? wrong(`Vertices ${clash[0]} and ${clash[1]} are joined and share a colour`)
    : right;
}

const pair =
  /^\s*(?:"(\d{1,9})"|'(\d{1,9})'|(\d{1,9}))\s*:\s*(?:"(\d{1,9})"|'(\d{1,9})'|(\d{1,9})(?:\.0*)?)\s*$/;

/** {"0": 1, …} or {0: 1, …}; null for anything else, a vertex with two colours included. */
function readMap(text: string): Map<number, number> | null {
  if (!text.startsWith('{') || !text.endsWith('}')) return null;
  const colors = new Map<number, number>();
  const parts = text.slice(1, -1).split(',');
  if (parts.at(-1)?.trim() === '') parts.pop(); // a trailing comma, or {}
  for (const part of parts) {
    const match = part.length <= 200 ? pair.exec(part) : null;
    if (!match) return null;
    const v = Number(match[1] ?? match[2] ?? match[3]);
    const color = Number(match[4] ?? match[5] ?? match[6]);
    if ((colors.get(v) ?? color) !== color) return null;
    colors.set(v, color);
  }
  return colors;
}

/** The reference: 1 for a proper colouring, 0.01 for any other JSON container, else 0. */
function compat(answer: string, puzzle: Puzzle): Mark {
  let value: unknown;
  try {
    value = parseJson(answer, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return graded(0);
  }
  if (typeof value !== 'object' || value === null) return graded(0);
  const colors: unknown[] = [];
  for (const v of puzzle.vertices) {
    const color = lookUp(value, v);
    if (color === 'raises') return graded(0);
    if (color === undefined) return graded(0.01);
    colors[v] = color;
  }
  for (const v of puzzle.vertices) {
    const color = colors[v];
    if (typeof color === 'object' && color !== null) return graded(0); // unhashable
    if (!puzzle.color_options.includes(numeric(color))) return graded(0.01);
  }
  const clash = puzzle.edges.some(([a, b]) => numeric(colors[a]) === numeric(colors[b]));
  return graded(clash ? 0.01 : 1);
}

/** Python's `coloring[v]` or `coloring[str(v)]`, on a dict or (by membership) on a list. */
function lookUp(value: object, v: number): unknown {
  if (!Array.isArray(value)) return Object.hasOwn(value, v) ? (value as never)[v] : undefined;
  if (value.some((item) => numeric(item) === v)) return v < value.length ? value[v] : 'raises';
  return value.includes(String(v)) ? 'raises' : undefined;
}

/** Python compares 1 == 1.0 == True. */
function numeric(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : Number.NaN;
}

/** A colour for every vertex; with two vertices or more, two colours at least. */
function hiddenColoring(rng: Rng, count: number, colors: number): number[] {
  const coloring = Array.from({ length: count }, (_, v) =>
    v < colors ? v + 1 : rng.randint(1, colors),
  );
  rng.shuffle(coloring);
  return coloring;
}

/**
 * A random spanning tree between vertices of different colours, then further such edges: by chance,
 * and as many as make 1.5 edges a vertex where there are so many.
 */
function connect(rng: Rng, coloring: readonly number[], probability: number): [number, number][] {
  const count = coloring.length;
  const differ = (a: number, b: number) => coloring[a] !== coloring[b];
  const order = Array.from({ length: count }, (_, v) => v);
  rng.shuffle(order);
  // The second in the order must differ from the first, so that every later vertex finds a partner.
  const second = order.findIndex((v) => differ(v, order[0] as number));
  [order[1], order[second]] = [order[second] as number, order[1] as number];
  const tree = new Set<number>();
  for (let i = 1; i < count; i++) {
    const v = order[i] as number;
    const partner = rng.choice(order.slice(0, i).filter((u) => differ(u, v)));
    tree.add(Math.min(v, partner) * count + Math.max(v, partner));
  }
  const edges: [number, number][] = [];
  const spare: [number, number][] = [];
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const drawn = rng.random() < probability;
      if (tree.has(a * count + b) || (drawn && differ(a, b))) edges.push([a, b]);
      else if (differ(a, b)) spare.push([a, b]);
    }
  }
  const lacking = Math.max(0, Math.ceil(1.5 * count) - edges.length);
  edges.push(...rng.sample(spare, Math.min(lacking, spare.length)));
  return edges.sort(([a, b], [c, d]) => a - c || b - d);
}
