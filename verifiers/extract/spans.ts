/** Mathematics between delimiters: $…$, $$…$$, \(…\), \[…\], in order, found in linear time. */
export interface Span {
  readonly content: string;
  /** UTF-16 offsets of the whole span, delimiters included. */
  readonly start: number;
  readonly end: number;
}

const closing: Readonly<Record<string, string>> = { $$: '$$', $: '$', '\\(': '\\)', '\\[': '\\]' };
const delimiter = /\\[()[\]]|\\.|\$\$|\$/gs;

/** Non-empty spans. A single dollar closes on its own paragraph only, so a price opens nothing. */
export function findMath(text: string): Span[] {
  const found: Span[] = [];
  let open: { mark: string; start: number; limit: number } | null = null;
  let paragraph = -1;
  /** A single dollar must close in its paragraph. */
  const opened = (mark: string, start: number) => {
    if (paragraph < start) {
      const next = text.indexOf('\n\n', start);
      paragraph = next < 0 ? text.length : next;
    }
    return { mark, start, limit: mark === '$' ? paragraph : text.length };
  };
  for (const match of text.matchAll(delimiter)) {
    const mark = match[0];
    if (open && match.index > open.limit) open = null;
    if (open && mark === closing[open.mark]) {
      const content = text.slice(open.start + open.mark.length, match.index);
      if (open.mark === '$' && isProse(content)) {
        // The dollar before was a price; this one may open.
        open = opened(mark, match.index);
        continue;
      }
      if (content.trim() !== '') {
        found.push({ content, start: open.start, end: match.index + mark.length });
      }
      open = null;
    } else if (!open && mark in closing) {
      open = opened(mark, match.index);
    }
  }
  return found;
}

/** Words between two prices, "$? just about 1$", are no mathematics. */
function isProse(content: string): boolean {
  return !/[\\=^]/.test(content) && (content.match(/[A-Za-z]{3,}/g)?.length ?? 0) >= 2;
}
