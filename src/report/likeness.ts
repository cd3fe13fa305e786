/**
 * How alike two answers look, for a person's eye alone: no reward ever depends on this. It is looser
 * than any verifier on purpose, and every pattern is linear over text that was cut before.
 */
const maxLength = 400;

/** An answer without its dress: case, spaces, LaTeX spacing, dollars, boxes, end punctuation. */
export function plain(text: string): string {
  return text
    .slice(0, maxLength)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\\(?:left|right|displaystyle|,|;|!|:| )/g, '')
    .replace(/\\[dt]frac/g, '\\frac')
    .replace(/\\(?:boxed|text|mathrm|mathbf|operatorname)\b/g, '')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/\\?%/g, '%')
    .replace(/[−–]/g, '-')
    .replace(/[$\s{}"'`*_]/g, '')
    .replace(/^[a-z]=/, '')
    .replace(/[.,;:!。]+$/, '');
}

/** The number that a short text is: decimal, fraction, percent; null when it is none. */
export function numberOf(text: string): number | null {
  const bare = text
    .slice(0, 80)
    .replace(/[−–]/g, '-')
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/, '$1/$2')
    .replace(/\\[,;! ]|[$\s{}]|\\text|\\boxed/g, '')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/\.$/, '');
  const match =
    /^([+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[+-]?\d{1,3})?)(?:\/(\d{1,30}))?(\\?%)?$/i.exec(
      bare,
    );
  if (!match) return null;
  const value = Number(match[1]) / Number(match[2] ?? 1) / (match[3] ? 100 : 1);
  return Number.isFinite(value) ? value : null;
}

/** How two numbers are related: the same, within one part in a hundred, or by a power of ten. */
export function relation(a: number, b: number): 'same' | 'near' | 'scaled' | null {
  const difference = Math.abs(a - b);
  const size = Math.max(Math.abs(a), Math.abs(b));
  if (difference <= 1e-9 * size) return 'same';
  if (a === 0 || b === 0) return null;
  if (difference <= 0.01 * size && !(Number.isInteger(a) && Number.isInteger(b))) return 'near';
  const scale = Math.log10(Math.abs(a / b));
  const whole = Math.round(scale);
  const scaled = whole !== 0 && Math.abs(whole) <= 9 && Math.abs(scale - whole) < 1e-9;
  return scaled && a * b > 0 ? 'scaled' : null;
}

/** Does `answer` stand in the text as a word of its own? */
export function occurs(answer: string, text: string): boolean {
  for (let at = text.indexOf(answer); at >= 0; at = text.indexOf(answer, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text.slice(at + answer.length, at + answer.length + 2);
    if (joins(before, answer[0] ?? '') || joins(after[0] ?? ' ', answer.at(-1) ?? '')) continue;
    // 3 does not stand in 3.14, nor in 1.3
    const digits = /^\d/.test(answer) && /\d[.,]$/.test(text.slice(Math.max(0, at - 2), at));
    if (digits || (/\d$/.test(answer) && /^[.,]\d/.test(after))) continue;
    return true;
  }
  return false;
}

const isLetter = (c: string) => /\p{L}/u.test(c);
const isDigit = (c: string) => c >= '0' && c <= '9';
const joins = (outside: string, inside: string) =>
  (isLetter(outside) && isLetter(inside)) || (isDigit(outside) && isDigit(inside));
