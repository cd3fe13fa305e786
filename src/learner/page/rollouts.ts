/**
 * The rollouts of a run: which steps' files are read (a run may have thousands), and what is kept of
 * each. A finished file never changes, so a live page reads each once.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRewarded, type RowSign, signOf } from './hacks.ts';
import { readLines } from './lines.ts';
import { Row } from './row.ts';
import { spread } from './series.ts';

/** What is kept of a step: counts of all its rows, and the few rows that may be shown. */
export interface StepRollouts {
  readonly step: number;
  readonly rows: number;
  readonly mean: number | null;
  readonly unscorable: number;
  /** Rows that earned half marks or more. */
  readonly rewarded: number;
  readonly causes: ReadonlyMap<string, number>;
  readonly signs: readonly SignSeen[];
  readonly groups: readonly GroupShown[];
  readonly groupCount: number;
  /** Lines that could not be read. */
  readonly bad: number;
}

export interface SignSeen {
  readonly sign: RowSign;
  readonly count: number;
  readonly rows: readonly { readonly row: Row; readonly detail: string | null }[];
}

export interface GroupShown {
  readonly size: number;
  /** Highest score first. */
  readonly rows: readonly Row[];
}

const maxFileBytes = 32 << 20;
const maxScanned = 96;
const maxSigns = 24;
const maxSignRows = 3;
const maxCauses = 24;
const shownGroups = 4;
const shownResponses = 4;

/** By name, size and time: a run that goes on writes some steps again. */
export type RolloutCache = Map<string, StepRollouts>;

export interface Rollouts {
  /** Steps that have a file. */
  readonly files: number;
  /** What was read of some of them, in the order of steps. */
  readonly read: readonly StepRollouts[];
}

export async function readRollouts(dir: string, cache: RolloutCache): Promise<Rollouts> {
  const folder = join(dir, 'rollouts');
  const names = (await readdir(folder).catch(orNone))
    .filter((name) => /^step-\d{8,15}\.jsonl$/.test(name))
    .toSorted();
  const used = new Map<string, StepRollouts>();
  for (const name of everyOf(names)) {
    const path = join(folder, name);
    const { size, mtimeMs } = await stat(path);
    const key = `${name} ${size} ${mtimeMs}`;
    used.set(key, cache.get(key) ?? (await readStep(path, Number(name.slice(5, -6)))));
  }
  cache.clear();
  for (const [key, step] of used) cache.set(key, step);
  return { files: names.length, read: [...used.values()] };
}

/** Every 2^n-th and the last: the choice stays when a run grows, so little is read anew. */
function everyOf(names: readonly string[]): string[] {
  let stride = 1;
  while (names.length / stride > maxScanned) stride *= 2;
  return names.filter((_, i) => i % stride === 0 || i === names.length - 1);
}

async function readStep(path: string, step: number): Promise<StepRollouts> {
  const { values, bad } = await readLines(path, maxFileBytes);
  const rows = values.map((value) => Row.parse(value));
  const scores = rows.flatMap(({ score }) => (score === null ? [] : [score]));
  const groups = [...Map.groupBy(rows, ({ group }) => group).values()];
  return {
    ...{ step, rows: rows.length, bad, causes: causesOf(rows), signs: signsOf(rows) },
    mean: scores.length === 0 ? null : scores.reduce((sum, one) => sum + one, 0) / scores.length,
    unscorable: rows.length - scores.length,
    rewarded: rows.filter(isRewarded).length,
    groups: chosenOf(groups).map((group) => ({
      size: group.length,
      rows: spread(group.toSorted(byScore), shownResponses),
    })),
    groupCount: groups.length,
  };
}

/** Groups whose responses fared differently first: those are what is learned from. */
function chosenOf(groups: readonly Row[][]): Row[][] {
  const isVaried = (group: Row[]) => group.some(({ score }) => score !== group[0]?.score);
  const varied = spread(groups.filter(isVaried), shownGroups - 1);
  const same = groups.filter((group) => !isVaried(group));
  return [...varied, ...spread(same, shownGroups - varied.length)];
}

function byScore(a: Row, b: Row): number {
  return (b.score ?? Number.MIN_SAFE_INTEGER) - (a.score ?? Number.MIN_SAFE_INTEGER);
}

function causesOf(rows: readonly Row[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { cause } of rows) {
    if (counts.size < maxCauses || counts.has(cause))
      counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  return counts;
}

function signsOf(rows: readonly Row[]): SignSeen[] {
  const seen = new Map<
    string,
    { sign: RowSign; count: number; rows: SignSeen['rows'][number][] }
  >();
  for (const row of rows) {
    const sign = signOf(row);
    if (sign === null) continue;
    const known = seen.get(sign.id) ?? { sign, count: 0, rows: [] };
    if (!seen.has(sign.id) && seen.size === maxSigns) continue;
    seen.set(sign.id, known);
    known.count++;
    if (known.rows.length < maxSignRows) known.rows.push({ row, detail: sign.detail });
  }
  return [...seen.values()];
}

function orNone(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
