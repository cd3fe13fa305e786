import { strip, toAscii } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, plural, quote } from '../kwargs.ts';

/** The published answer, from north to south. */
const capitals = [
  'Reykjavik, Helsinki, Oslo, Tallinn, Stockholm, Riga, Moscow, Copenhagen, Vilnius, Minsk',
  'Dublin, Berlin, Amsterdam, Warsaw, London, Brussels, Prague, Luxembourg, Paris, Vienna',
  'Bratislava, Budapest, Vaduz, Chisinau, Bern, Ljubljana, Zagreb',
].flatMap((line) => line.split(', '));

/** Letters that one may become without its accents, at most. */
const lettersOfOne = 18;

export const europeanCapitalsSort = defineInstruction({
  id: 'custom:european_capitals_sort',
  rule: 'The text lists the 27 European capitals north of 45 degrees from north to south, with commas; accents are ignored.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: capitals.join(', '),
    fails: [...capitals].sort().join(', '),
  },
  check(text, _, { budget }) {
    budget.spend(lettersOfOne * text.length);
    const names = toAscii(text)
      .split(',')
      .map((name) => strip(name))
      .filter((name) => name !== '');
    if (names.length !== capitals.length) {
      const reason = `${plural(names.length, 'name')}, asked: ${capitals.length}`;
      return { passed: false, reason };
    }
    const other = names.findIndex((name, i) => name !== capitals[i]);
    return other < 0
      ? { passed: true, reason: 'all capitals in order' }
      : { passed: false, reason: `name ${other + 1} is ${quote(names[other] as string)}` };
  },
});
