/** A::B: rewrite a row of tokens until no two `#` face each other. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { defineTask, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z.strictObject({ length: z.int().min(1).max(1_000).default(10) });
const metadata = z.looseObject({});

const alphabet = ['A#', '#A', 'B#', '#B'] as const;
type Token = (typeof alphabet)[number];
const maxDraws = 40;

const finalOf = perEntry(({ answer }: { readonly answer: string | null }) =>
  readTokens(answer ?? ''),
);

export const ab = defineTask({
  name: 'ab',
  category: 'algorithmic',
  summary: 'Rewrite a row of A::B tokens to its final state',
  answerFormat: 'the remaining tokens, separated by blanks',
  config,
  metadata,
  curriculum: [{ kind: 'scalar', name: 'length', field: 'length', levels: [10, 25, 50, 100] }],

  generate(rng, c) {
    const { program, final } = drawProgram(rng, c.length);
    return {
      question: `The language A::B has the four tokens A#, #A, B# and #B. Where the # of two neighbours face each other, the pair is rewritten:\n\nA# #A  becomes  nothing\nB# #B  becomes  nothing\nA# #B  becomes  #B A#\nB# #A  becomes  #A B#\n\nApply the rules until no pair is left to rewrite. What remains of this program?\n\n${program.join(' ')}`,
      answer: final.join(' '),
      metadata: { program },
      difficulty: { length: c.length },
    };
  },

  /** Strict: the tokens count, not what separates them. */
  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return graded(answer === oracle ? 1 : 0);
    const wanted = finalOf(entry);
    if (!wanted) return faultyEntry('Expected tokens of A::B as the stored answer');
    const text = unwrap(answer);
    const got = /^(?:\(?(?:nothing|empty|none)\)?|\[\])$/i.test(text) ? '' : readTokens(text);
    if (got === null) return malformed('Expected tokens of A::B');
    return got === wanted ? right : wrong('Expected the final state');
  },
});

/** The tokens in a row; null when there is anything else. No token begins another, so none need a gap. */
function readTokens(text: string): string | null {
  const bare = text.replace(/[\s,;"'`[\]()]+/g, '').toUpperCase();
  return bare.length % 2 === 0 && /^(?:[AB]#|#[AB])*$/.test(bare) ? bare : null;
}

/** One pass: a token that faces left meets every one that faces right before it. */
function compute(program: readonly Token[]): Token[] {
  const left: Token[] = []; // face left for good: nothing before them faces right
  let facing: Token[] = [];
  for (const token of program) {
    if (token.endsWith('#')) {
      facing.push(token);
      continue;
    }
    const partner = facing.lastIndexOf(`${token[1]}#` as Token);
    if (partner === -1) left.push(token);
    else facing = facing.filter((_, i) => i !== partner);
  }
  return [...left, ...facing];
}

/** A short final state is guessed too easily; three tokens or more are kept where there can be. */
function drawProgram(rng: Rng, length: number) {
  for (let draw = 0; draw < maxDraws; draw++) {
    const program = Array.from({ length }, () => rng.choice(alphabet));
    const final = compute(program);
    if (final.length >= Math.min(length, 3)) return { program, final };
  }
  const program = Array.from({ length }, () => rng.choice(['A#', 'B#'] as const));
  return { program, final: [...program] };
}
