/** The question about a board puzzle, from pairs that are already as they will be shown. */
import type { Draft } from '../task.ts';
import { type BoardFormat, showBoard } from './board.ts';
import type { Pair } from './rules.ts';

export function boardDraft(
  id: string,
  train: readonly Pair[],
  test: Pair,
  format: BoardFormat,
): Pick<Draft, 'question' | 'answer'> & { readonly metadata: Record<string, unknown> } {
  const examples = train.map(
    ({ input, output }, i) =>
      `Board ${i + 1}:\n${showBoard(input, format)}\n\nBoard ${i + 1} becomes:\n${showBoard(output, format)}`,
  );
  return {
    question: `One rule turns each board below into another. Find the rule.\n\n${examples.join('\n\n')}\n\nWhat does the rule make of this board?\n\n${showBoard(test.input, format)}\n\nAnswer with the new board alone, written as the boards above are.`,
    answer: showBoard(test.output, format),
    metadata: {
      input: test.input,
      output: test.output,
      task_id: id,
      board_format_opts: format,
    },
  };
}
