/**
 * Says whether an English text starts with a verb, from its first two words. Written for the way
 * trained taggers read a first word: a capital makes an unknown one a name, so a bare imperative
 * is a verb only where the next word can be its object.
 */
const list = (words: string) => new Set(words.trim().split(/\s+/));

/** Verbs wherever they stand. */
const always = list(`
  let be am is are were has have had do does did been done gone seen given made taken
  consider imagine remember create ensure avoid begin keep choose become get give go make take
  include provide use try believe identify explain describe remove add determine please
`);

/** Nouns and other words that end as a present participle does. */
const noParticiples = list(`
  thing king ring wing spring string morning evening nothing something anything everything during
  sing bring swing sting cling fling sling wring ping bing ding sterling darling sibling ceiling
  beijing viking wedding building pudding lightning duckling
`);

/** Imperatives that are a verb where an object follows. */
const imperatives = list(`
  call book eat bake read tell ask show help find follow send bring put turn check leave think see
  look learn feel hear love know want need allow enjoy offer pick throw wait say pay buy
  draw cut hold carry catch teach grab pour cook mix stir pass spend meet prepare develop
  visit join write
`);

const objects = list(`
  a an the me us him her it them you your my our his their its this that these those some any all
  each every no one two three to in on at with for from into about up out down
`);

export function startsAsVerb(first: string, second: string): boolean {
  const word = first.toLowerCase();
  if (!/^[a-z]+$/.test(word)) return false;
  if (always.has(word)) return true;
  if (/[^aeiou]?[aeiouy].*ing$/.test(word)) return !noParticiples.has(word);
  return imperatives.has(word) && objects.has(second.toLowerCase());
}
