import { type Dialect, reward } from './contract.ts';

export const openInstruct: Dialect = {
  name: 'open-instruct',
  summary: 'open-instruct: /test_program and /test_program_stdio',
  program({ language, tests, code }, { testS }) {
    if (language !== 'python') return null;
    const bounds = { program: code, max_execution_time: testS };
    if (tests.kind === 'assert') {
      const { asserts, setup, candidate_alias } = tests;
      // it knows neither a text before the tests nor another name of the function
      const plain =
        Array.isArray(asserts) && !setup && !asserts.join().includes(`${candidate_alias}(`);
      return plain ? { path: '/test_program', body: { ...bounds, tests: asserts } } : null;
    }
    if (tests.kind !== 'stdin') return null;
    const { inputs, outputs } = tests as unknown as {
      inputs: readonly string[];
      outputs: readonly string[];
    };
    const pairs = inputs.map((input, i) => ({ input, output: outputs[i] }));
    return { path: '/test_program_stdio', body: { ...bounds, tests: pairs } };
  },
  read({ results }) {
    if (!Array.isArray(results) || results.length === 0) throw new Error('Expected results');
    return reward(results.every((one) => one === 1) ? 1 : 0);
  },
};
