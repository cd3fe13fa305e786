/**
 * People who always tell the truth or always lie, and what they say of others. What follows from
 * the known kinds is worked out statement by statement, as a reader would do it.
 */
import type { Budget } from '../../budget.ts';

export const sayings = {
  honest: (x: boolean) => x,
  liar: (x: boolean) => !x,
  alike: (x: boolean, y: boolean) => x === y,
  unlike: (x: boolean, y: boolean) => x !== y,
  both_honest: (x: boolean, y: boolean) => x && y,
  both_liars: (x: boolean, y: boolean) => !x && !y,
  some_honest: (x: boolean, y: boolean) => x || y,
  some_liar: (x: boolean, y: boolean) => !x || !y,
} as const satisfies Record<string, (x: boolean, y: boolean) => boolean>;
export type Saying = keyof typeof sayings;

export interface Statement {
  readonly speaker: number;
  readonly saying: Saying;
  /** One person or two. */
  readonly about: readonly number[];
}

export interface Fact {
  readonly person: number;
  readonly honest: boolean;
}

/**
 * The kinds that follow, one statement at a time, from the facts; null where a person's kind stays
 * open. Null for everything when the statements contradict each other.
 */
export function deduce(
  people: number,
  facts: readonly Fact[],
  statements: readonly Statement[],
  budget?: Budget,
): (boolean | null)[] | null {
  const kinds = new Array<boolean | null>(people).fill(null);
  for (const { person, honest } of facts) {
    if (kinds[person] === !honest) return null;
    kinds[person] = honest;
  }
  let open = [...statements];
  for (let before = -1; open.length !== before; ) {
    before = open.length;
    const later: Statement[] = [];
    for (const statement of open) {
      budget?.spend();
      const unknown = unknownOf(statement, kinds);
      if (unknown === 'several') {
        later.push(statement);
        continue;
      }
      if (unknown === null) {
        if (!fits(statement, kinds)) return null;
        continue;
      }
      kinds[unknown] = true;
      const may = fits(statement, kinds);
      kinds[unknown] = false;
      if (may && fits(statement, kinds)) {
        kinds[unknown] = null; // says nothing yet
        later.push(statement);
      } else if (may) kinds[unknown] = true;
      else if (!fits(statement, kinds)) return null;
    }
    open = later;
  }
  return kinds;
}

/** The one person of a statement whose kind is open. */
function unknownOf(
  { speaker, about }: Statement,
  kinds: readonly (boolean | null)[],
): number | null | 'several' {
  let unknown: number | null = null;
  for (const person of [speaker, ...about]) {
    if (kinds[person] !== null || person === unknown) continue;
    if (unknown !== null) return 'several';
    unknown = person;
  }
  return unknown;
}

/** Whether a truth-teller says something true, or a liar something false. */
export function fits(
  { speaker, saying, about }: Statement,
  kinds: readonly (boolean | null)[],
): boolean {
  const [x, y] = about as [number, number?];
  const second = y === undefined ? false : (kinds[y] as boolean);
  return sayings[saying](kinds[x] as boolean, second) === kinds[speaker];
}
