/**
 * Metrics as series over steps, and series in fewer points than they have: each bucket of steps keeps
 * its least, its greatest and its mean, so that no spike is drawn away.
 */
import type { Timeline } from '../run/timeline.ts';

export interface RunLine {
  readonly step: number;
  readonly stage: string;
  readonly kind: 'step' | 'evaluation';
  readonly metrics: Readonly<Record<string, number>>;
  /** Of a step that was judged. */
  readonly timeline?: Timeline;
}

export interface Point {
  readonly step: number;
  /** Null: the line is there, the value is not, or it is no finite number. */
  readonly value: number | null;
}

export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Null where no line has a value of that name. */
export function seriesOf(
  lines: readonly RunLine[],
  kind: RunLine['kind'],
  name: string,
): readonly Point[] | null {
  const points: Point[] = [];
  let found = false;
  for (const line of lines) {
    if (line.kind !== kind) continue;
    const value = Object.hasOwn(line.metrics, name) ? (line.metrics[name] ?? null) : null;
    found ||= value !== null;
    points.push({ step: line.step, value });
  }
  return found ? points : null;
}

/**
 * `count` buckets over the range, or one a step where there are fewer steps. Undefined where no point
 * lies; null where points lie that have no value, which is a gap of the line.
 */
export function bucketize(
  points: readonly Point[],
  { first, last }: Range,
  count: number,
): readonly (Bucket | null | undefined)[] {
  const steps = last - first + 1;
  const size = Math.min(count, steps);
  const buckets: (Bucket | null | undefined)[] = Array.from({ length: size });
  const sums = new Float64Array(size);
  for (const { step, value } of points) {
    const at = Math.floor(((step - first) * size) / steps);
    if (at < 0 || at >= size) continue;
    const old = buckets[at];
    if (value === null) {
      if (old === undefined) buckets[at] = null;
      continue;
    }
    sums[at] = (sums[at] ?? 0) + value;
    const known = (old?.count ?? 0) + 1;
    buckets[at] = {
      from: old?.from ?? step,
      to: step,
      count: known,
      least: Math.min(old?.least ?? value, value),
      most: Math.max(old?.most ?? value, value),
      mean: (sums[at] as number) / known,
    };
  }
  return buckets;
}

/** Stretches without a gap. */
export function segments(buckets: readonly (Bucket | null | undefined)[]): Bucket[][] {
  const runs: Bucket[][] = [];
  let open: Bucket[] | null = null;
  for (const bucket of buckets) {
    if (bucket === undefined) continue;
    if (bucket === null) open = null;
    else if (open) open.push(bucket);
    else {
      open = [bucket];
      runs.push(open);
    }
  }
  return runs;
}

/** Some of the items at even distances, the first and the last among them. */
export function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  if (most === 1) return items.slice(-1);
  return Array.from(
    { length: most },
    (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as T,
  );
}
