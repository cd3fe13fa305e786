import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

export const quotation = defineInstruction({
  id: 'startend:quotation',
  rule: 'Double quotes stand around the whole text.',
  kwargs: none,
  example: { kwargs: {}, passes: '"It rained all day."', fails: '“It rained all day.”' },
  check(text) {
    const inner = strip(text);
    const passed = inner.length > 1 && inner.startsWith('"') && inner.endsWith('"');
    return { passed, reason: passed ? 'double quotes around it' : 'no double quotes around it' };
  },
});
