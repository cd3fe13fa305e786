import { z } from 'zod';
import { defineInstruction } from '../define.ts';
import { oneWord, plural, quote } from '../kwargs.ts';

const times = { keyword1: 1, keyword2: 2, keyword3: 3, keyword4: 5, keyword5: 7 };

export const keywordsMultiple = defineInstruction({
  id: 'count:keywords_multiple',
  rule: 'Five keywords stand in the text once, twice, three, five and seven times, letter case aside.',
  kwargs: z.strictObject({
    keyword1: oneWord,
    keyword2: oneWord,
    keyword3: oneWord,
    keyword4: oneWord,
    keyword5: oneWord,
  }),
  example: {
    kwargs: {
      keyword1: 'sun',
      keyword2: 'moon',
      keyword3: 'sea',
      keyword4: 'wind',
      keyword5: 'rain',
    },
    passes: `sun ${'moon '.repeat(2)}${'sea '.repeat(3)}${'wind '.repeat(5)}${'rain '.repeat(7)}`,
    fails: `sun ${'moon '.repeat(2)}${'sea '.repeat(3)}${'wind '.repeat(5)}${'rain '.repeat(6)}`,
  },
  check(text, keywords) {
    const lower = text.toLowerCase();
    for (const [key, asked] of Object.entries(times)) {
      const keyword = keywords[key as keyof typeof times].toLowerCase();
      const found = occurrences(lower, keyword, asked + 1);
      if (found === asked) continue;
      const seen = found > asked ? `more than ${asked} times` : plural(found, 'time');
      return { passed: false, reason: `${quote(keyword)} occurs ${seen}, asked: ${asked}` };
    }
    return { passed: true, reason: 'every keyword occurs as often as asked' };
  },
});

/** `str.count`, up to `enough`. */
function occurrences(text: string, wanted: string, enough: number): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at >= 0 && count < enough; count++)
    at = text.indexOf(wanted, at + wanted.length);
  return count;
}
