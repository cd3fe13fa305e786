/** A tokenizer for the JavaScript of test code: enough to find calls, operators and literals. */
export interface Token {
  readonly type: 'name' | 'number' | 'string' | 'template' | 'regex' | 'op';
  readonly text: string;
  /** Offsets into the source, UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Open brackets around the token; a bracket counts as inside the ones around it. */
  readonly depth: number;
}

/** Readers of these tokens recurse into brackets. */
const maxNesting = 200;

const blank = /(?:\s+|\/\/[^\n]*)+/y;
const name = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const number =
  /0[xX][\da-fA-F_]+n?|0[oO][0-7_]+n?|0[bB][01_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y;
const operator =
  />>>=|===|!==|\*\*=|<<=|>>=|>>>|\.\.\.|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\*\*|<<|>>|[-+*/%&|^]=|[-+*/%&|^!~?:=<>()[\]{},;.@]/y;
const beforeRegex = new Set(['return', 'typeof', 'case', 'in', 'of', 'void', 'delete', 'await']);

/** The tokens of the source, comments left out; null when it is not tokenizable. */
export function tokenize(source: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(source) ? pattern.lastIndex : -1;
  };
  const push = (type: Token['type'], end: number) => {
    tokens.push({ type, text: source.slice(at, end), start: at, end, depth });
    at = end;
  };
  while (at < source.length) {
    const space = match(blank);
    const c = source[at] ?? '';
    if (space >= 0) at = space;
    else if (source.startsWith('/*', at)) {
      const end = source.indexOf('*/', at + 2);
      if (end < 0) return null;
      at = end + 2;
    } else if (
      c === '"' ||
      c === "'" ||
      c === '`' ||
      (c === '/' && regexMayFollow(tokens.at(-1)))
    ) {
      const end = quotedEnd(source, at);
      if (end < 0) return null;
      push(c === '`' ? 'template' : c === '/' ? 'regex' : 'string', end);
    } else if (/\d/.test(c) || (c === '.' && /\d/.test(source[at + 1] ?? ''))) {
      push('number', match(number));
    } else {
      const word = match(name);
      const end = word >= 0 ? word : match(operator);
      if (end < 0) return null;
      if (')]}'.includes(c) && --depth < 0) return null;
      push(word >= 0 ? 'name' : 'op', end);
      if ('([{'.includes(c) && ++depth > maxNesting) return null;
    }
  }
  return depth === 0 ? tokens : null;
}

function regexMayFollow(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.type === 'name') return beforeRegex.has(before.text);
  return before.type === 'op' && !')]}'.includes(before.text);
}

/** Where the string, template or regular expression that opens at `at` ends; -1 if it does not. */
function quotedEnd(source: string, at: number): number {
  const quote = source[at];
  let inClass = false; // a slash in [brackets] does not close a regular expression
  for (let i = at + 1; i < source.length; i++) {
    const c = source[i];
    if (c === '\\') i++;
    else if (c === '\n' && quote !== '`') return -1;
    else if (quote === '/' && (c === '[' || c === ']')) inClass = c === '[';
    else if (c === quote && !inClass) {
      if (quote !== '/') return i + 1;
      while (/[a-z]/.test(source[i + 1] ?? '')) i++;
      return i + 1;
    } else if (quote === '`' && c === '$' && source[i + 1] === '{') return -1;
  }
  return -1;
}
