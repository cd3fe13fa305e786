/** When two formulas or two reactions are the same answer. */

import { readConfiguration } from './configuration.ts';
import { readSpecies, type Species } from './formula.ts';
import { type Reaction, readReaction, type Term } from './reaction.ts';

/**
 * Composition and charge are equal; where the reference shows structure (an element at several
 * places: CH3COOH), the order of the parts is too; states agree where both name one.
 */
export function sameSpecies(gold: Species, answer: Species): boolean {
  if (gold.charge !== answer.charge || gold.atoms.size !== answer.atoms.size) return false;
  for (const [element, count] of gold.atoms) if (answer.atoms.get(element) !== count) return false;
  if (gold.state !== '' && answer.state !== '' && gold.state !== answer.state) return false;
  return !gold.structured || gold.order === answer.order;
}

/** The same species on the same sides, up to one positive factor on all coefficients. */
export function sameReaction(gold: Reaction, answer: Reaction): boolean {
  const factor = matched(gold.left, answer.left, undefined);
  return factor !== null && matched(gold.right, answer.right, factor) !== null;
}

/** The factor between two sides; null when they differ or do not have the one asked for. */
function matched(
  gold: readonly Term[],
  answer: readonly Term[],
  asked: number | undefined,
): number | null {
  if (gold.length !== answer.length) return null;
  const left = [...answer];
  let factor = asked;
  for (const term of gold) {
    const at = left.findIndex((other) => sameSpecies(term.species, other.species));
    const [other] = at < 0 ? [] : left.splice(at, 1);
    if (!other) return null;
    const ratio = other.coefficient / term.coefficient;
    factor ??= ratio;
    if (Math.abs(ratio - factor) > 1e-9 * factor) return null;
  }
  return factor ?? null;
}

/** Would a person take this text for chemistry? Configurations, arrows, formulas with digits or charges. */
export function looksChemical(text: string): boolean {
  const joined = text.replace(/ (?=[_^])/g, '');
  if (readConfiguration(joined) || readReaction(joined)) return true;
  const species = readSpecies(joined);
  if (!species) return false;
  const symbols = [...species.atoms.keys()];
  return (
    species.charge !== 0 ||
    /[A-Z][a-z]?[_{]*\d|\)\d|\^/.test(joined) ||
    (symbols.length > 1 && symbols.some((name) => /[a-z]/.test(name)))
  );
}
