/** Runs of tokens as expressions: their parts, their brackets, the calls that they are. */
import type { Token } from './tokens.ts';

/** The source of a test and the names by which it calls the program. */
export interface TestSource {
  readonly source: string;
  readonly entries: readonly string[];
}

export function textOf(tokens: readonly Token[], { source }: TestSource): string {
  return source.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}

/** The tokens that are in no bracket of their own. */
export function atLevel(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ depth }) => depth === tokens[0]?.depth);
}

export function splitAt(tokens: readonly Token[], separator: string): (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let from = 0;
  tokens.forEach(({ depth, text }, i) => {
    if (depth !== tokens[0]?.depth || text !== separator) return;
    parts.push(tokens.slice(from, i));
    from = i + 1;
  });
  parts.push(tokens.slice(from));
  return parts;
}

/** `(condition)` without its brackets; the same tokens when they are no such thing. */
export function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.text !== '(' || atLevel(tokens).length !== 2) return tokens;
  const inner = tokens.slice(1, -1);
  const text = new Set(atLevel(inner).map((token) => token.text));
  return inner.length === 0 || text.has(',') || text.has('for') ? tokens : inner;
}

/** The arguments when the tokens are one call of one of these functions and nothing more. */
export function argumentsOf(
  tokens: readonly Token[],
  names: readonly string[],
): (readonly Token[])[] | null {
  const open = tokens.findIndex(({ text }) => text === '(');
  if (open < 1 || tokens.at(-1)?.text !== ')') return null;
  const callee = tokens
    .slice(0, open)
    .map(({ text }) => text)
    .join('');
  if (!names.includes(callee)) return null;
  if (atLevel(tokens).length !== open + 2) return null;
  const inner = tokens.slice(open + 1, -1);
  if (inner.length === 0) return [];
  const parts = splitAt(inner, ',');
  return parts.at(-1)?.length === 0 ? parts.slice(0, -1) : parts;
}

export function readArguments(found: readonly (readonly Token[])[]) {
  const isNamed = (part: readonly Token[]) => part[0]?.type === 'name' && part[1]?.text === '=';
  return {
    positional: found.filter((part) => !isNamed(part)),
    named: new Map(found.filter(isNamed).map((part) => [part[0]?.text ?? '', part.slice(2)])),
  };
}
