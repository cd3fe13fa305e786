import { punctuation, splitSpaces, strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

const trailing = `0123456789${punctuation.replace('"', '')}`;

export const quoteUnquote = defineInstruction({
  id: 'format:quote_unquote',
  rule: 'Something unquoted follows every quoted phrase: no two quotes touch, and none ends the text.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '"Break a leg" means good luck.',
    fails: 'To wish good luck, say "break a leg".',
  },
  check(text, _, { hardened }) {
    if (hardened && !/["“”]/.test(text)) return { passed: false, reason: 'nothing is quoted' };
    // As published, curly quotes are none.
    const straight = hardened ? text.replace(/[“”]/g, '"') : text;
    const joined = splitSpaces(straight.replaceAll(`'"'`, '')).join('');
    if (joined.includes('""')) return { passed: false, reason: 'two quotes touch' };
    const passed = !strip(joined, trailing).endsWith('"');
    return { passed, reason: passed ? 'no quote is left alone' : 'ends with a quote' };
  },
});
