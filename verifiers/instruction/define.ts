/**
 * What an instruction is: an id, its kwargs, the rule in words, and a check. Each lives in a file
 * of its own, `<group>/<name>.ts`, and is listed in table.ts.
 */
import type { z } from 'zod';
import type { Budget } from '../budget.ts';

/** What a check says of one text. */
export interface Outcome {
  readonly passed: boolean;
  /** One line for a person: what was found and what was asked. */
  readonly reason: string;
}

export interface Context {
  /** Steps a check may spend. */
  readonly budget: Budget;
  /** False: exactly the published checker, its loopholes included. */
  readonly hardened: boolean;
}

export type Check = (text: string, context: Context) => Outcome;

/** An instruction as written in its file. `K` is what its kwargs become once parsed. */
export interface Definition<K> {
  /** `group:name`, as in the published sets. */
  readonly id: string;
  /** What is checked, in one sentence. */
  readonly rule: string;
  /** Set when the check can differ from the published one, with the reason. */
  readonly approximate?: string;
  /** Following it is saying something, so that no other words are asked of the response. */
  readonly substantial?: true;
  readonly kwargs: z.ZodType<K>;
  readonly example: {
    readonly kwargs: Readonly<Record<string, unknown>>;
    readonly passes: string;
    readonly fails: string;
  };
  check(text: string, kwargs: K, context: Context): Outcome;
}

/** An instruction as the verifier sees it: kwargs go in unparsed, a check or a complaint comes out. */
export interface Instruction extends Omit<Definition<unknown>, 'check'> {
  bind(kwargs: unknown): { readonly check: Check } | { readonly invalid: string };
}

export function defineInstruction<K>(definition: Definition<K>): Instruction {
  const { check, ...rest } = definition;
  return {
    ...rest,
    bind(kwargs) {
      const parsed = definition.kwargs.safeParse(kwargs);
      if (!parsed.success) return { invalid: complain(parsed.error) };
      return { check: (text, context) => check(text, parsed.data, context) };
    },
  };
}

function complain(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
