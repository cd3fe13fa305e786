/** Several truth values in order: between commas, blanks or line breaks, numbered or not. */
import { unwrap } from './unwrap.ts';

const words: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  t: true,
  false: false,
  no: false,
  f: false,
};
const maxLength = 1_000;
const label = /^\(?(\d{1,2})[.):]$/;

/** Null unless there are exactly `count` of them and nothing else but numbers before them. */
export function readTruths(answer: string, count: number): boolean[] | null {
  if (answer.length > maxLength) return null;
  const text = unwrap(answer).toLowerCase();
  const values: boolean[] = [];
  for (const word of text.split(/[\s,;[\]{}"'`*|]+/)) {
    if (word === '') continue;
    const bare = word.startsWith('(') || word.endsWith(')') ? word.replace(/^\(|\)$/g, '') : word;
    if (Object.hasOwn(words, bare)) values.push(words[bare] as boolean);
    else if (Number(label.exec(word)?.[1]) !== values.length + 1) return null;
  }
  return values.length === count ? values : null;
}
