/**
 * Reads a compound unit: `kg·m^{-3}`, `J mol^-1 K^-1`, `\frac{m}{s}`, `W/(m^2 K)`, `cm3`,
 * `metres per second squared`, `ft-lb`. Input is plain text (answer/plain.ts).
 *
 * What stands behind a slash is read twice, as (a/b)·c and as a/(b·c), since both are written:
 * J/mol·K. The caller takes the reading whose dimension fits.
 */
import { one, power, product, type Unit } from './dimension.ts';
import { lookUp } from './units.ts';

export interface Units {
  /** One or two readings, the left-to-right one first. */
  readonly readings: readonly Unit[];
  /** Names that are not in the table; each became a dimension of its own. */
  readonly unknown: readonly string[];
}

const maxFactors = 24;
const maxDepth = 8;
const name = /[\p{L}°%‰′″＄$€£]+(?:_\{? ?[A-Za-z0☉] ?\}?)?/uy;
const exponent =
  /(?: ?\^ ?|\*\*)(?:\{ ?([+-]?\d+(?:\.\d+| ?\/ ?\d+)?) ?\}|\( ?([+-]?\d+(?:\.\d+| ?\/ ?\d+)?) ?\)|([+-]?\d+(?:\.\d+)?))|(-?\d)(?![\d.])/y;

/** Two or more words that are one name. */
const joined: readonly (readonly [RegExp, string])[] = [
  [/\\(?!frac)([a-z]{3,12})(?![a-z])/gi, ' $1 '], // siunitx: \metre\per\second
  [/\b(kilo|mega|giga|milli|micro|nano|pico|centi|deci|femto) +(?=[a-z]{4})/g, '$1'],
  [/\b(?:degrees?|degs?\.?) ?(?:c\b|celsius|centigrade)|° ?(?:C\b|celsius)|\bcelsius\b/gi, '°C'],
  [/\b(?:degrees?|degs?\.?) ?(?:f\b|fahrenheit)|° ?(?:F\b|fahrenheit)|\bfahrenheit\b/gi, '°F'],
  [/\b(?:degrees?|degs?) (?:k\b|kelvins?)|° ?K\b/gi, 'K'],
  [/\bdeg(?:rees? )?([CF])\b/g, '°$1'],
  [/\b(mm|cm|in) ?(?:Hg|hg)\b/g, '$1Hg'],
  [/\blight[- ]years?\b/gi, 'ly'],
  [/\belectron[- ]?volts?\b/gi, 'eV'],
  [/\b(kilo|mega|giga|milli)eV\b/gi, '$1electronvolt'],
  [/\batomic mass units?\b/gi, 'u'],
  [/\bastronomical units?\b/gi, 'AU'],
  [/\bnautical miles?\b/gi, 'nmi'],
  [/\bhorse ?power\b/gi, 'hp'],
  [/\bmetric tons?\b/gi, 'tonne'],
  [/\bsolar mass(?:es)?\b/gi, 'M_☉'],
  [/\bfoot[- ]?pounds?\b|\bft[- ·.*]?lbs?f?\b/gi, 'ft lbf'],
  [/\bpounds?[- ]foot\b|\blbs?f?[- ·*]ft\b/gi, 'lbf ft'],
  [
    /\bpounds? per square inch\b|\blbs?f? ?(?:\/ ?in(?:\^2|\^\{2\}|2)|in(?:\^-2|\^\{-2\}))/gi,
    'psi',
  ],
  [/\bpounds? per square foot\b|\blbs?f? ?\/ ?ft(?:\^2|\^\{2\}|2)/gi, 'lbf/ft^2'],
  [/\b([kMGmμ]) (?=[ΩÅ])/g, '$1'],
  [/μ (?=[A-Za-z]{1,3}\b)/g, 'μ'],
];

const squared = new Map([
  ['squared', 2],
  ['cubed', 3],
]);
const leadingPower = new Map([
  ['square', 2],
  ['sq', 2],
  ['cubic', 3],
  ['cu', 3],
]);
const articles = new Set(['of', 'the', 'a', 'an', 'each']);

