import { type Dialect, fenced, reward } from './contract.ts';

export const scalebox: Dialect = {
  name: 'scalebox',
  summary: 'ScaleBox: /common_evaluate_batch',
  program(one, { testS }) {
    const { language, tests } = one;
    const { kind, inputs, outputs, fn_name } = tests;
    if (kind === 'assert') return null;
    const named = kind === 'function';
    return {
      path: '/common_evaluate_batch',
      body: {
        completion: fenced(one),
        config: {
          language: language === 'javascript' ? 'nodejs' : language,
          compile_timeout: 10,
          run_timeout: testS,
          provided_data: {
            test_cases: {
              type: named ? 'function_call' : 'stdin_stdout',
              fn_name: named ? fn_name : null,
              input: inputs,
              output: named ? (outputs as readonly unknown[]).map((value) => [value]) : outputs,
            },
          },
          extra: { run_all_cases: true, total_timeout: 4 * testS },
        },
      },
    };
  },
  read: ({ accepted }) => reward(accepted),
};
