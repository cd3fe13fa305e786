/**
 * What a Brainf*ck program prints. The program is run here, so an entry whose stored answer is not
 * what its program prints is refused. Our programs print a word (difficulty 1), letters of counted
 * loops (2), or of loops that take one of two branches in turn (3).
 */
import { z } from 'zod';
import { createBudget } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import { runBrainfuck } from '../../code/brainfuck.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, perEntry, scoreSteps } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { wordsOfLength } from '../../words/english.ts';

const config = z.object({ difficulty: z.int().min(1).max(3).default(1) });
const metadata = z.looseObject({ bf_program: z.string().max(20_000).optional() });

interface Program {
  /** The program in words, one statement a line. */
  readonly source: string;
  readonly code: string;
}

const printedBy = perEntry(({ bf_program: program }: z.infer<typeof metadata>) =>
  program === undefined ? undefined : runBrainfuck(program, createBudget(scoreSteps)),
);

export const bf = defineTask({
  name: 'bf',
  category: 'code',
  summary: 'Say what a Brainf*ck program prints.',
  answerFormat: 'the printed text',
  config,
  metadata,
  curriculum: [{ kind: 'scalar', name: 'difficulty', field: 'difficulty', levels: [1, 2, 3] }],

  generate(rng, { difficulty }) {
    const { source, code } = difficulty === 1 ? spell(rng) : loops(rng, difficulty === 3);
    return {
      question: `The following is a Brainf*ck program. All cells hold 0 at the start. What does the program print?\n\n${code}\n\nAnswer with the printed text and nothing else.`,
      answer: runBrainfuck(code, createBudget(100_000)) ?? '',
      metadata: { bfit_code: source, bf_program: code },
      difficulty: { difficulty },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return containsOracle(answer, oracle);
    const expected = oracle.trim();
    const printed = printedBy(entry.metadata);
    if (printed !== undefined && printed?.trim() !== expected) {
      return faultyEntry('Expected the program to print the stored answer');
    }
    if (expected === '') return faultyEntry('Expected a program that prints something');
    const plain = answer.replaceAll('\r\n', '\n').trim();
    if (plain === expected || unwrap(plain) === expected) return right;
    if (unwrap(plain) === '') return malformed('Expected the printed text');
    return wrong('Expected what the program prints');
  },
});

/** `count` pluses, or minuses where it is negative. */
function add(count: number): string {
  return (count < 0 ? '-' : '+').repeat(Math.abs(count));
}

/** Adds `value`, at least 12, to a cell by way of the empty cell to its right. */
function addBig(value: number): string {
  const step = Math.max(2, Math.floor(Math.sqrt(value)));
  const times = Math.floor(value / step);
  return `>${add(times)}[<${add(step)}>-]<${add(value - times * step)}`;
}

function spell(rng: Rng): Program {
  const word = rng.choice(wordsOfLength(5, 7));
  let [code, last] = ['', 0];
  for (const letter of word) {
    const next = letter.charCodeAt(0);
    code += `${last === 0 ? addBig(next) : add(next - last)}.`;
    last = next;
  }
  return { source: `print "${word}"`, code };
}

/**
 * Two loops, each from a letter of its own up or down the alphabet. Cells: 0 the count, 1 the
 * letter, 2 whether the first branch is next, 3 whether the second one is; 2 is free before a loop.
 */
function loops(rng: Rng, branching: boolean): Program {
  const source: string[] = [];
  let code = '';
  for (let n = 0; n < 2; n++) {
    const times = rng.randint(3, 5);
    const sign = rng.below(2) === 0 ? 1 : -1;
    const most = Math.floor(25 / times);
    const [x, y] = branching
      ? rng.sample(
          Array.from({ length: most }, (_, i) => i + 1),
          2,
        )
      : [rng.randint(1, most), 0];
    const [first, second] = [sign * (x as number), sign * (y as number)];
    const span = times * Math.max(Math.abs(first), Math.abs(second));
    const start = 97 + (sign < 0 ? span : 0) + rng.randint(0, 25 - span);
    source.push(`letter = ${start}`, `repeat ${times} times:`);
    code += `${add(times)}>[-]${addBig(start)}`;
    if (branching) {
      source.push(`  add ${first} and ${second} to letter in turn`);
      code += `>+<<[>>>+<[->-<<${add(first)}>]>[-<+<${add(second)}>>]<<.<-]`;
    } else {
      source.push(`  add ${first} to letter`);
      code += `<[>${add(first)}.<-]`;
    }
    source.push('  print letter');
    // The flag is cleared for the next loop.
    code += branching ? '>>[-]<<' : '';
  }
  return { source: source.join('\n'), code };
}
