import { isBlank } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';

export const thesis = defineInstruction({
  id: 'format:thesis',
  rule: 'A statement in HTML italics is followed by more text.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '<i>Rain shapes Wales.</i> It fills the rivers.',
    fails: '<i>Rain shapes Wales.</i>',
  },
  check(text, _, { hardened }) {
    const start = findFirst(text, ['<i>', '<em>'], 0);
    if (!start) return { passed: false, reason: 'no italics' };
    const end = findFirst(text, ['</i>', '</em>'], start.at);
    if (!end) return { passed: false, reason: 'the italics do not end' };
    // As published, three and four characters are taken off whatever the tag: ">" counts as text.
    const from = start.at + (hardened ? start.tag.length : 3);
    const to = end.at + (hardened ? end.tag.length : 4);
    if (isBlank(text.slice(from, end.at))) return { passed: false, reason: 'empty italics' };
    const passed = !isBlank(text.slice(to));
    return { passed, reason: `${passed ? 'text' : 'nothing'} follows the italics` };
  },
});

/** The first of the tags that is there at all, and where. */
function findFirst(text: string, tags: readonly string[], from: number) {
  for (const tag of tags) {
    const at = text.indexOf(tag, from);
    if (at >= 0) return { tag, at };
  }
  return undefined;
}
