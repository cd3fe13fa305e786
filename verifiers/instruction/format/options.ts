import { z } from 'zod';
import { punctuation, strip, word } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { phrase, quote } from '../kwargs.ts';

/** Options that are the letters A, B, C in this order must be given to the letter. */
const lettered = new RegExp(`^[^${word}]*a[^${word}]*b[^${word}]*c`, 'iu');

const options = phrase.transform((text) => {
  const separator = ['/', 'or'].find((mark) => text.includes(mark)) ?? ',';
  return {
    exact: lettered.test(text),
    choices: text.split(separator).map((option) => strip(option)),
  };
});

export const optionsResponse = defineInstruction({
  id: 'format:options',
  rule: 'The text is one of the options and nothing else.',
  kwargs: z.strictObject({ options }),
  example: { kwargs: { options: 'yes/no/maybe' }, passes: 'Maybe.', fails: 'Maybe so.' },
  check(text, { options: { exact, choices } }) {
    const given = exact ? text : bare(text);
    const passed = choices.some((choice) => (exact ? choice : bare(choice)) === given);
    return { passed, reason: `${quote(text)} is ${passed ? '' : 'not '}one of the options` };
  },
});

const bare = (text: string) => strip(text, `${punctuation} `).toLowerCase();
