/**
 * An assertion taken apart: what is worked out inside the sandbox, and how it is judged out here.
 * The expected value stays in `holds`, a closure of the judge, and never reaches the program.
 */
import type { Value } from './values/value.ts';

export interface Split {
  /** Expressions to evaluate in the program's name space, in order. */
  readonly observe: readonly string[];
  /**
   * Is the assertion true of the values of these expressions? null where the language would raise
   * an error, which no negation turns into a pass.
   */
  readonly holds: (values: readonly Value[]) => boolean | null;
  /** `weak` when the condition itself, or the expected value, is worked out by the program. */
  readonly trust?: 'weak';
}

export function negate(split: Split): Split {
  return { ...split, holds: (values) => not(split.holds(values)) };
}

/** All of the parts; every part is observed, even after one that is false. */
export function allOf(parts: readonly Split[]): Split {
  return combine(parts, (answers) =>
    answers.includes(null) ? null : answers.every((answer) => answer === true),
  );
}

/** Any of the parts, which must observe the same single expression; it is evaluated once. */
export function anyOf(parts: readonly Split[]): Split | null {
  const [first] = parts;
  const text = first?.observe[0];
  if (!first || !parts.every(({ observe }) => observe.length === 1 && observe[0] === text)) {
    return null;
  }
  return {
    ...combine(parts, () => null),
    observe: first.observe,
    holds: (values) => parts.some(({ holds }) => holds(values) === true),
  };
}

function combine(
  parts: readonly Split[],
  join: (answers: (boolean | null)[]) => boolean | null,
): Split {
  return {
    observe: parts.flatMap(({ observe }) => observe),
    holds(values) {
      let from = 0;
      const answers = parts.map(({ observe, holds }) => {
        const answer = holds(values.slice(from, from + observe.length));
        from += observe.length;
        return answer;
      });
      return join(answers);
    },
    ...(parts.some(({ trust }) => trust) && { trust: 'weak' as const }),
  };
}

function not(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}
