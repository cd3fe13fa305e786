/**
 * Multiple choice. The answer counts when exactly one letter (or the letters of the reference) is
 * asserted, or the text of exactly one choice; a letter beside another choice's text, a list, or an
 * "or" is ambiguous.
 */

import { candidates } from '../answer/candidates.ts';
import { type Asserted, assertedLetters } from '../answer/letters.ts';
import { plain } from '../answer/plain.ts';
import { badReference, type Kind, right, shown, wrong } from '../judge.ts';
import type { StemReference } from '../reference.ts';
import { folded } from './short-text.ts';

export const mcq: Kind = {
  judge(answer, reference) {
    const choices = readChoices(reference);
    const gold = goldLetters(reference, choices);
    if (gold === null) {
      return badReference(
        `Expected a letter or the text of a choice, got "${shown(reference.answer)}"`,
      );
    }
    const readings = candidates(answer).map((text) =>
      asserted(text, choices, answer.from !== 'line'),
    );
    const reading = agreed(readings);
    if (reading.status === 'none') {
      return wrong('no_answer', `Expected a letter, got "${shown(answer.text)}"`);
    }
    if (reading.status === 'ambiguous') {
      return wrong('ambiguous_answer', reading.message, { extracted: shown(answer.text) });
    }
    const letters = reading.letters;
    const extracted = letters.join(',');
    if (letters.length > 1 && gold.length === 1) {
      return wrong('ambiguous_answer', `Expected one letter, got ${extracted}`, { extracted });
    }
    return letters.length === gold.length && gold.every((letter) => letters.includes(letter))
      ? right({ extracted })
      : wrong('wrong_answer', 'Expected another letter', { extracted });
  },
};

/** What the whole text and its last line assert together. */
function agreed(readings: readonly Asserted[]): Asserted {
  const [first = { status: 'none' }, ...others] = readings.filter((r) => r.status !== 'none');
  const same = (other: Asserted): boolean =>
    first.status === 'letters' &&
    other.status === 'letters' &&
    first.letters.join() === other.letters.join();
  return first.status === 'letters' && !others.every(same)
    ? { status: 'ambiguous', message: 'Expected one letter, got another in the last line' }
    : first;
}

type Choices = ReadonlyMap<string, string>;

/** Choices by upper-case letter, their texts folded for comparison. */
function readChoices(reference: StemReference): Choices {
  const choices = new Map<string, string>();
  for (const [key, text] of Object.entries(reference.choices ?? {})) {
    choices.set(letterOf(key) ?? key.toUpperCase(), comparable(text));
  }
  return choices;
}

const comparable = (text: string): string => folded(plain(text.slice(0, 4_000)));

const letterOf = (text: string): string | null =>
  /^[\s([]*([A-Za-z])[\s)\].:]*$/.exec(text)?.[1]?.toUpperCase() ?? null;

function goldLetters(reference: StemReference, choices: Choices): readonly string[] | null {
  const answer = plain(reference.answer);
  const known = (letter: string): boolean => choices.size === 0 || choices.has(letter);
  const list = /^[\s([{]*([A-Za-z](?:(?:[\s,;&()]|and)*[A-Za-z]){0,25})[\s)\]}.]*$/.exec(
    answer,
  )?.[1];
  if (list !== undefined) {
    const letters = list
      .replace(/and|[^A-Za-z]/g, '')
      .toUpperCase()
      .split('');
    const distinct = [...new Set(letters)];
    if (distinct.length === letters.length && distinct.every(known)) return distinct;
  }
  const matching = withText(comparable(reference.answer), choices);
  return matching.length === 1 ? matching : null;
}

const withText = (text: string, choices: Choices): string[] =>
  [...choices].filter(([, choice]) => choice === text && text !== '').map(([letter]) => letter);

const lettered = /^[^A-Za-z]{0,6}([A-Za-z])[\s).\]:*,-]{1,6}(\S.*)$/;

function asserted(raw: string, choices: Choices, asked: boolean): Asserted {
  const text = plain(raw);
  // "B. meiosis", "B meiosis": a letter with its own text needs no further reading.
  const pair = lettered.exec(text);
  const letter = pair?.[1]?.toUpperCase() ?? '';
  if (pair && withText(folded(pair[2] as string), choices).includes(letter)) {
    return { status: 'letters', letters: [letter] };
  }
  const found = assertedLetters(text, new Set(choices.keys()), asked);
  if (found.status === 'letters' && found.rest !== undefined) {
    const named = withText(folded(found.rest), choices);
    if (named.length > 0 && !found.letters.some((claimed) => named.includes(claimed))) {
      return { status: 'ambiguous', message: 'Expected the letter and its text to agree' };
    }
  }
  if (found.status === 'letters' && found.rest === undefined) return found;
  const byText = withText(folded(text), choices);
  if (byText.length === 1) return { status: 'letters', letters: byText };
  return byText.length > 1
    ? { status: 'ambiguous', message: 'Expected one choice, got a text of two' }
    : found;
}
