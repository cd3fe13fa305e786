/**
 * A word problem: a text with numbers drawn for it, its answer and the way there. Every story is
 * one function, so that the text and the sum cannot disagree; whatever is drawn, the answer is a
 * whole number above zero.
 */
import type { Rng } from '../../random.ts';
import { firstNames } from '../words/names.ts';

export interface Told {
  readonly text: string;
  readonly value: number;
  /** One step of the solution each. */
  readonly steps: readonly string[];
  /** What the answer counts, as a word that may stand behind it. */
  readonly unit: string;
}

export type Story = (draw: Draw) => Told;

export interface Draw {
  /** A whole number from low to high, in steps; it is remembered under its name. */
  int(name: string, low: number, high: number, step?: number): number;
  pick(name: string, from: readonly string[]): string;
  /** A first name that nobody else in the story has. */
  who(): string;
  /** Everything drawn, by name. */
  readonly variables: Readonly<Record<string, string | number>>;
}

export function createDraw(rng: Rng): Draw {
  const variables: Record<string, string | number> = {};
  const names = rng.sample(firstNames, 3);
  return {
    variables,
    int(name, low, high, step = 1) {
      const drawn = low + step * rng.randint(0, Math.floor((high - low) / step));
      variables[name] = drawn;
      return drawn;
    },
    pick(name, from) {
      const drawn = rng.choice(from);
      variables[name] = drawn;
      return drawn;
    },
    who() {
      const name = names.pop() as string;
      variables[`person${3 - names.length}`] = name;
      return name;
    },
  };
}
