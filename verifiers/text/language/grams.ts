/**
 * From a text to the list of n-grams that language detection draws from: addresses dropped,
 * characters folded by Unicode block, words cut at anything that is not a letter.
 */
import type { Profiles } from './profiles.ts';

/** Characters of the text that are looked at. */
const maxCharacters = 10_000;
/** Read before addresses are cut out, so that a text of nothing but addresses stays cheap. */
const maxRead = 1 << 18;

const url = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/g;
const mail = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/g;
/** Vietnamese written as a vowel and a tone mark. */
const toned = /[AEIOUYaeiouyÂÊÔâêôĂăƠơƯư][\u0300\u0301\u0303\u0309\u0323]/g;
const upper = /^\p{Uppercase}$/u;

/** The numbers (Profiles.grams) of the text's known n-grams, in order; empty when it has none. */
export function extractGrams(text: string, profiles: Profiles): Uint32Array {
  const found: number[] = [];
  const take = (gram: string) => {
    const number = profiles.grams.get(gram);
    if (number !== undefined) found.push(number);
  };

  // The last characters of the current word, at most two before `letter`; ' ' marks its start.
  let before = '';
  let last = ' ';
  let lastUpper = false;
  let shouting = false; // two capitals in a row: the rest of the capitals of this word count nothing
  for (const character of dropLatinAmongOthers(clean(text))) {
    const letter = fold(character, profiles.kanji);
    if (letter === ' ') {
      // The n-grams that end in a blank belong to the word that it ends.
      if (last !== ' ') takeEnding(before, last, ' ', take);
      shouting = false;
      before = '';
      last = ' ';
      lastUpper = false;
      continue;
    }
    const isUpper = letter < '\x80' ? letter <= 'Z' : upper.test(letter);
    shouting = isUpper && (shouting || lastUpper);
    if (!shouting) {
      take(letter);
      takeEnding(before, last, letter, take);
    }
    before = last;
    last = letter;
    lastUpper = isUpper;
  }
  return Uint32Array.from(found);
}

/** The two- and three-character n-grams that end in `letter`. */
function takeEnding(before: string, last: string, letter: string, take: (gram: string) => void) {
  take(last + letter);
  if (before !== '') take(before + last + letter);
}

function clean(text: string): string {
  let cleaned = text.slice(0, maxRead);
  if (cleaned.includes('http')) cleaned = cleaned.replace(url, ' ');
  if (cleaned.includes('@')) cleaned = cleaned.replace(mail, ' ');
  return cleaned.replace(toned, (pair) => pair.normalize('NFC'));
}

/** Cuts to length, joins runs of blanks, and leaves Latin letters out of a text in another script. */
function dropLatinAmongOthers(text: string): string[] {
  const kept: string[] = [];
  let latin = 0;
  let other = 0;
  let seen = 0;
  let previous = '';
  for (const character of text) {
    if (++seen > maxCharacters) break;
    if (character !== ' ' || previous !== ' ') {
      kept.push(character);
      if (isLatin(character)) latin++;
      else if (character >= '\u0300') other++;
    }
    previous = character;
  }
  return latin * 2 < other ? kept.filter((character) => !isLatin(character)) : kept;
}

/** The range A … z, the six marks between Z and a included, as the library has it. */
const isLatin = (character: string) => character >= 'A' && character <= 'z';

/** One character for all that the profiles do not tell apart; a blank for all that is no letter. */
function fold(character: string, kanji: ReadonlyMap<string, string>): string {
  const code = character.codePointAt(0) as number;
  if (code < 0x80) return isLatin(character) && !(code > 0x5a && code < 0x61) ? character : ' ';
  if (code < 0x100) return '\u00a0\u00ab\u00b0\u00bb'.includes(character) ? ' ' : character;
  if (code === 0x219) return '\u015f'; // Romanian s and t with comma: as with cedilla
  if (code === 0x21b) return '\u0163';
  if (code === 0x6cc) return '\u064a'; // Farsi yeh
  if (code >= 0x1ea0 && code <= 0x1eff) return '\u1ec3'; // Vietnamese
  if (code >= 0x2000 && code <= 0x206f) return ' '; // general punctuation
  if (code >= 0x3040 && code <= 0x309f) return 'あ';
  if (code >= 0x30a0 && code <= 0x30ff) return 'ア';
  if (code >= 0x3100 && code <= 0x312f) return 'ㄅ';
  if (code >= 0x31a0 && code <= 0x31bf) return 'ㄅ';
  if (code >= 0x4e00 && code <= 0x9fff) return kanji.get(character) ?? character;
  if (code >= 0xac00 && code <= 0xd7af) return '가';
  return character;
}
