/**
 * Scans one number literal: thousands separators (`1,000`, `1{,}000`, `1,\!000`, `1\,000`,
 * `1 000`, `1_000`), decimal point or comma, exponent (`6.02e23`), ordinal endings.
 */
/** How a comma between digits outside brackets reads. */
export type Commas = 'thousands' | 'list' | 'decimal';

export interface NumberText {
  /** Digits, one point at most, an exponent: ready for fromDecimal. */
  readonly text: string;
  /** Whether a plain comma was read as a thousands separator or as a point. */
  readonly commaRead: boolean;
}

const digits = /\d+/y;
/** A separator and exactly three digits after it. */
const safeGroup = /(?:\{,\}|,?\\[!,;: ]|,\{\}|_)\s?\d{3}(?!\d)/y;
const spaceGroup = /[ \u00a0]\d{3}(?!\d)/y;
const commaGroup = /,\d{3}(?!\d)/y;
const excelGroup = /,\\!\s?\d{3}(?!\d)/y;
const exponent = /[eE][+-]?\d+(?![A-Za-z\d])/y;
const ordinal = /(?:st|nd|rd|th)(?![A-Za-z])/y;

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

export function scanNumber(
  text: string,
  start: number,
  commas: Commas,
): { value: NumberText; end: number } {
  let at = start;
  const whole = match(digits, text, at);
  at += whole.length;
  let out = whole;
  let commaRead = false;
  if (whole.length > 0 && whole.length <= 3) {
    // The kind of the first separator must be that of all.
    const plain = commas === 'thousands' && whole[0] !== '0';
    const kinds = [excelGroup, safeGroup, ...(plain ? [commaGroup, spaceGroup] : [])];
    const kind = kinds.find((pattern) => match(pattern, text, at) !== '');
    if (kind && (kind !== commaGroup || wholeGroups(text, start, at))) {
      for (let group = match(kind, text, at); group !== ''; group = match(kind, text, at)) {
        out += group.replace(/\D/g, '');
        at += group.length;
      }
      commaRead = kind === commaGroup;
    }
  }
  if (text[at] === '.') {
    const part = match(digits, text, at + 1);
    if (part !== '' || text[at + 1] !== '.') {
      out += `.${part}`;
      at += 1 + part.length;
    }
  } else if (commas === 'decimal' && text[at] === ',') {
    const part = match(digits, text, at + 1);
    if (part !== '') {
      out += `.${part}`;
      at += 1 + part.length;
      commaRead = true;
    }
  }
  const power = match(exponent, text, at);
  out += power;
  at += power.length;
  at += match(ordinal, text, at).length;
  return { value: { text: out, commaRead }, end: at };
}

/** Whether the run of digits and commas around the number is groups of three throughout. */
function wholeGroups(text: string, start: number, at: number): boolean {
  if (text[start - 1] === ',' || /\d/.test(text[start - 1] ?? '')) return false;
  let end = at;
  for (let group = match(commaGroup, text, end); group !== ''; group = match(commaGroup, text, end))
    end += group.length;
  return !(text[end] === ',' && /\d/.test(text[end + 1] ?? '')) && !/\d/.test(text[end] ?? '');
}
