/** A plan for agents that hand boxes from square to square: simple, not the shortest. */

export type Place = readonly [row: number, column: number];
export interface Box {
  readonly colour: string;
  readonly at: Place;
  readonly target: Place;
}

/** The centre of a square, as states name it. */
export function nameOf([row, column]: Place): string {
  return `${row + 0.5}_${column + 0.5}`;
}

/** Every box goes to its own target, along the column, then along the row; one waits for another. */
export function planFor(boxes: readonly Box[]): Record<string, string>[] {
  const places = boxes.map(({ at }) => at);
  const waiting = new Set(boxes.keys());
  const plan: Record<string, string>[] = [];
  while (waiting.size > 0) {
    const step: Record<string, string> = {};
    const moved: (readonly [number, Place])[] = [];
    for (const i of waiting) {
      const { colour, target } = boxes[i] as Box;
      const [row, column] = places[i] as Place;
      const agent = `Agent[${row + 0.5}, ${column + 0.5}]`;
      if (step[agent] !== undefined) continue;
      if (row === target[0] && column === target[1]) {
        step[agent] = `move(box_${colour}, target_${colour})`;
        waiting.delete(i);
        continue;
      }
      const next: Place =
        row === target[0]
          ? [row, column + Math.sign(target[1] - column)]
          : [row + Math.sign(target[0] - row), column];
      step[agent] = `move(box_${colour}, square[${next[0] + 0.5}, ${next[1] + 0.5}])`;
      moved.push([i, next]);
    }
    for (const [i, next] of moved) places[i] = next;
    plan.push(step);
  }
  return plan;
}
