/** The way along one arm of a star, from its centre to a given end. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { splitSpaces } from '../../../text/python.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { ints } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    degree: z.int().min(2).max(100).default(3),
    node_range: z.int().min(10).max(1_000_000_000).default(100_000),
    min_path_length: z.int().min(1).max(500).default(3),
    max_path_length: z.int().min(1).max(500).default(5),
    /** The way is asked for from the end to the centre. */
    reversed: z.boolean().default(false),
    teacherless: z.boolean().default(false),
  })
  .superRefine(ordered(['min_path_length', 'max_path_length']))
  .refine(
    (c) => c.node_range > 2 * (c.degree * c.max_path_length + 1),
    'Expected a node_range of more than twice the nodes',
  );

const metadata = z.looseObject({
  goal_path: ints({ least: 1 }),
  /** Ours only: the graph, and the order asked for. */
  edges: z.array(z.tuple([z.int(), z.int()])).optional(),
});

export const pathStar = defineTask({
  name: 'path_star',
  category: 'graphs',
  summary: 'Find the way along one arm of a star of numbered nodes',
  answerFormat: 'the nodes in order, separated by blanks',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'degree', field: 'degree', levels: [2, 3, 4, 5] },
    {
      kind: 'scalar',
      name: 'node_range',
      field: 'node_range',
      levels: [10_000, 50_000, 100_000, 200_000],
    },
    {
      kind: 'range',
      name: 'path_length',
      fields: ['min_path_length', 'max_path_length'],
      levels: [3, 5, 6, 7],
    },
  ],

  generate(rng, c) {
    const length = rng.randint(c.min_path_length, c.max_path_length);
    const { edges, center, path } = draw(rng, c, length);
    const [goal, answer] = [path.at(-1) as number, c.reversed ? [...path].reverse() : path];
    const [from, to] = c.reversed ? [goal, center] : [center, goal];
    const list = edges.map(([a, b]) => `${a} ${b}`).join(' | ');
    return {
      question: `Every pair of numbers is a connection between two nodes of a graph; pairs are separated by bars:\n\n${list}\n\nWhich way leads from ${from} to ${to}? Answer with all its nodes in order, the first and the last included, separated by blanks.`,
      answer: answer.join(' '),
      metadata: { center, goal, path_length: length, goal_path: path, edges },
      difficulty: {
        degree: c.degree,
        node_range: c.node_range,
        path_length: [c.min_path_length, c.max_path_length],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    const oracle = splitSpaces(entry.answer ?? '');
    budget.spend(answer.length);
    if (mode === 'compat') {
      return graded(splitSpaces(answer).join(' ') === oracle.join(' ') ? 1 : 0);
    }
    const { goal_path: path, edges } = entry.metadata;
    const stored = oracle.map(Number);
    if (!same(stored, path) && !same([...stored].reverse(), path)) {
      return faultyEntry('The stored answer is not the path');
    }
    if (edges && !leads(path, edges)) return faultyEntry('The path uses no connections');
    const got = readNodes(answer);
    if (!got) return malformed('Expected the numbers of nodes');
    return same(got, stored) ? right : wrong('Expected the nodes of the way in order');
  },
});

function readNodes(answer: string): number[] | null {
  const text = unwrap(answer)
    .replace(/^[[(]|[\])]$/g, '')
    .replace(/["']/g, '')
    .trim();
  const nodes = text.split(/\s*(?:->|→|⇒|=>|\\to|\\rightarrow|[,;|\s-])\s*/);
  return nodes.every((node) => /^\d{1,15}$/.test(node)) ? nodes.map(Number) : null;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((node, i) => node === b[i]);
}

function leads(path: readonly number[], edges: readonly (readonly [number, number])[]): boolean {
  const known = new Set(edges.map((edge) => edge.join(' ')));
  return path.every((node, i) => i === 0 || known.has(`${path[i - 1]} ${node}`));
}

function draw(rng: Rng, c: z.infer<typeof config>, length: number) {
  const used = new Set<number>();
  const node = () => {
    // at most half of the numbers are ever used
    for (;;) {
      const drawn = rng.below(c.node_range);
      if (used.has(drawn)) continue;
      used.add(drawn);
      return drawn;
    }
  };
  const center = node();
  const paths = Array.from({ length: c.degree }, () => [
    center,
    ...Array.from({ length }, () => node()),
  ]);
  const edges = paths.flatMap((path) =>
    path.slice(1).map((to, i): [number, number] => [path[i] as number, to]),
  );
  rng.shuffle(edges);
  return { edges, center, path: rng.choice(paths) };
}
