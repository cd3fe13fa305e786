/** Counts of things that rules turn into each other: the first rule that can, once a step. */

export interface Reaction {
  /** Change of every count; negative ones must be there. */
  readonly change: readonly number[];
}

export interface Course {
  readonly final: readonly number[];
  readonly states: readonly (readonly number[])[];
}

/**
 * From the start until no rule applies or `maxSteps` were made. No rule set here can return to a
 * state it has left.
 */
export function react(
  start: readonly number[],
  rules: readonly Reaction[],
  maxSteps: number,
): Course {
  const states = [start];
  let counts = start;
  for (let step = 0; step < maxSteps; step++) {
    const rule = rules.find(({ change }) =>
      change.every((by, i) => (counts[i] as number) + by >= 0),
    );
    if (!rule) break;
    counts = counts.map((count, i) => count + (rule.change[i] as number));
    states.push(counts);
  }
  return { final: counts, states };
}
