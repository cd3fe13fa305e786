/** LaTeX `\boxed{…}` with balanced braces, found in linear time. */
const opening = /\\(?:boxed|fbox)[ \t]*\{/g;

export interface Boxed {
  readonly content: string;
  /** Where the command starts and where its closing brace ends, UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

/** All complete top-level boxes, in order. A box that is never closed is left out. */
export function findBoxed(text: string): Boxed[] {
  const found: Boxed[] = [];
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const brace = match.index + match[0].length - 1;
    const end = closingBrace(text, brace);
    if (end < 0) break; // everything after it is inside it
    found.push({ content: text.slice(brace + 1, end), start: match.index, end: end + 1 });
    opening.lastIndex = end + 1;
  }
  return found;
}

/** The index of the brace that closes the one at `open`; -1 when there is none. */
export function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i;
  }
  return -1;
}
