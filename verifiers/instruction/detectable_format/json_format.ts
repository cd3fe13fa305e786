import { isJson } from '../../text/json.ts';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

export const jsonFormat = defineInstruction({
  id: 'detectable_format:json_format',
  rule: 'The whole text, a code fence around it left aside, is JSON as Python reads it.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '```json\n{"city": "Bath", "height": NaN}\n```',
    fails: 'Here it is: {"city": "Bath"}',
  },
  check(text) {
    const passed = isJson(unfence(text));
    return { passed, reason: passed ? 'is JSON' : 'is not JSON' };
  },
});

/** Drops the opening fences one after another, each at most once, and one closing fence. */
function unfence(text: string): string {
  let inner = strip(text);
  for (const fence of ['```json', '```Json', '```JSON', '```']) {
    if (inner.startsWith(fence)) inner = inner.slice(fence.length);
  }
  return strip(inner.endsWith('```') ? inner.slice(0, -3) : inner);
}
