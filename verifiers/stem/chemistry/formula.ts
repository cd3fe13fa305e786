/**
 * Reads a chemical formula: nested groups, hydrates, isotopes, a charge in six spellings
 * (`^{2-}`, `^2-`, `2-` in brackets, `--`, `+3`, `3+`), a state symbol. Input is plain text with
 * wrappers joined (`plain(text, '')`). Element symbols keep their letter case: Co is not CO.
 */
import { elements } from './elements.ts';

export interface Species {
  /** Atoms of each element; an isotope is its own element, `14C`. */
  readonly atoms: ReadonlyMap<string, number>;
  /** Elements with their counts in the order written: tells C2H5OH from CH3OCH3. */
  readonly order: string;
  /** An element stands at more than one place, so the order says something of the structure. */
  readonly structured: boolean;
  readonly charge: number;
  /** `s`, `l`, `g`, `aq`; empty when not written. */
  readonly state: string;
}

const maxLength = 300;
const maxDepth = 8;

/** The species a text stands for; null when it is no formula. */
export function readSpecies(text: string): Species | null {
  if (text.length > maxLength) return null;
  let s = text.replace(/\s+/g, '');
  const state = /\((s|l|g|aq)\)$|[↓↑]$/.exec(s);
  if (state) s = s.slice(0, state.index);
  if (s === 'e^-' || s === 'e^{-}' || s === 'e-') return electron(state?.[1] ?? '');
  const named = /^([A-Z][a-z]?)-(\d{1,3})$/.exec(s); // U-238
  if (named) s = `^{${named[2]}}${named[1]}`;
  const charged = takeCharge(s);
  if (!charged) return null;
  const body = unbracketed(charged.body);
  const parts = body.split(/[·*•.]/); // hydrates
  const atoms = new Map<string, number>();
  const order: string[] = [];
  let places = 0;
  for (const part of parts) {
    const factor = /^\d{1,3}(?=[A-Z([])/.exec(part);
    if (factor && parts.length === 1) return null; // a coefficient is no part of a formula
    const read = readPart(part.slice(factor?.[0].length ?? 0));
    if (!read) return null;
    const by = Number(factor?.[0] ?? 1);
    for (const [element, count] of read.atoms)
      atoms.set(element, (atoms.get(element) ?? 0) + by * count);
    order.push(`${by}[${read.order}]`);
    places += read.places;
  }
  return {
    atoms,
    order: [order[0], ...order.slice(1).sort()].join('·'),
    structured: places > atoms.size,
    charge: charged.charge,
    state: state?.[1] ?? '',
  };
}

const electron = (state: string): Species => ({
  atoms: new Map([['e', 1]]),
  order: 'e',
  structured: false,
  charge: -1,
  state,
});

/** `[Co(NH3)6]` with nothing behind the bracket is `Co(NH3)6`. */
function unbracketed(body: string): string {
  return /^\[[^[\]]*\]$/.test(body) ? body.slice(1, -1) : body;
}

const charges: readonly RegExp[] = [
  /\^\{?\(?(\d{0,2})([+-])\)?\}?$/, // ^{2-}, ^2-, ^-
  /\^\{?\(?([+-])(\d{0,2})\)?\}?$/, // ^{+3}
  /\((\d{0,2})([+-])\)$/, // (2-)
  /([+-])(\d)$/, // +3
];

function takeCharge(s: string): { readonly body: string; readonly charge: number } | null {
  for (const pattern of charges) {
    const found = pattern.exec(s);
    if (found) return signed(s, found.index, found[1] as string, found[2] as string);
  }
  const marks = /(?<![+-])(\+{1,4}|-{1,4})$/.exec(s);
  if (!marks) return /[+-]/.test(s) ? null : { body: s, charge: 0 };
  const sign = marks[0][0] === '+' ? 1 : -1;
  const before = s.slice(0, marks.index);
  // Fe3+ is iron with charge 3; NH4+ is ammonium: a number belongs to the charge behind a lone element.
  const lone = /^(\[.*\]|(?:\^\{?\d+\}?)?[A-Z][a-z]?)(\d)$/.exec(before);
  if (marks[0].length === 1 && lone && !/^(?:H|N|O|I|S|C)[2-9]$/.test(before)) {
    return { body: lone[1] as string, charge: sign * Number(lone[2]) };
  }
  return { body: before, charge: sign * marks[0].length };
}

function signed(s: string, at: number, a: string, b: string): { body: string; charge: number } {
  const [sign, digits] = /[+-]/.test(a) ? [a, b] : [b, a];
  return { body: s.slice(0, at), charge: (sign === '-' ? -1 : 1) * Number(digits || 1) };
}

interface Part {
  readonly atoms: ReadonlyMap<string, number>;
  readonly order: string;
  readonly places: number;
}

const isotope =
  /\^\{?(\d{1,3})\}?(?:_\{?\d{1,3}\}?)?(?=[A-Z])|_\{?\d{1,3}\}?\^\{?(\d{1,3})\}?(?=[A-Z])/y;
const symbol = /[A-Z][a-z]?/y;
const count = /_?(?:\{(\d{1,4})\}|(\d{1,4}))/y;

function readPart(s: string): Part | null {
  let at = 0;

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(s);
    if (found) at += found[0].length;
    return found;
  }

  function counted(): number | null {
    const found = take(count);
    const n = found ? Number(found[1] ?? found[2]) : 1;
    return n > 0 ? n : null;
  }

  function sequence(depth: number, close: string): Part | null {
    const atoms = new Map<string, number>();
    let order = '';
    let places = 0;
    while (at < s.length && s[at] !== close) {
      const open = s[at] as string;
      let inner: Part | null;
      if (open === '(' || open === '[') {
        if (depth >= maxDepth) return null;
        at++;
        const end = open === '(' ? ')' : ']';
        inner = sequence(depth + 1, end);
        if (!inner || s[at] !== end) return null;
        at++;
      } else {
        inner = element();
      }
      const n = inner && counted();
      if (!inner || n === null) return null;
      for (const [name, k] of inner.atoms) atoms.set(name, (atoms.get(name) ?? 0) + k * n);
      order += `${inner.order}${n === 1 ? '' : n} `;
      places += inner.places;
    }
    return atoms.size === 0 ? null : { atoms, order: `(${order.trim()})`, places };
  }

  function element(): Part | null {
    const mass = take(isotope);
    const found = take(symbol);
    if (!found) return null;
    let name = found[0];
    if (!elements.has(name)) {
      name = name[0] as string; // "Co" failed to be an element: only its capital is one
      at -= found[0].length - 1;
      if (found[0].length === 1 || !elements.has(name)) return null;
    }
    const label = mass ? `${mass[1] ?? mass[2]}${name}` : name;
    return { atoms: new Map([[label, 1]]), order: label, places: 1 };
  }

  const part = sequence(0, '');
  return part && at === s.length ? part : null;
}
