import { strip } from '../../text/python.ts';
import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const noBulletsBullets = defineInstruction({
  id: 'format:no_bullets_bullets',
  rule: 'Two sentences or more, then two lines or more that start with a star, and nothing else.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'We need two things. Both are cheap.\n* bread\n* butter',
    fails: 'We need two things.\n* bread\n* butter',
  },
  check(text, _, { budget }) {
    let sentences = 0;
    let bullets = 0;
    let prose = true;
    for (const [i, raw] of text.split('\n').entries()) {
      const line = strip(raw);
      if (line.startsWith('*')) {
        prose = false;
        bullets++;
        if (sentences < 2) {
          return { passed: false, reason: `${plural(sentences, 'sentence')} before the bullets` };
        }
      } else if (!prose) {
        return { passed: false, reason: `line ${i + 1} comes after the sentences, is no bullet` };
      } else if (line === '') {
        prose = false; // As published: one blank line ends the sentences, a second fails.
      } else if (sentences < 2) {
        sentences += splitSentences(line, { budget }).length;
      }
    }
    return { passed: bullets >= 2, reason: `${plural(bullets, 'bullet')}, needed: 2` };
  },
});
