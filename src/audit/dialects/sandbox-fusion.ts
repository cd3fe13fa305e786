import { type Dialect, reward } from './contract.ts';

/**
 * It runs a program and does not judge: the comparison is verl's, exact but for line ends at the
 * end. A case of one stdin test can be asked.
 */
export const sandboxFusion: Dialect = {
  name: 'sandbox-fusion',
  summary: "SandboxFusion: /run_code, compared as verl's client does",
  program({ language, tests, code }, { testS }) {
    const [stdin] = (tests.inputs ?? []) as readonly string[];
    if (tests.kind !== 'stdin') return null;
    return {
      path: '/run_code',
      body: {
        compile_timeout: testS,
        run_timeout: testS,
        code,
        stdin,
        memory_limit_MB: 1_024,
        language: language === 'javascript' ? 'nodejs' : language,
        files: {},
        fetch_files: [],
      },
    };
  },
  read({ status, run_result: run }, one) {
    if (status === 'SandboxError') return { kind: 'unscored', why: 'SandboxError' };
    if (status !== 'Success') return reward(0);
    const [expected] = ('tests' in one ? one.tests.outputs : []) as readonly string[];
    const trim = (text: unknown) => String(text).replace(/\n+$/, '');
    return reward(trim(run?.stdout) === trim(expected));
  },
};
