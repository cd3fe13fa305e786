/** Opens the native backend for a suite, or says why the suite is skipped on this host. */
import { after } from 'node:test';
import {
  type Backend,
  type Case,
  defaultLimits,
  type Limits,
  type RunOptions,
  type RunResult,
} from '../../../sandbox/contract.ts';
import { openProcessBackend, probeProcess } from '../../../sandbox/process/index.ts';

const probe = await probeProcess();

/** The reason to skip; false where level `namespaces` holds. */
export const absent: string | false = probe.ok
  ? false
  : `SKIPPED: this host has no level namespaces: ${probe.missing.join('; ')}`;

export type Run = (
  source: string,
  cases: readonly Case[],
  own?: Partial<Limits>,
  options?: RunOptions,
) => Promise<readonly RunResult[]>;

/** Runs Python programs in one backend that is opened at first use and closed after the suite. */
export function native(concurrency = 2): Run {
  let opened: Promise<Backend> | undefined;
  after(async () => (await opened)?.[Symbol.asyncDispose]());
  return async (source, cases, own = {}, options) => {
    opened ??= openProcessBackend({ concurrency });
    const limits = { ...defaultLimits, ...own };
    return (await opened).run({ language: 'python', source }, cases, limits, options);
  };
}

export const script = (stdin = ''): Case => ({ kind: 'script', stdin });
export const call = (...args: readonly number[]): Case => ({
  kind: 'call',
  fn: 'f',
  args: JSON.stringify(['l', ...args]),
});
