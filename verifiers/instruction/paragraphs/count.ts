/** What the paragraph instructions share: dividers, and the judgement of what they part. */
import { isBlank, space } from '../../text/python.ts';
import type { Outcome } from '../define.ts';
import { plural } from '../kwargs.ts';

/** Three stars, with one blank or line break at either side. */
export const starDivider = new RegExp(`[${space}]?\\*\\*\\*[${space}]?`, 'u');

/** Whether the divider parts the text into the asked number of paragraphs, none empty. */
export function judgeParagraphs(text: string, divider: string | RegExp, asked: number): Outcome {
  const pieces = text.split(divider);
  // A divider may open or close the text; two in a row leave an empty paragraph.
  if (pieces.slice(1, -1).some(isBlank)) return { passed: false, reason: 'an empty paragraph' };
  const found = pieces.filter((piece) => !isBlank(piece)).length;
  return { passed: found === asked, reason: `${plural(found, 'paragraph')}, asked: ${asked}` };
}
