import { countSyllables } from '../../text/syllables/count.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';
import { bareWords } from '../words/bare.ts';

export const oddEvenSyllables = defineInstruction({
  id: 'words:odd_even_syllables',
  rule: 'Words with an odd and with an even number of syllables take turns.',
  approximate:
    'syllables are counted by rules and a list of exceptions; the published word table has more',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'The river bends away.',
    fails: 'The long river bends.',
  },
  check(text) {
    const words = bareWords(text);
    let before = Number.NaN;
    let parity = Number.NaN;
    const at = words.findIndex((word) => {
      before = parity;
      parity = countSyllables(word) % 2;
      return parity === before;
    });
    if (at < 0) return { passed: true, reason: 'odd and even numbers of syllables take turns' };
    const pair = quote(`${words[at - 1]} ${words[at]}`);
    return { passed: false, reason: `${pair}: both ${parity ? 'odd' : 'even'}` };
  },
});
