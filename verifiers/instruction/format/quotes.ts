import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

const neededDepth = 3;

export const quotes = defineInstruction({
  id: 'format:quotes',
  rule: 'Quotes are nested three deep, double and single ones in turn, and closed.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: `She said: "He said: 'They said: "Run!"'"`,
    fails: `She said: "He said: 'Run!'"`,
  },
  check(text, _, { budget }) {
    budget.spend(text.length);
    const open: string[] = [];
    let deepest = 0;
    for (const [mark] of text.matchAll(/["']/g)) {
      if (open.at(-1) !== mark) {
        open.push(mark);
        deepest = Math.max(deepest, open.length);
        continue;
      }
      open.pop();
      // As published, it is enough that three were closed since the deepest.
      if (deepest - open.length >= neededDepth) {
        return { passed: true, reason: `nested ${deepest} deep` };
      }
    }
    return { passed: false, reason: `nested ${plural(deepest, 'level')} deep, needed: 3 closed` };
  },
});
