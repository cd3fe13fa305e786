import { type Dialect, reward } from './contract.ts';

/** One test a submission: only cases of one stdin test can be asked. */
export const codeJudge: Dialect = {
  name: 'code-judge',
  summary: 'code-judge: /judge',
  program({ language, tests, code }) {
    const { kind, inputs, outputs } = tests as unknown as {
      kind: string;
      inputs: readonly string[];
      outputs: readonly string[];
    };
    if (kind !== 'stdin' || (language !== 'python' && language !== 'cpp')) return null;
    return {
      path: '/judge',
      body: { type: language, solution: code, input: inputs[0], expected_output: outputs[0] },
    };
  },
  read({ success, reason }) {
    const busy = reason === 'queue_timeout' || reason === 'internal_error';
    return busy ? { kind: 'unscored', why: String(reason) } : reward(success);
  },
};
