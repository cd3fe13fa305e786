/** Can all courses be taken, given which must come before which? */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readTruth } from '../../text/truth.ts';

const config = z
  .strictObject({
    min_num_courses: z.int().min(3).max(2_000).default(5),
    max_num_courses: z.int().min(3).max(2_000).default(10),
    min_num_prerequisites: z.int().min(1).max(20).default(1),
    max_num_prerequisites: z.int().min(1).max(20).default(2),
    min_cycle_length: z.int().min(3).max(2_000).default(3),
    max_cycle_length: z.int().min(3).max(2_000).default(5),
    p_solvable: z.number().min(0).max(1).default(0.5),
  })
  .superRefine(
    ordered(
      ['min_num_courses', 'max_num_courses'],
      ['min_num_prerequisites', 'max_num_prerequisites'],
      ['min_cycle_length', 'max_cycle_length'],
    ),
  );

const metadata = z.looseObject({
  prerequisites: z.array(z.tuple([z.int(), z.int()])).max(100_000),
  solution: z.boolean(),
});

type Edge = readonly [course: number, before: number];

const canBeDone = perEntry(({ prerequisites }: z.infer<typeof metadata>) =>
  canFinish(prerequisites),
);

export const courseSchedule = defineTask({
  name: 'course_schedule',
  category: 'graphs',
  summary: 'Tell whether courses can be taken in some order that keeps their prerequisites',
  answerFormat: 'True or False',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_courses',
      fields: ['min_num_courses', 'max_num_courses'],
      levels: [5, 10, 25, 50, 100],
    },
    {
      kind: 'range',
      name: 'num_prerequisites',
      fields: ['min_num_prerequisites', 'max_num_prerequisites'],
      levels: [2, 3, 4, 5],
    },
    {
      kind: 'range',
      name: 'cycle_length',
      fields: ['min_cycle_length', 'max_cycle_length'],
      levels: [3, 4, 5, 6],
    },
  ],

  generate(rng, c) {
    const solvable = rng.random() < c.p_solvable;
    const { courses, prerequisites } = draw(rng, c, solvable);
    const list = prerequisites.map(([course, before]) => `${before} before ${course}`).join(', ');
    return {
      question: `A school has ${courses.length} courses, numbered from 0 to ${courses.length - 1}. Some must be finished before others can be started: ${list}.\n\nIs there an order in which all of them can be taken? Answer True or False.`,
      answer: solvable ? 'True' : 'False',
      metadata: { courses, prerequisites, solution: solvable, solvable },
      difficulty: {
        num_courses: [c.min_num_courses, c.max_num_courses],
        num_prerequisites: [c.min_num_prerequisites, c.max_num_prerequisites],
        cycle_length: [c.min_cycle_length, c.max_cycle_length],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    if (mode === 'compat') return containsOracle(answer, (entry.answer ?? '').trim());
    const { prerequisites, solution } = entry.metadata;
    budget.spend(prerequisites.length);
    if (canBeDone(entry.metadata) !== solution) {
      return faultyEntry('The solution does not fit the prerequisites');
    }
    const got = readTruth(answer);
    if (got === null) return malformed('Expected True or False');
    return got === solution ? right : wrong(`Expected ${solution ? 'True' : 'False'}`);
  },
});

/** Takes courses that nothing is left before, until none is left or none can be taken. */
function canFinish(edges: readonly Edge[]): boolean {
  const waiting = new Map<number, number>();
  const after = new Map<number, number[]>();
  for (const [course, before] of edges) {
    waiting.set(course, (waiting.get(course) ?? 0) + 1);
    if (!waiting.has(before)) waiting.set(before, 0);
    const list = after.get(before);
    if (list) list.push(course);
    else after.set(before, [course]);
  }
  const free = [...waiting.keys()].filter((course) => waiting.get(course) === 0);
  for (let taken = 0; taken < free.length; taken++) {
    for (const course of after.get(free[taken] as number) ?? []) {
      const left = (waiting.get(course) as number) - 1;
      waiting.set(course, left);
      if (left === 0) free.push(course);
    }
  }
  return free.length === waiting.size;
}

/**
 * Every course waits for some of those before it. Then a chain of courses is closed by one more
 * prerequisite: against the order, which makes a circle, or along it. So their number tells nothing.
 */
function draw(rng: Rng, c: z.infer<typeof config>, solvable: boolean) {
  const count = rng.randint(c.min_num_courses, c.max_num_courses);
  const courses = Array.from({ length: count }, (_, i) => i);
  rng.shuffle(courses);
  const edges = new Map<string, Edge>();
  const add = (course: number, before: number) =>
    edges.set(`${course} ${before}`, [courses[course] as number, courses[before] as number]);
  for (let i = 1; i < count; i++) {
    const wanted = rng.randint(c.min_num_prerequisites, c.max_num_prerequisites);
    const earlier = courses.slice(0, i).map((_, at) => at);
    for (const before of rng.sample(earlier, Math.min(i, wanted))) add(i, before);
  }
  const length = Math.min(count, rng.randint(c.min_cycle_length, c.max_cycle_length));
  const places = courses.map((_, at) => at);
  const chain = rng.sample(places, length).sort((a, b) => a - b);
  for (const [i, place] of chain.entries()) if (i > 0) add(place, chain[i - 1] as number);
  const [first, last] = [chain[0] as number, chain.at(-1) as number];
  if (solvable) add(last, first);
  else add(first, last);
  const prerequisites = [...edges.values()];
  rng.shuffle(prerequisites);
  return { courses, prerequisites };
}
