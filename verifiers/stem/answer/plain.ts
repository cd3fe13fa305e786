/**
 * LaTeX, Markdown and Unicode dress taken off an answer, so that the readers behind it see one
 * spelling: `\mathrm{~kJ}`, `\text{kJ}`, `**kJ**` and `$kJ$` all become `kJ`; `⁻¹` becomes `^{-1}`.
 * One linear pass over the text and a few linear replacements; commands not listed stay.
 */

/** Commands that only dress their argument: the argument stays. */
const wrappers = new Set(
  (
    'text textrm textbf textit texttt textsf textnormal mathrm mathbf mathit mathsf mathtt mathbb ' +
    'mathcal boldsymbol bm operatorname mbox hbox boxed fbox ce pu emph underline ensuremath vec SI si qty unit num'
  ).split(' '),
);

/** Commands that stand for a character, or for nothing. */
const symbols: Readonly<Record<string, string>> = {
  times: '×',
  cdot: '·',
  ast: '*',
  div: '/',
  pm: '±',
  mp: '∓',
  approx: '≈',
  simeq: '≈',
  sim: '≈',
  circ: '∘',
  degree: '°',
  textdegree: '°',
  celsius: '°C',
  mu: 'μ',
  Omega: 'Ω',
  omega: 'ω',
  ohm: 'Ω',
  AA: 'Å',
  pi: 'π',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  lambda: 'λ',
  theta: 'θ',
  rho: 'ρ',
  Delta: 'Δ',
  hbar: 'ħ',
  odot: '☉',
  ell: 'l',
  infty: '∞',
  ldots: '...',
  dots: '...',
  cdots: '...',
  le: '≤',
  leq: '≤',
  ge: '≥',
  geq: '≥',
  lt: '<',
  gt: '>',
  ne: '≠',
  neq: '≠',
  to: '→',
  rightarrow: '→',
  longrightarrow: '→',
  Rightarrow: '→',
  leftrightarrow: '⇌',
  rightleftharpoons: '⇌',
  leftrightharpoons: '⇌',
  dfrac: '\\frac',
  tfrac: '\\frac',
  cfrac: '\\frac',
  quad: ' ',
  qquad: ' ',
  left: '',
  right: '',
  big: '',
  Big: '',
  bigl: '',
  bigr: '',
  displaystyle: '',
  textstyle: '',
  rm: '',
  bf: '',
  it: '',
  limits: '',
};

/** A backslash and one character that is no letter. */
const escapes: Readonly<Record<string, string>> = {
  ',': ' ',
  ';': ' ',
  ':': ' ',
  '!': '',
  ' ': ' ',
  '(': ' ',
  ')': ' ',
  '[': ' ',
  ']': ' ',
  '%': '%',
  '#': '#',
  '&': '&',
  _: '_',
  $: '＄', // a dollar that is money, not a delimiter
  '{': '{',
  '}': '}',
  '\\': ' ',
};

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻';
const subscripts = '₀₁₂₃₄₅₆₇₈₉₊₋';
const plainDigits = '0123456789+-';

type Replacement = readonly [RegExp, string | ((found: string) => string)];

const grouping: readonly Replacement[] = [
  [/(\d)\\[,;:! ](?=\d{3}(?!\d))/g, '$1,'], // thin-space thousands
  [/\{,\}/g, ','],
];

const unicode: readonly Replacement[] = [
  [/[\uFF01-\uFF03\uFF05-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)],
  [/[\u2212\u2010-\u2015\uFE63]/g, '-'],
  [/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, ' '],
  [/[\u200B-\u200D\u2060\uFEFF]/g, ''],
  [/[\u00B7\u22C5\u2219\u2022\u2027]/g, '·'],
  [/[\u2715\u2A2F]/g, '×'],
  [/[\u00B5\u03BC]/g, 'μ'],
  [/\u2126/g, 'Ω'],
  [/\u212B/g, 'Å'],
  [/[\u00BA\u02DA]/g, '°'],
  [/\u2103/g, '°C'],
  [/\u2109/g, '°F'],
  [/[\u2243\u2245\u223C\u2248]/g, '≈'],
  [/[\u27F6\u2794\u27A1]/g, '→'],
  [/[\u21C4\u21CB\u21C6\u2194]/g, '⇌'],
  [/\u2026/g, '...'],
  [/[\u2018\u2019]/g, "'"],
  [/[\u201C\u201D]/g, '"'],
  [/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+/g, (run) => `^{${shifted(run, superscripts)}}`],
  [/[₀₁₂₃₄₅₆₇₈₉₊₋]+/g, (run) => `_{${shifted(run, subscripts)}}`],
];

function shifted(run: string, alphabet: string): string {
  let text = '';
  for (const c of run) text += plainDigits[alphabet.indexOf(c)];
  return text;
}

/**
 * The text without its dress.
 * @param pad what stands where a wrapper began and ended: `' '` keeps `\mathrm{m}\mathrm{s}` two
 *   words, `''` joins `\mathrm{C}\mathrm{O}_2` into one formula.
 */
export function plain(text: string, pad = ' '): string {
  let s = text;
  if (/\\[,;:! ]|\{,/.test(s)) s = replaced(s, grouping);
  if (/[^\n -~]/.test(s)) s = replaced(s, unicode);
  s = undress(s, pad);
  return s
    .replace(/\{\s*\}/g, '')
    .replace(/\^\s*(?:\{\s*)?[∘°](?:\s*\})?/g, '°')
    .replace(/∘/g, '°')
    .replace(/\s+/g, ' ')
    .replace(/ ?([\^_]) ?/g, '$1')
    .trim();
}

function replaced(text: string, by: readonly Replacement[]): string {
  let s = text;
  for (const [from, to] of by) s = s.replace(from, to as string);
  return s;
}

function undress(s: string, pad: string): string {
  if (!/[\\$~*`{}]|__/.test(s)) return s;
  let out = '';
  const kept: boolean[] = []; // one entry an open brace: does its pair stay?
  for (let i = 0; i < s.length; ) {
    const c = s[i] as string;
    if (c === '\\') {
      const name = commandAt(s, i + 1);
      if (name === '') {
        const escaped = s[i + 1] ?? '';
        out += escapes[escaped] ?? escaped;
        i += 2;
        continue;
      }
      i += 1 + name.length;
      if (wrappers.has(name)) {
        while (s[i] === ' ' || s[i] === '*') i++;
        out += pad;
        if (s[i] === '{') {
          kept.push(false);
          i++;
        }
      } else {
        out += symbols[name] ?? `\\${name}`;
      }
    } else if (c === '{') {
      kept.push(true);
      out += c;
      i++;
    } else if (c === '}') {
      out += (kept.pop() ?? true) ? c : pad;
      i++;
    } else if (c === '$' || c === '`') {
      i++; // delimiters of mathematics and code
    } else if (c === '~') {
      out += ' ';
      i++;
    } else if (c === '*' && s[i + 1] === '*' && !/[\w)}]\*\*[-+({]?\d/.test(around(s, i))) {
      i += 2; // bold; a power such as 10**3 or v**2 stays
    } else if (c === '_' && s[i + 1] === '_') {
      i += 2;
    } else {
      out += c;
      i++;
    }
  }
  return out;
}

/** The letters from `at` on: the name of a command. */
function commandAt(s: string, at: number): string {
  let end = at;
  while (end < s.length && /[A-Za-z]/.test(s[end] as string)) end++;
  return s.slice(at, end);
}

/** A few characters on both sides of a double star. */
const around = (s: string, at: number): string => s.slice(Math.max(0, at - 1), at + 5);
