/**
 * Reads a number at the start of a (plain) text: decimals, thousands, powers of ten in a dozen
 * spellings, fractions, roots, π, e^x, ln. A small recursive-descent reader with a depth cap; where
 * it stops, a unit may begin. A list or a range of numbers is left half read for the caller to see.
 */
import {
  combine,
  exactly,
  halfUnitOf,
  type Numeral,
  negated,
  raised,
  rooted,
  times,
} from './numeral.ts';

export interface Read {
  readonly numeral: Numeral;
  readonly end: number;
}

const maxDepth = 24;

const vulgar: Readonly<Record<string, number>> = {
  '½': 1 / 2,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
  '¼': 1 / 4,
  '¾': 3 / 4,
  '⅕': 1 / 5,
  '⅖': 2 / 5,
  '⅗': 3 / 5,
  '⅘': 4 / 5,
  '⅙': 1 / 6,
  '⅛': 1 / 8,
};

const functions: Readonly<Record<string, (x: number) => number>> = {
  ln: Math.log,
  exp: Math.exp,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
};

const literal = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d| ?\^)|\d+)(?:\.\d*)?|\.\d+/y;
const exponent = /[eE][+-]?\d{1,4}(?![\w.])|[eE][+-]?\d{1,4}(?=[A-Za-zμΩ°%])/y;

