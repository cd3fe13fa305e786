/** Reads a reaction equation as species with coefficients on two sides. Input is plain text. */
import { readNumber } from '../quantity/number.ts';
import { readSpecies, type Species } from './formula.ts';

export interface Term {
  readonly coefficient: number;
  readonly species: Species;
}

export interface Reaction {
  readonly left: readonly Term[];
  readonly right: readonly Term[];
}

/** One arrow, with or without conditions written over it. */
const arrow =
  /\\(?:x(?:right|leftright|rightleft|long)\w{0,20}|overset|stackrel)(?:\[[^\]]{0,80}\])?\{[^{}]{0,80}\}(?:\{?→\}?)?|<?[-=]{1,3}>(?:\[[^[\]]{0,60}\](?=\s))?|<=>|→|⇌|(?<![<>])=(?!>)/g;
const maxTerms = 24;

/** The reaction a text stands for; null when it is none. */
export function readReaction(text: string): Reaction | null {
  if (text.length > 1_000) return null;
  const arrows = [...text.matchAll(arrow)];
  const [only] = arrows;
  if (!only || arrows.length !== 1) return null;
  const left = readSide(text.slice(0, only.index));
  const right = left && readSide(text.slice(only.index + only[0].length));
  return left && right ? { left, right } : null;
}

function readSide(text: string): Term[] | null {
  const terms: Term[] = [];
  for (const part of splitTerms(text)) {
    const term = readTerm(part.trim());
    if (!term || terms.length >= maxTerms) return null;
    terms.push(term);
  }
  return terms;
}

/** Splits at a plus between species; a plus that is a charge has no species behind it. */
function splitTerms(text: string): string[] {
  return / \+ /.test(text)
    ? text.split(/ \+ /)
    : text.split(/\+(?=\s*[\d.]*\s*(?:\\frac|½)?\s*[A-Z[(e^])/);
}

function readTerm(text: string): Term | null {
  const plainly = readSpecies(text);
  if (plainly) return { coefficient: 1, species: plainly };
  const number = readNumber(text);
  if (!number || number.numeral.value <= 0) return null;
  const species = readSpecies(text.slice(number.end).replace(/^\s*[·*]?\s*/, ''));
  return species && { coefficient: number.numeral.value, species };
}
