/** Decides by rule which kind of answer a reference asks for, when it does not say so itself. */
import { plain } from './answer/plain.ts';
import { looksChemical } from './chemistry/compare.ts';
import { readQuantity } from './quantity/read.ts';
import type { StemKind, StemReference } from './reference.ts';

const letter = /^[([{]? ?[A-Ja-j] ?[)\]}.]?$/;
const list = /^[-+\d.,;\s]+$/;
const mathematical =
  /\b(?:sin|cos|tan|log|ln|exp|sqrt)|[=^\\+*/<>≤≥√∞_|]|\d[A-Za-z(]|[A-Za-z]\(|^[([{].*,.*[)\]}]$|^-/;

/** First rule that holds: choices or a letter, a number with a known unit, a formula, mathematics. */
export function decideKind(reference: StemReference): StemKind {
  if (reference.kind !== undefined) return reference.kind;
  const answer = plain(reference.answer.slice(0, 4_000));
  if (reference.choices !== undefined && Object.keys(reference.choices).length > 0) return 'mcq';
  const hasUnit = (reference.unit ?? '').trim() !== '';
  if (letter.test(answer) && !hasUnit) return 'mcq';
  const reading = readQuantity(reference.answer.slice(0, 4_000));
  if (reading.status === 'read' && (hasUnit || reading.quantity.unknown.length === 0)) {
    return 'quantity';
  }
  if (looksChemical(answer)) return 'chemistry';
  return list.test(answer) || mathematical.test(answer) ? 'expression' : 'short_text';
}
