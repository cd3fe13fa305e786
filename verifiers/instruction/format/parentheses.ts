import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const neededDepth = 5;

export const parentheses = defineInstruction({
  id: 'format:parentheses',
  rule: 'Brackets (round, square or curly) are nested five deep, the innermost one closed.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Rain (or [what {some (call [drizzle])}]) fell.',
    fails: 'Rain (or [what {some (call drizzle)}]) fell.',
  },
  check(text, _, { budget }) {
    budget.spend(text.length);
    let open: string[] = [];
    let deepest = 0;
    for (const [mark] of text.matchAll(/[()[\]{}]/g)) {
      const closer = closers[mark];
      if (closer !== undefined) {
        open.push(closer);
        deepest = Math.max(deepest, open.length);
      } else if (open.at(-1) !== mark) {
        open = []; // A bracket that closes no other voids what came before.
      } else if (open.length >= neededDepth) {
        return { passed: true, reason: `nested ${open.length} deep` };
      } else open.pop();
    }
    return { passed: false, reason: `nested ${plural(deepest, 'level')} deep, needed: 5 closed` };
  },
});
