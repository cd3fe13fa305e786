import { type Dialect, reward } from './contract.ts';

export const assay: Dialect = {
  name: 'assay',
  summary: 'Assay: /v1/score',
  program: ({ language, tests, code }, { testS }) => ({
    path: '/v1/score',
    body: {
      verifier: 'code',
      response: code,
      reference: { language, tests },
      options: {
        extract: 'raw',
        reward: 'all',
        limits: { test_ms: testS * 1_000, total_ms: 4_000 * testS },
      },
    },
  }),
  answer: ({ response, answer }) => ({
    path: '/v1/score',
    body: { verifier: 'math', response, reference: { answer } },
  }),
  read: ({ status, reward: value, cause }) =>
    status === 'scored' ? reward(value) : { kind: 'unscored', why: String(cause) },
};
