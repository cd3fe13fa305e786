/** A job given to a worker's handler in this very process. */
import assert from 'node:assert/strict';
import {
  type Case,
  defaultLimits,
  type LanguageId,
  type Limits,
  type RunResult,
} from '../../sandbox/contract.ts';
import type { JobHandler } from '../../sandbox/worker/child.ts';

const limits: Limits = { ...defaultLimits, testMs: 20_000, totalMs: 60_000 };

export interface Serving {
  readonly own?: Partial<Limits>;
  readonly files?: Readonly<Record<string, string>>;
  readonly cautious?: true;
}

/** Results in the order of the cases; none begins before those ahead of it have theirs. */
export async function serve(
  handler: JobHandler,
  language: LanguageId,
  source: string,
  cases: readonly Case[],
  { own, files, cautious }: Serving = {},
): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  const program = { language, source, ...(files && { files }) };
  const job = { program, cases, limits: { ...limits, ...own }, ...(cautious && { cautious }) };
  await handler.run(job, {
    start(index) {
      assert.equal(index, results.length, 'what begins is the next case');
    },
    result(index, result) {
      assert.equal(index, results.length, 'results come in order');
      results.push(result);
    },
  });
  await handler.idle?.();
  assert.equal(results.length, cases.length);
  return results;
}

export const statuses = (results: readonly RunResult[]) => results.map(({ status }) => status);
/** How scripts ended: output, exit code, status. */
export const endings = (results: readonly RunResult[]) =>
  results.map(({ stdout, exitCode, status }) => [stdout, exitCode, status]);

export const script = (stdin = ''): Case => ({ kind: 'script', stdin });
export const call = (args = '["l",20]', fn = 'f'): Case => ({ kind: 'call', fn, args });
export const evaluated = (expression: string, setup?: string): Case => ({
  ...{ kind: 'eval', expression },
  ...(setup !== undefined && { setup }),
});
export const check = (code: string, names?: readonly string[]): Case => ({
  ...{ kind: 'check', code },
  ...(names && { names }),
});
