/** Star battle: stars in a square of regions, so many a row, column and region, none touching. */
import { z } from 'zod';
import { createBudget } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { keepsSky, placeStars, type Sky, starRows } from '../../search/stars.ts';
import { within } from '../../search/sums.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { cellRows, inRows, readCells, showRows } from '../../text/cells.ts';

const config = z
  .strictObject({
    min_size: z.int().min(5).max(9).default(6),
    max_size: z.int().min(5).max(9).default(8),
    /** Two stars a line fit on boards of nine rows; smaller ones have one. */
    max_stars: z.int().min(1).max(2).default(1),
    /** How far large regions grow before small ones; the more even they are, the less is plain. */
    unevenness: z.number().min(0).max(1).default(0),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const metadata = z.looseObject({
  /** A letter a region. */
  regions: cellRows,
  stars: z.int().min(1).max(3),
  /** * for a star. */
  solution: cellRows,
});

type Growing = Sky & { readonly regions: Int8Array };

/** Regions drawn for one entry; after that all but one are single cells, which always works. */
const maxDraws = 60;
/** A search for another placement that costs more than this keeps the cell out of the region. */
const checkSteps = 2_000;
const letters = 'ABCDEFGHI';
const [star, empty] = [new Set('*★☆✱S1'), new Set('._-·0')];

const factsOf = perEntry(({ regions, stars, solution }: z.infer<typeof metadata>) => {
  const size = regions.length;
  const sky = { size, stars, regions: [...regions.join('')].map((name) => letters.indexOf(name)) };
  const isSound =
    [...regions, ...solution].every((row) => row.length === size) &&
    sky.regions.every((region) => region >= 0 && region < size) &&
    isConnected(sky.regions, size) &&
    keepsSky(sky, masksOf([...solution.join('')], size) ?? []);
  return { sky, isSound };
});

export const starBattle = defineTask({
  name: 'star_battle',
  category: 'games',
  summary: 'Place stars so that every row, column and region has its number and none touch',
  answerFormat: 'the grid with * for a star and . for an empty cell, one row a line',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [6, 7, 8, 9] },
    { kind: 'scalar', name: 'stars', field: 'max_stars', levels: [1, 1, 1, 2] },
    { kind: 'scalar', name: 'unevenness', field: 'unevenness', levels: [0.6, 0.3, 0, 0] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const stars = size === 9 ? rng.randint(1, c.max_stars) : 1;
    const drawn = drawSky(rng, size, stars, c.unevenness);
    const regions = inRows(
      drawn.regions.map((region) => letters[region] as string),
      size,
    );
    const solution = inRows(
      drawn.regions.map((_, i) => (drawn.cells.includes(i) ? '*' : '.')),
      size,
    );
    const each = drawn.stars === 1 ? 'exactly one star' : 'exactly two stars';
    return {
      question: `Place stars in this ${size}x${size} grid so that every row, every column and every region has ${each}. The letters show the regions: cells with the same letter belong to one region. Stars may not touch one another, not even at a corner.\n\n${showRows(regions)}\n\nAnswer with the ${size} rows of the grid, one a line, * for a star and . for an empty cell, separated by spaces.`,
      answer: showRows(solution),
      metadata: { regions, stars: drawn.stars, solution },
      difficulty: {
        size: [c.min_size, c.max_size],
        stars: c.max_stars,
        unevenness: c.unevenness,
      },
    };
  },

  score(answer, { entry, budget }) {
    const { sky, isSound } = factsOf(entry.metadata);
    budget.spend(sky.regions.length + answer.length);
    if (!isSound) return faultyEntry('Expected connected regions and a placement of the stars');
    const cells = readCells(answer, sky.size, sky.size);
    const masks = cells && masksOf(cells, sky.size);
    if (!masks) return malformed(`Expected ${sky.size} lines of ${sky.size} cells, * or .`);
    return keepsSky(sky, masks)
      ? right
      : wrong(`Expected ${sky.stars} in every row, column and region, none touching`);
  },
});

/** The stars as a mask a row; null when a cell is neither star nor empty. */
function masksOf(cells: readonly string[], size: number): number[] | null {
  const masks = new Array<number>(size).fill(0);
  for (const [i, cell] of cells.entries()) {
    const row = Math.floor(i / size);
    if (star.has(cell)) masks[row] = (masks[row] as number) | (1 << (i % size));
    else if (!empty.has(cell)) return null;
  }
  return masks;
}

function neighbours(cell: number, size: number): number[] {
  const column = cell % size;
  const near: number[] = [];
  if (cell >= size) near.push(cell - size);
  if (cell < size * (size - 1)) near.push(cell + size);
  if (column > 0) near.push(cell - 1);
  if (column < size - 1) near.push(cell + 1);
  return near;
}

function isConnected(regions: readonly number[], size: number): boolean {
  const reached = new Set<number>();
  const begun = new Set<number>();
  for (const [cell, region] of regions.entries()) {
    if (begun.has(region)) continue;
    begun.add(region);
    const queue = [cell];
    reached.add(cell);
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const next of neighbours(at, size)) {
        if (regions[next] !== region || reached.has(next)) continue;
        reached.add(next);
        queue.push(next);
      }
    }
  }
  return reached.size === size * size && begun.size === size;
}

