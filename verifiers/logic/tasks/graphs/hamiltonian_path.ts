/** A path through a graph that visits every node once; our graphs have one from the given start. */
import { z } from 'zod';
import { createBudget, StepLimitError } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { ints, pairs } from '../../row.ts';
import { countPaths } from '../../search/hamilton.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readPath } from '../../text/path.ts';

const config = z
  .strictObject({
    min_nodes: z.int().min(5).max(20).default(6),
    max_nodes: z.int().min(5).max(20).default(10),
  })
  .superRefine(ordered(['min_nodes', 'max_nodes']));

const node = z.int().min(1).max(64);
const metadata = z.looseObject({
  nodes: node,
  edges: pairs({ low: 1, high: 64 }, 2_016),
  start: node,
  solution: ints({ low: 1, high: 64, most: 64 }),
});
type Edge = z.infer<typeof metadata>['edges'][number];

/** A count of paths that costs more than this leaves the edge out. */
const checkSteps = 400;

/** The edges as numbers, both ways. */
const joinedIn = perEntry(({ edges }: z.infer<typeof metadata>) => {
  const joined = new Set<number>();
  for (const [a, b] of edges) joined.add(a * 65 + b).add(b * 65 + a);
  return joined;
});
/** What is wrong with the stored path; null for nothing. */
const storedFault = perEntry((m: z.infer<typeof metadata>) => faultOf(m, m.solution));

export const hamiltonianPath = defineTask({
  name: 'hamiltonian_path',
  category: 'graphs',
  summary: 'Find a path that visits every node of a graph once',
  answerFormat: 'the nodes in the order of the path, separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'nodes', fields: ['min_nodes', 'max_nodes'], levels: [6, 9, 12, 15] },
  ],

  generate(rng, c) {
    const nodes = rng.randint(c.min_nodes, c.max_nodes);
    const solution = rng.sample(
      Array.from({ length: nodes }, (_, i) => i + 1),
      nodes,
    );
    const start = solution[0] as number;
    const edges = drawEdges(rng, solution);
    const listed = edges.map((edge) => edge.join('-')).join(', ');
    return {
      question: `An undirected graph has the nodes 1 to ${nodes} and these edges:\n\n${listed}\n\nFind a path along the edges that begins at node ${start} and visits every node exactly once. It may end at any node. Answer with the numbers of the nodes in the order of the path, separated by spaces.`,
      answer: solution.join(' '),
      metadata: { nodes, edges, start, solution },
      difficulty: { nodes: [c.min_nodes, c.max_nodes] },
    };
  },

  score(answer, { entry, budget }) {
    budget.spend(entry.metadata.edges.length + answer.length);
    if (storedFault(entry.metadata) !== null)
      return faultyEntry('Expected a path that visits every node once');
    const path = readPath(answer);
    if (!path) return malformed('Expected the numbers of the nodes, separated by spaces');
    const expected = faultOf(entry.metadata, path);
    return expected === null ? right : wrong(`Expected ${expected}`);
  },
});

/** What a right path would have; null for a right one. */
function faultOf(entry: z.infer<typeof metadata>, path: readonly number[]): string | null {
  const { nodes, start } = entry;
  if (path.length !== nodes || new Set(path).size !== nodes) return 'every node once';
  if (path.some((n) => n < 1 || n > nodes)) return `nodes from 1 to ${nodes}`;
  if (path[0] !== start) return `a path from node ${start}`;
  const joined = joinedIn(entry);
  const broken = path.findIndex((n, i) => i > 0 && !joined.has((path[i - 1] ?? 0) * 65 + n));
  return broken < 0 ? null : `an edge between ${path[broken - 1]} and ${path[broken]}`;
}

/** The edges of the path, and others as long as it stays the only one. */
function drawEdges(rng: Rng, path: readonly number[]): Edge[] {
  const nodes = path.length;
  const near = new Array<number>(nodes).fill(0);
  const toggle = (a: number, b: number) => {
    near[a] = (near[a] as number) ^ (1 << b);
    near[b] = (near[b] as number) ^ (1 << a);
  };
  const others: [number, number][] = [];
  for (let a = 0; a < nodes; a++) {
    if (a + 1 < nodes) toggle(a, a + 1);
    for (let b = a + 2; b < nodes; b++) others.push([a, b]);
  }
  rng.shuffle(others);
  const added: [number, number][] = [];
  const most = Math.floor(nodes * 0.6) + rng.below(nodes);
  for (const [a, b] of others) {
    if (added.length >= most) break;
    toggle(a, b);
    if (isOnly(near)) added.push([a, b]);
    else toggle(a, b);
  }
  const places = [...added, ...path.slice(1).map((_, i): [number, number] => [i, i + 1])];
  return places
    .map(([a, b]): Edge => {
      const [x, y] = [path[a] as number, path[b] as number];
      return x < y ? [x, y] : [y, x];
    })
    .sort(([a, b], [c, d]) => a - c || b - d);
}

function isOnly(near: readonly number[]): boolean {
  try {
    return countPaths(near, 0, 2, createBudget(checkSteps)) === 1;
  } catch (error) {
    if (error instanceof StepLimitError) return false;
    throw error;
  }
}
