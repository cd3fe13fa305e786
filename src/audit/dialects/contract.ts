/** How a kind of reward server is asked, and how its answer is read. */
import type { AnswerCase, ProgramCase } from '../suites/index.ts';

export interface Ask {
  readonly path: string;
  readonly body: unknown;
}

/** What the server said: a reward, or why there is none. */
export type Said =
  | { readonly kind: 'reward'; readonly reward: number }
  /** The row was left out of the learning: no reward, and said so. */
  | { readonly kind: 'unscored'; readonly why: string };

export interface Dialect {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** Null where the protocol has no such question. */
  program?(one: ProgramCase, limits: Bounds): Ask | null;
  answer?(one: AnswerCase): Ask;
  /** @throws when the body is not of the protocol */
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the server sent
  read(body: any, one: ProgramCase | AnswerCase): Said;
}

export interface Bounds {
  /** Seconds that one test may take. */
  readonly testS: number;
}

export const reward = (value: unknown): Said => {
  if (value === null) return { kind: 'unscored', why: 'null' };
  if (typeof value === 'boolean') return { kind: 'reward', reward: value ? 1 : 0 };
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'reward', reward: value };
  throw new Error(`Expected a reward, got ${JSON.stringify(value)?.slice(0, 100)}`);
};

/** The tests as verl and PRIME write them. */
export function groundTruth({ tests }: ProgramCase): object | null {
  const { kind, inputs, outputs, fn_name } = tests;
  if (kind === 'assert') return null;
  return { inputs, outputs, ...(kind === 'function' && { fn_name }) };
}

export const fenced = ({ language, code }: ProgramCase): string =>
  `\`\`\`${language}\n${code}\n\`\`\``;
