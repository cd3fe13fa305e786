/** HumanEval, MBPP, EvalPlus and MultiPL-E: a prompt to be completed, and code that tests it. */
import { JsonError } from '../../json.ts';
import { given, type Layout, text, unfold } from './layout.ts';

/** The test defines `check(candidate)`; the response may be a completion of the prompt. */
export const humanEval: Layout = {
  id: 'humaneval',
  fits: (row) => typeof row.test === 'string' && typeof row.entry_point === 'string',
  read(row) {
    const entry = text(row.entry_point, 'entry_point');
    const test = text(row.test, 'test');
    const call = `check(${entry})`;
    const test_code = test.includes(`\n${call}`) ? test : `${test}\n${call}`;
    const tests = { kind: 'assert', entry_point: entry, test_code };
    const prefix = typeof row.prompt === 'string' ? { prefix: row.prompt } : {};
    return { language: 'python', tests, ...prefix, ...given(row, 'language') };
  },
};

export const mbpp: Layout = {
  id: 'mbpp',
  fits: (row) => Array.isArray(row.test_list),
  read(row) {
    const more = Array.isArray(row.challenge_test_list) ? row.challenge_test_list : [];
    const asserts = [...(row.test_list as unknown[]), ...more];
    const imports = Array.isArray(row.test_imports) ? row.test_imports.join('\n') : '';
    const setup = [imports, row.test_setup_code]
      .filter((one) => typeof one === 'string')
      .join('\n');
    const tests = { kind: 'assert', asserts, setup: setup.trim() === '' ? '' : setup };
    return { language: 'python', tests, ...given(row, 'language') };
  },
};

/** With the expected results in the row; they are not worked out from a solution here. */
export const evalPlus: Layout = {
  id: 'evalplus',
  fits: (row) => row.base_input !== undefined && typeof row.entry_point === 'string',
  read(row) {
    const inputs = [unfold(row.base_input), unfold(row.plus_input ?? [])].flat(1);
    const outputs = unfold(row.expected_output);
    if (!Array.isArray(outputs)) throw new JsonError('Expected expected_output, a list', 0);
    const tests = { kind: 'function', fn_name: row.entry_point, inputs, outputs };
    const prefix = typeof row.prompt === 'string' ? { prefix: row.prompt } : {};
    return { language: 'python', tests, ...prefix, ...given(row, 'language') };
  },
};

/** The tests are a text in the row's language, to be put behind the completed prompt. */
export const multiPlE: Layout = {
  id: 'multipl-e',
  fits: (row) =>
    typeof row.tests === 'string' &&
    typeof row.prompt === 'string' &&
    typeof row.language === 'string',
  read(row) {
    const tests = { kind: 'assert', framework: 'program', test_code: row.tests };
    return { language: row.language, tests, prefix: row.prompt };
  },
};
