/**
 * A word or a short phrase, compared whole: letter case, articles at the front, quotes, marks at
 * the end, hyphens and spacing are dress; everything else, numbers included, must be the same.
 */
import { candidates } from '../answer/candidates.ts';
import { plain } from '../answer/plain.ts';
import { badReference, type Kind, right, shown, wrong } from '../judge.ts';

export const shortText: Kind = {
  judge(answer, reference) {
    const gold = folded(plain(reference.answer));
    if (gold === '') return badReference('Expected a word in the answer, got marks only');
    const extracted = shown(answer.text);
    const given = candidates(answer).map((text) => folded(plain(text)));
    if (given.includes(gold)) return right({ extracted });
    if (given.every((text) => text === '')) {
      return wrong('no_answer', 'Expected a word, got marks only', { extracted });
    }
    return given.some((text) => offersAlternative(text, gold))
      ? wrong('ambiguous_answer', 'Expected one answer, got an alternative', { extracted })
      : wrong('wrong_answer', 'Expected another text', { extracted });
  },
};

const offersAlternative = (text: string, gold: string): boolean =>
  ` ${text} `.includes(` ${gold} `) && / (?:or|either|maybe|perhaps|possibly) /.test(` ${text} `);

/**
 * Plain text without its dress. Marks inside words become spaces, a sign or point inside a number
 * stays; two texts are the same answer when their folded forms are equal.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/["“”«»]/g, ' ')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/(?<=\p{L})[-‐‑](?=\p{L})/gu, ' ')
    .replace(/(?<![.,;:!?])[.,;:!?]+(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:(?:the|an?) )+(?=\S)/, '')
    .replace(/^[([{] ?([^()[\]{}]*) ?[)\]}]$/, '$1')
    .trim();
}
