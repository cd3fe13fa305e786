/** Stretches of time on the process's clock, in milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** In order, with those that overlap, or lie at most `gap` apart, as one. */
export function union(intervals: readonly Interval[], gap = 0): Interval[] {
  const joined: Interval[] = [];
  for (const one of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && one.from <= last.to + gap) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
    } else joined.push(one);
  }
  return joined;
}
