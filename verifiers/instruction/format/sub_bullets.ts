import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const subBullets = defineInstruction({
  id: 'format:sub-bullets',
  rule: 'After each star there is a dash before the next star: every bullet point has a sub-point.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '* bread\n  - white\n* butter\n  - salted',
    fails: '* bread\n  - white\n* butter',
  },
  check(text, _, { hardened }) {
    const bullets = text.split('*').slice(1);
    if (hardened && bullets.length === 0) return { passed: false, reason: 'no bullet point' };
    const other = bullets.findIndex((bullet) => !bullet.includes('-'));
    return other < 0
      ? { passed: true, reason: `${plural(bullets.length, 'bullet')}, each with a dash` }
      : { passed: false, reason: `no dash after star ${other + 1}` };
  },
});
