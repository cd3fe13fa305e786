/**
 * Interactive problems: the program and an interactor, each behind walls of its own, joined by
 * pipes. The interactor is started as testlib starts it, `interactor input.txt output.txt
 * answer.txt`, and its exit code is the verdict. Only it sees the answer.
 */
import type { LanguageId, RunResult } from '../../sandbox/index.ts';
import { markOf } from './checker.ts';
import type { Of } from './reference.ts';
import type { Mark, Trial } from './trial.ts';

export function planInteractive({ interactor, inputs, outputs }: Of<'interactive'>): Trial[] {
  const program = { language: interactor.language as LanguageId, source: interactor.source };
  return inputs.map((input, i) => ({
    case: {
      kind: 'script',
      stdin: '',
      peer: {
        program,
        args: ['input.txt', 'output.txt', 'answer.txt'],
        files: { 'input.txt': input, 'output.txt': '', 'answer.txt': outputs?.[i] ?? '' },
      },
    },
    tests: 1,
    accepts: ({ peer }) => [marked(peer)],
    // a program that was found wrong is wrong, however it ended after that
    cause: ({ peer }) => (peer && isRejection(peer) ? 'wrong_answer' : null),
  }));
}

function marked(peer: RunResult | undefined): Mark {
  const mark = peer && markOf(peer, 'testlib');
  return mark === undefined || mark === null ? false : mark;
}

function isRejection(peer: RunResult): boolean {
  return markOf(peer, 'testlib') === false;
}
