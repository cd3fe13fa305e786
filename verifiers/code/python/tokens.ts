/** A tokenizer for the Python of test code: enough to find statements, operators and literals. */
export interface Token {
  readonly type: 'name' | 'number' | 'string' | 'op' | 'newline';
  readonly text: string;
  /** Offsets into the source, UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Open brackets around the token; a bracket counts as inside the ones around it. */
  readonly depth: number;
  /** The token begins a line that is not indented. */
  readonly margin: boolean;
}

/** Readers of these tokens recurse into brackets. */
const maxNesting = 200;

const space = /(?:[ \t\f]|\\\r?\n|#[^\n]*)+/y;
const newline = /\r?\n/y;
const name = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const number =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?/y;
const prefix = /(?:[rR][bBfF]?|[bBfF][rR]?|[uU])?(?="|')/y;
const operator = /\*\*=?|\/\/=?|<<=?|>>=?|\.\.\.|[=!<>:+\-*/%&|^@]=|->|[-+*/%&|^~<>()[\]{},:;.=@]/y;

/** The tokens of the source; null when it is not tokenizable (an open string, stray characters). */
export function tokenize(source: string): Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  let margin = true;
  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(source) ? pattern.lastIndex : -1;
  };
  const push = (type: Token['type'], end: number) => {
    tokens.push({ type, text: source.slice(at, end), start: at, end, depth, margin });
    margin = false;
    at = end;
  };
  while (at < source.length) {
    const blank = match(space);
    if (blank >= 0) {
      if (source[at] !== '#') margin = false;
      at = blank;
      continue;
    }
    const line = match(newline);
    if (line >= 0) {
      if (depth === 0 && tokens.length > 0 && tokens.at(-1)?.type !== 'newline')
        push('newline', line);
      at = line;
      margin = depth === 0;
      continue;
    }
    const quote = match(prefix);
    if (quote >= 0) {
      const end = stringEnd(source, quote);
      if (end < 0) return null;
      push('string', end);
      continue;
    }
    let end = match(name);
    if (end >= 0) {
      push('name', end);
      continue;
    }
    if (/\d/.test(source[at] ?? '') || /^\.\d/.test(source.slice(at, at + 2))) {
      push('number', match(number));
      continue;
    }
    end = match(operator);
    if (end < 0) return null;
    const c = source[at] ?? '';
    if (')]}'.includes(c) && --depth < 0) return null;
    push('op', end);
    if ('([{'.includes(c) && ++depth > maxNesting) return null;
  }
  return depth === 0 ? tokens : null;
}

/** Where the string that opens at `at` ends; -1 when it does not. */
function stringEnd(source: string, at: number): number {
  const quote = source[at] ?? '';
  const triple = source.startsWith(quote.repeat(3), at);
  const close = triple ? quote.repeat(3) : quote;
  for (let i = at + close.length; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source.startsWith(close, i)) return i + close.length;
    else if (source[i] === '\n' && !triple) return -1;
  }
  return -1;
}