function drawSky(rng: Rng, size: number, wanted: number, unevenness: number) {
  for (let draw = 0; ; draw++) {
    const stars = draw < maxDraws ? wanted : 1;
    const cells = drawStars(rng, size, stars);
    const seeds = rng.sample(cells, cells.length);
    const regions = new Int8Array(size * size).fill(draw < maxDraws ? -1 : size - 1);
    if (stars === 1) for (const [region, cell] of seeds.entries()) regions[cell] = region;
    else if (!joinPairs(rng, seeds, { size, stars, regions })) continue;
    if (draw === maxDraws || grow(rng, { size, stars, regions }, unevenness)) {
      return { stars, cells, regions: [...regions] };
    }
  }
}

/** The cells of random stars that keep the rules but for the regions. */
function drawStars(rng: Rng, size: number, stars: number): number[] {
  const rows = starRows(size, stars);
  // With columns for regions the regions say nothing new.
  const regions = Array.from({ length: size * size }, (_, cell) => cell % size);
  const budget = createBudget(Number.POSITIVE_INFINITY);
  const [masks = []] = placeStars(
    { size, stars, regions },
    1,
    budget,
    -1,
    rng.sample(rows, rows.length),
  );
  return regions.flatMap((column, cell) =>
    (((masks[Math.floor(cell / size)] as number) >> column) & 1) === 1 ? [cell] : [],
  );
}

/** Begins every region with two stars and a shortest way between them; false when that fails. */
function joinPairs(rng: Rng, seeds: readonly number[], sky: Growing): boolean {
  const { size, regions } = sky;
  const waiting = new Set(seeds);
  for (const seed of seeds) {
    if (!waiting.delete(seed)) continue;
    const cameFrom = new Map([[seed, -1]]);
    let partner = -1;
    for (const cell of cameFrom.keys()) {
      if (partner >= 0) break;
      if (cell !== seed && seeds.includes(cell)) continue;
      for (const next of rng.sample(neighbours(cell, size), neighbours(cell, size).length)) {
        if (cameFrom.has(next) || regions[next] !== -1) continue;
        cameFrom.set(next, cell);
        if (waiting.has(next)) partner = next;
      }
    }
    if (!waiting.delete(partner)) return false;
    const region = seeds.length / 2 - 1 - waiting.size / 2;
    for (let cell = partner; cell >= 0; cell = cameFrom.get(cell) as number) regions[cell] = region;
  }
  return within(checkSteps, (budget) => placeStars(sky, 2, budget).length === 1);
}

/**
 * Gives cells to neighbouring regions one by one, as long as no placement with a star there comes
 * up: what cells without a region are spared is never taken back, so a refused cell stays refused.
 */
function grow(rng: Rng, sky: Growing, unevenness: number): boolean {
  const { size, regions } = sky;
  const refused = new Set<number>();
  const areas = new Array<number>(size).fill(0);
  const waiting: { readonly cell: number; readonly region: number }[] = [];
  let without = regions.length;
  const isStuck = (cell: number) =>
    neighbours(cell, size).every((next) => {
      const region = regions[next] as number;
      return region >= 0 && refused.has(cell * size + region);
    });
  const settle = (cell: number, region: number) => {
    without--;
    areas[region] = (areas[region] as number) + 1;
    for (const next of neighbours(cell, size)) {
      if (regions[next] === -1) waiting.push({ cell: next, region });
    }
  };
  for (const [cell, region] of regions.entries()) if (region >= 0) settle(cell, region);
  while (waiting.length > 0) {
    let at = rng.below(waiting.length);
    if (unevenness > 0 && rng.random() < unevenness) {
      const area = (i: number) => areas[waiting[i]?.region ?? 0] as number;
      for (let i = 0; i < waiting.length; i++) if (area(i) > area(at)) at = i;
    }
    const { cell, region } = waiting[at] as (typeof waiting)[number];
    waiting[at] = waiting.at(-1) as (typeof waiting)[number];
    waiting.pop();
    if (regions[cell] !== -1 || refused.has(cell * size + region)) continue;
    regions[cell] = region;
    if (within(checkSteps, (budget) => placeStars(sky, 1, budget, cell).length === 0)) {
      settle(cell, region);
      if (neighbours(cell, size).some((next) => regions[next] === -1 && isStuck(next)))
        return false;
    } else {
      regions[cell] = -1;
      refused.add(cell * size + region);
      if (isStuck(cell)) return false;
    }
  }
  return without === 0;
}
