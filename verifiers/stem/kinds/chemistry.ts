/**
 * Chemical formulas, ions, hydrates, isotopes and reaction equations, compared by composition,
 * charge and, where the reference shows it, structure; electron configurations by subshell. A number filed under chemistry is judged as
 * a quantity; any other notation (`sp^3`, `C_nH_{2n+2}`) must be written the same.
 */
import { claims, type Found } from '../answer/candidates.ts';
import { plain } from '../answer/plain.ts';
import { sameReaction, sameSpecies } from '../chemistry/compare.ts';
import { readConfiguration, sameConfiguration } from '../chemistry/configuration.ts';
import { readSpecies } from '../chemistry/formula.ts';
import { readReaction } from '../chemistry/reaction.ts';
import { type Kind, right, shown, wrong } from '../judge.ts';
import { readQuantity } from '../quantity/read.ts';
import { quantity } from './quantity.ts';

export const chemistry: Kind = {
  judge(answer, reference, options) {
    const gold = chemical(reference.answer);
    const extracted = shown(answer.text);
    const verdict = sameChemistry(gold, answer);
    if (verdict === undefined) {
      return readQuantity(reference.answer).status === 'read'
        ? quantity.judge(answer, reference, options)
        : sameNotation(reference.answer, answer)
          ? right({ extracted })
          : wrong('wrong_answer', 'Expected another notation', { extracted });
    }
    if (verdict) return right({ extracted });
    return / or /i.test(extracted)
      ? wrong('ambiguous_answer', 'Expected one formula, got an alternative', { extracted })
      : wrong('wrong_answer', 'Expected another formula', { extracted });
  },
};

const chemical = (text: string): string =>
  plain(text, '')
    .replace(/\s+([_^])/g, '$1')
    .replace(/[.,;]$/, '');

/** Undefined when the reference is no formula, configuration or reaction. */
function sameChemistry(gold: string, answer: Found): boolean | undefined {
  const configuration = readConfiguration(gold);
  if (configuration) {
    return claims(answer).some((text) => {
      const other = readConfiguration(chemical(text));
      return other !== null && sameConfiguration(configuration, other);
    });
  }
  const species = readSpecies(gold);
  if (species) {
    return claims(answer).some((text) => {
      const other = readSpecies(chemical(text));
      return other !== null && sameSpecies(species, other);
    });
  }
  const reaction = readReaction(gold);
  if (!reaction) return undefined;
  return claims(answer).some((text) => {
    const other = readReaction(chemical(text));
    return other !== null && sameReaction(reaction, other);
  });
}

/** Letter case counts: sp3 and SP3 are written differently. */
function sameNotation(gold: string, answer: Found): boolean {
  const written = (text: string): string => chemical(text).replace(/[\s^_{}]+/g, '');
  const asked = written(gold);
  return asked !== '' && claims(answer).some((text) => written(text) === asked);
}