/** Written without a space, ms⁻¹ is as often metres per second as it is per millisecond. */
const tightMetre = /(?<![\p{L}])ms(?=\^\{? ?-\d)/u;

/** The unit a text stands for; null when it is no unit. An empty text is the unit one. */
export function readUnits(text: string): Units | null {
  const units = readOnce(text);
  if (!units || !tightMetre.test(text)) return units;
  const other = readOnce(text.replace(tightMetre, 'm s'));
  return other ? { ...units, readings: [...units.readings, ...other.readings] } : units;
}

function readOnce(text: string): Units | null {
  let s = text;
  if (/[ °μ\\-]|Hg|eg|els|ahr|lb|volt|power/.test(s)) {
    for (const [from, to] of joined) s = s.replace(from, to);
  }
  let at = 0;
  let factors = 0;
  let ambiguous = false;
  const unknown: string[] = [];

  /** Both readings of a product with slashes. */
  function compound(depth: number, close: string): readonly [Unit, Unit] | null {
    let left = one;
    let grouped = one;
    let slash: 1 | -1 = 1; // inside a denominator, for the grouped reading
    let next: 1 | -1 = 1; // sign of the next factor, for the left-to-right reading
    let raise = 1;
    let last: readonly [Unit, 1 | -1, 1 | -1] | null = null;
    for (;;) {
      while (/[ ·*×.-]/.test(s[at] ?? '') && !s.startsWith('**', at)) at++;
      const c = s[at];
      if (c === undefined || c === close) break;
      if (c === '/') {
        if (next === -1) return null;
        next = slash = -1;
        at++;
        continue;
      }
      if (++factors > maxFactors) return null;
      const word = wordAt();
      if (word === 'per') {
        next = slash = -1;
        continue;
      }
      if (word !== null && articles.has(word)) continue;
      const lead = word === null ? undefined : leadingPower.get(word);
      if (lead !== undefined) {
        raise = lead;
        continue;
      }
      const trail = word === null ? undefined : squared.get(word);
      if (trail !== undefined) {
        if (!last) return null;
        const extra = power(last[0], trail - 1);
        left = product(left, extra, last[1]);
        grouped = product(grouped, extra, last[2]);
        last = null;
        continue;
      }
      const factor = word === null ? bracket(depth, c) : named(word);
      if (!factor) return null;
      const raised = power(factor, exponentHere() * raise);
      raise = 1;
      left = product(left, raised, next);
      grouped = product(grouped, raised, slash);
      last = [raised, next, slash];
      ambiguous ||= next !== slash;
      next = 1;
    }
    return next === -1 || raise !== 1 ? null : [left, grouped];
  }

  function wordAt(): string | null {
    name.lastIndex = at;
    const found = name.exec(s);
    if (!found) return null;
    at += found[0].length;
    return found[0].replace(/[{} ]/g, '');
  }

  function named(word: string): Unit {
    const unit = lookUp(word);
    if (unit) return unit;
    unknown.push(word);
    return { ...one, dims: { [`?${word}`]: 1 } };
  }

  function bracket(depth: number, c: string): Unit | null {
    if (depth >= maxDepth) return null;
    if (s.startsWith('\\frac', at)) {
      at += 5;
      const top = braced(depth);
      const bottom = top && braced(depth);
      return top && bottom && product(top, bottom, -1);
    }
    if (c === '(' || c === '[' || c === '{') return braced(depth);
    if (c === '1' && /^1 ?\//.test(s.slice(at, at + 3))) {
      at++;
      return one;
    }
    return null;
  }

  function braced(depth: number): Unit | null {
    while (s[at] === ' ') at++;
    const close = { '(': ')', '[': ']', '{': '}' }[s[at] ?? ''];
    if (close === undefined) return null;
    at++;
    const inner = /^ ?1 ?\}/.exec(s.slice(at, at + 4));
    if (inner) {
      at += inner[0].length;
      return one;
    }
    const both = compound(depth + 1, close);
    if (!both || s[at] !== close) return null;
    at++;
    return both[1]; // inside brackets a slash takes all that follows: (J/mol K)
  }

  function exponentHere(): number {
    exponent.lastIndex = at;
    const found = exponent.exec(s);
    if (!found) return 1;
    at += found[0].length;
    const [top = '1', bottom] = (found[1] ?? found[2] ?? found[3] ?? found[4] ?? '1').split('/');
    return Number(top) / Number(bottom ?? 1);
  }

  const both = compound(0, '');
  if (!both || at < s.length) return null;
  const alone = factors === 1 && unknown.length === 0 ? bare(s) : null;
  const [left, grouped] = both;
  const inRange = (unit: Unit): boolean => unit.scale > 0 && Number.isFinite(unit.scale);
  if (!inRange(left) || !inRange(grouped)) return null;
  if (alone) return { readings: [alone], unknown };
  return { readings: ambiguous ? [left, grouped] : [left], unknown };
}

/** A bare °C or °F keeps its zero point. */
function bare(text: string): Unit | null {
  const unit = lookUp(text.trim());
  return unit?.offset === undefined ? null : unit;
}
