import { z } from 'zod';
import { isSpace } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { count, plural } from '../kwargs.ts';

export const numberBulletLists = defineInstruction({
  id: 'detectable_format:number_bullet_lists',
  rule: 'Exactly the asked number of lines that start with a single * or with -.',
  kwargs: z.strictObject({ num_bullets: count }),
  example: {
    kwargs: { num_bullets: 2 },
    passes: 'Bring:\n* bread\n- cheese',
    fails: 'Bring:\n* bread\n+ cheese',
  },
  check(text, { num_bullets }) {
    const found = countBullets(text, '*') + countBullets(text, '-');
    return {
      passed: found === num_bullets,
      reason: `${plural(found, 'bullet')}, asked: ${num_bullets}`,
    };
  },
});

/**
 * Counts `^\s*\*[^\*].*$` or `^\s*-.*$` (multiline). White space before the bullet may span lines,
 * and the character after a star may be the end of its line: the next line then belongs to it.
 */
function countBullets(text: string, bullet: '*' | '-'): number {
  let found = 0;
  for (let line = 0; line >= 0 && line <= text.length; ) {
    let at = line;
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    const isBullet =
      text[at] === bullet && (bullet === '-' || (at + 1 < text.length && text[at + 1] !== '*'));
    if (isBullet) found++;
    line = nextLine(text, isBullet && bullet === '*' ? at + 2 : at);
  }
  return found;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? -1 : end + 1;
}
