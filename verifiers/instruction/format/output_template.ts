import { isBlank } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';

const labels = ['My Answer:', 'My Conclusion:', 'Future Outlook:'];

export const outputTemplate = defineInstruction({
  id: 'format:output_template',
  rule: 'The text has the parts "My Answer:", "My Conclusion:" and "Future Outlook:".',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'My Answer: rain. My Conclusion: stay in. Future Outlook: sun.',
    fails: 'My Answer: rain. My Conclusion: stay in.',
  },
  check(text, _, { hardened }) {
    const absent = labels.find((label) => !text.includes(label));
    if (absent) return { passed: false, reason: `${quote(absent)} is missing` };
    return hardened && !isFilled(text)
      ? { passed: false, reason: 'the parts are empty or out of order' }
      : { passed: true, reason: 'all three parts are there' };
  },
});

/** True when the parts come in the order of the template and each says something. */
function isFilled(text: string): boolean {
  let at = text.indexOf(labels[0] as string);
  for (const [i, label] of labels.entries()) {
    at += label.length;
    const next = labels[i + 1];
    const end = next === undefined ? text.length : text.indexOf(next, at);
    if (end < 0 || isBlank(text.slice(at, end))) return false;
    at = end;
  }
  return true;
}