/** Reads the longest number at `start`; null when there is none or it is out of range. */
export function readNumber(text: string, start = 0): Read | null {
  let at = start;
  let depth = 0;

  function skip(): void {
    while (text[at] === ' ') at++;
  }

  function attempt<T>(read: () => T | null): T | null {
    const from = at;
    const got = read();
    if (got === null) at = from;
    return got;
  }

  function sum(): Numeral | null {
    let total = product();
    while (total) {
      const left = total;
      const next = attempt(() => {
        skip();
        const sign = text[at];
        if (sign !== '+' && sign !== '-') return null;
        at++;
        skip();
        const term = product();
        return term && combine(left, term, (a, b) => (sign === '+' ? a + b : a - b));
      });
      if (!next) break;
      total = next;
    }
    return total;
  }

  function product(): Numeral | null {
    let total = signed();
    while (total) {
      const left = total;
      const next = attempt(() => factorAfter(left));
      if (!next) break;
      total = next;
    }
    return total;
  }

  /** `× 10^3`, `/2`, `:4`, or a factor that stands beside: `2π`, `1.01 10^{-5}`. */
  function factorAfter(left: Numeral): Numeral | null {
    skip();
    const sign = text[at];
    if (sign === '×' || sign === '·' || (sign === '*' && text[at + 1] !== '*')) {
      at++;
      skip();
      const factor = signed();
      return factor && times(left, factor);
    }
    if ((sign === 'x' || sign === 'X') && /^[xX] ?10 ?(?:\^|\*\*)/.test(text.slice(at, at + 8))) {
      at++;
      skip();
      const power = signed();
      return power && times(left, power);
    }
    if (sign === '/' || sign === ':') {
      at++;
      skip();
      const divisor = tight(signed());
      return divisor && divisor.value !== 0 ? combine(left, divisor, (a, b) => a / b) : null;
    }
    // A bracket right behind a decimal is its uncertainty: 1.23(5).
    if (sign === '(' && !left.exact) return null;
    if (sign === 'π' || sign === '√' || sign === '(' || text.startsWith('\\sqrt', at)) {
      const factor = powered();
      return factor && times(left, factor);
    }
    if (text.startsWith('\\frac', at)) {
      const fraction = powered();
      if (!fraction) return null;
      // An integer before a proper fraction is a mixed number.
      const mixed = left.integer !== undefined && Math.abs(fraction.value) < 1;
      return mixed
        ? combine(left, fraction, (a, b) => (a < 0 ? a - b : a + b))
        : times(left, fraction);
    }
    if (/^10 ?(?:\^|\*\*)/.test(text.slice(at, at + 6))) {
      const power = powered();
      return power && times(left, power);
    }
    const half = vulgar[sign ?? ''];
    if (half !== undefined && left.integer !== undefined) {
      at++;
      return { value: left.value + half, exact: true };
    }
    return null;
  }

  /** Without a space, 1/2π is 1/(2π). */
  function tight(number: Numeral | null): Numeral | null {
    if (!number || !(text[at] === 'π' || text[at] === '√' || text.startsWith('\\sqrt', at))) {
      return number;
    }
    const factor = powered();
    return factor && times(number, factor);
  }

  function signed(): Numeral | null {
    const sign = text[at];
    if (sign === '-' || sign === '+') {
      if (++depth > maxDepth) return null;
      at++;
      skip();
      const number = signed();
      depth--;
      return number && sign === '-' ? negated(number) : number;
    }
    return powered();
  }

  function powered(): Numeral | null {
    const base = atom();
    if (!base) return null;
    const power = attempt(() => {
      skip();
      if (text[at] === '^') at++;
      else if (text.startsWith('**', at)) at += 2;
      else return null;
      skip();
      return text[at] === '{' || text[at] === '(' ? group() : signedAtom();
    });
    return power ? raised(base, power) : base;
  }

  function signedAtom(): Numeral | null {
    const sign = text[at];
    if (sign === '-' || sign === '+') at++;
    const number = atom();
    return number && sign === '-' ? negated(number) : number;
  }

  function group(): Numeral | null {
    const close = text[at] === '{' ? '}' : ')';
    if (++depth > maxDepth) return null;
    at++;
    skip();
    const inner = sum();
    skip();
    depth--;
    if (!inner || text[at] !== close) return null;
    at++;
    return inner;
  }

  function argument(): Numeral | null {
    skip();
    return text[at] === '{' || text[at] === '(' ? group() : atom();
  }

  function atom(): Numeral | null {
    if (depth >= maxDepth) return null;
    depth++;
    const number = undivided();
    depth--;
    return number;
  }

  function undivided(): Numeral | null {
    const c = text[at];
    if (c === undefined) return null;
    if (c === '(' || c === '{') return attempt(group);
    literal.lastIndex = at;
    const digits = literal.exec(text);
    if (digits) return decimal(digits[0]);
    if (c === 'π') {
      at++;
      return { value: Math.PI, exact: true };
    }
    if (c === '∞') {
      at++;
      return { value: Number.POSITIVE_INFINITY, exact: true };
    }
    if (vulgar[c] !== undefined) {
      at++;
      return { value: vulgar[c], exact: true };
    }
    if (c === '√') {
      at++;
      return rooted(argument(), 2);
    }
    if (c === 'e' && /^e ?\^/.test(text.slice(at, at + 3))) {
      at++;
      return { value: Math.E, exact: true };
    }
    return word();
  }

  /** `\frac`, `\sqrt`, `\ln`, `sqrt(`, `pi`. */
  function word(): Numeral | null {
    const found = /^\\?([a-z]{2,5})/.exec(text.slice(at, at + 6));
    if (!found) return null;
    const name = found[1] as string;
    const from = at;
    at += found[0].length;
    const number = named(name);
    if (!number) at = from;
    return number;
  }

  function named(name: string): Numeral | null {
    if (name === 'pi') return /^[A-Za-z]/.test(text[at] ?? '') ? null : exactly(Math.PI);
    if (name === 'frac') {
      const top = argument();
      const bottom = top && argument();
      return top && bottom && bottom.value !== 0 ? combine(top, bottom, (a, b) => a / b) : null;
    }
    if (name === 'sqrt') {
      skip();
      const index = /^\[ ?(\d{1,2}) ?\]/.exec(text.slice(at, at + 6));
      if (index) at += index[0].length;
      return rooted(argument(), Number(index?.[1] ?? 2));
    }
    const fn = functions[name];
    if (!fn) return null;
    const x = argument();
    return x && { value: fn(x.value), exact: x.exact };
  }

  function decimal(written: string): Numeral | null {
    at += written.length;
    exponent.lastIndex = at;
    const power = exponent.exec(text);
    if (power) at += power[0].length;
    const digits = written.replace(/[, ]/g, '').replace(/\.$/, '');
    if (digits.length > 400) return null;
    const value = Number(digits + (power?.[0] ?? ''));
    if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(digits))) return null;
    if (!power && !digits.includes('.')) {
      const integer = BigInt(digits);
      return { value, exact: true, integer, halfUnit: halfUnitOf(digits, 0) };
    }
    if (text.startsWith('...', at)) at += 3; // 0.333...
    const halfUnit = halfUnitOf(digits, Number(power?.[0].slice(1) ?? 0));
    return { value, exact: false, halfUnit };
  }

  const numeral = sum();
  if (!numeral || Number.isNaN(numeral.value)) return null;
  return { numeral, end: at };
}
