/**
 * What a run counts. The counts are plain data, so that they go into the journal and a run that
 * goes on ends with the summary of one that was never cut short.
 */
import { groupOf } from '../../../datasets/groups.ts';
import { isVerifierId, type Verdict } from '../../../verifiers/contract.ts';
import { passAtK } from '../../report/pass-at-k.ts';
import type { Judged } from './order.ts';

export interface Counts {
  count: number;
  scored: number;
  correct: number;
  sum: number;
}

export interface Tally {
  rows: number;
  readonly all: Counts;
  readonly causes: Record<string, number>;
  readonly verifiers: Record<string, Counts>;
  readonly sources: Record<string, Counts>;
  /** Rows with several responses, by `scored,passes`. */
  readonly groups: Record<string, number>;
  /** Rows of which most responses agree on an answer, and how many of those answers are right. */
  readonly majority: { rows: number; sum: number };
  /** The sum of the rows' own mean rewards, and of how many. */
  readonly means: { rows: number; sum: number };
}

/** Names beyond these are counted together. */
const maxSources = 200;

const none = (): Counts => ({ count: 0, scored: 0, correct: 0, sum: 0 });

export const emptyTally = (): Tally => ({
  rows: 0,
  all: none(),
  causes: {},
  verifiers: {},
  sources: {},
  groups: {},
  majority: { rows: 0, sum: 0 },
  means: { rows: 0, sum: 0 },
});

export function count(tally: Tally, { row, verdicts }: Judged): void {
  tally.rows++;
  const verifier = isVerifierId(row.verifier) ? row.verifier : 'unknown';
  const groups = [tally.all, countsOf(tally.verifiers, verifier, Number.POSITIVE_INFINITY)];
  if (row.source !== null) groups.push(countsOf(tally.sources, row.source, maxSources));
  for (const verdict of verdicts) {
    for (const counts of groups) add(counts, verdict);
    tally.causes[verdict.cause] = (tally.causes[verdict.cause] ?? 0) + 1;
  }
  if (row.several) countGroup(tally, verdicts);
}

function countGroup(tally: Tally, verdicts: readonly Verdict[]): void {
  const { scored, passes, meanReward, majority } = groupOf(verdicts);
  const key = `${scored},${passes}`;
  tally.groups[key] = (tally.groups[key] ?? 0) + 1;
  if (meanReward !== null) {
    tally.means.rows++;
    tally.means.sum += meanReward;
  }
  if (majority) {
    tally.majority.rows++;
    tally.majority.sum += majority.reward;
  }
}

function countsOf(named: Record<string, Counts>, name: string, most: number): Counts {
  const full = !Object.hasOwn(named, name) && Object.keys(named).length >= most;
  const key = full ? '(others)' : name;
  if (!Object.hasOwn(named, key)) {
    // a data source may be called __proto__
    Object.defineProperty(named, key, {
      value: none(),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return named[key] as Counts;
}

function add(counts: Counts, { reward, correct }: Verdict): void {
  counts.count++;
  if (reward === null) return;
  counts.scored++;
  counts.sum += reward;
  if (correct) counts.correct++;
}

export const meanOf = ({ scored, sum }: Pick<Counts, 'scored' | 'sum'>): number | null =>
  scored === 0 ? null : sum / scored;

export interface PassPoint {
  readonly k: number;
  readonly mean: number;
  readonly rows: number;
}

/** pass@k at the powers of two, over the rows with at least k scored responses. */
export function passPoints({ groups }: Tally): PassPoint[] {
  const rows = Object.entries(groups).map(([key, times]) => {
    const [n = 0, c = 0] = key.split(',').map(Number);
    return { n, c, times };
  });
  const most = Math.max(0, ...rows.map(({ n }) => n));
  const points: PassPoint[] = [];
  for (let k = 1; k <= most; k *= 2) {
    const enough = rows.filter(({ n }) => n >= k);
    const total = enough.reduce((sum, { times }) => sum + times, 0);
    const passed = enough.reduce((sum, { n, c, times }) => sum + times * passAtK(n, c, k), 0);
    points.push({ k, mean: passed / total, rows: total });
  }
  return points;
}
