/** APPS and TACO (`input_output`), CodeContests (`public_tests`, `private_tests`, `generated_tests`). */
import { cases, given, isRow, type Layout, unfold } from './layout.ts';

export const apps: Layout = {
  id: 'apps',
  fits: (row) => row.input_output !== undefined,
  read(row) {
    const tests = unfold(row.input_output);
    return { language: 'python', tests, ...given(row, 'language', 'checker', 'files') };
  },
};

export const codeContests: Layout = {
  id: 'codecontests',
  fits: (row) => isRow(row.public_tests) || isRow(row.private_tests) || isRow(row.generated_tests),
  read(row) {
    const { inputs, outputs } = cases([row.public_tests, row.private_tests, row.generated_tests]);
    const tests = { kind: 'stdin', inputs, outputs };
    return { language: 'python', tests, ...given(row, 'language', 'checker', 'files') };
  },
};
