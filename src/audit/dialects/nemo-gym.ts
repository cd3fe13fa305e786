import { type Dialect, fenced, groundTruth, reward } from './contract.ts';

const verify = (row: object, text: string) => ({
  path: '/verify',
  body: {
    ...row,
    responses_create_params: { input: 'audit' },
    response: {
      id: 'audit',
      created_at: 0,
      model: 'audit',
      object: 'response',
      output: [
        {
          id: 'audit',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text, annotations: [] }],
        },
      ],
      parallel_tool_calls: false,
      tool_choice: 'none',
      tools: [],
    },
  },
});

export const nemoGym: Dialect = {
  name: 'nemo-gym',
  summary: 'NeMo Gym: /verify of a resources server',
  program(one) {
    const unit_tests = groundTruth(one);
    if (one.language !== 'python' || unit_tests === null) return null;
    return verify({ verifier_metadata: { unit_tests } }, fenced(one));
  },
  answer: ({ response, answer }) =>
    verify({ question: 'audit', expected_answer: answer }, response),
  read: ({ reward: value, mask_sample, failure_reason, _ng_failure_class }) =>
    mask_sample || _ng_failure_class
      ? { kind: 'unscored', why: String(failure_reason ?? _ng_failure_class) }
      : reward(value),
};
