/** A verifier table for tests of the engine: what each verifier does is said by the response. */
import { isMainThread, threadId } from 'node:worker_threads';
import { z } from 'zod';
import { SandboxError } from '../../sandbox/contract.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { createBudget } from '../../verifiers/budget.ts';
import type { Judgement, Refusal, Task, Verifier } from '../../verifiers/contract.ts';

export const table = import.meta.url;

const Reference = z.object({ answer: z.string() });
const Options = z.object({ mode: z.enum(['plain', 'shout']).default('plain') });
type FakeTask = Task<{ answer: string }, z.infer<typeof Options>>;

/** How often the program verifier has judged. It runs on the main thread. */
export const judged = { count: 0 };

function compare({ response, reference, options }: FakeTask): Judgement {
  const right = response === reference.answer;
  return {
    status: 'scored',
    reward: right ? 1 : 0,
    cause: right ? 'equal' : 'wrong_answer',
    extracted: response,
    parts: { mode: options.mode, thread: isMainThread ? 0 : threadId },
  };
}

const pure: Verifier<{ answer: string }, z.infer<typeof Options>> = {
  kind: 'pure',
  id: 'math',
  summary: 'compares text',
  reference: Reference,
  options: Options,
  score(task) {
    const verdict = compare(task);
    switch (task.response) {
      case 'loop':
        for (;;);
      case 'block':
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        return verdict;
      case 'exit':
        return process.exit(3);
      case 'hoard': {
        const kept: string[][] = [];
        for (;;) kept.push(new Array(1 << 16).fill('x').map((x, i) => x + i));
      }
      case 'throw':
        throw new TypeError('secret text of the response');
      case 'steps':
        createBudget(10).spend(11);
        return verdict;
      case 'nan':
        return { ...verdict, reward: Number.NaN };
      case 'two':
        return { ...verdict, reward: 2 };
      case 'function':
        return { ...verdict, parts: { call: () => 1 } };
      case 'long':
        return { ...verdict, extracted: 'x'.repeat(100_000), parts: { y: 'y'.repeat(100_000) } };
      default:
        return verdict;
    }
  },
};

const programs: Verifier<{ answer: string }, z.infer<typeof Options>> = {
  kind: 'sandbox',
  id: 'code',
  summary: 'runs nothing',
  reference: Reference,
  options: Options,
  async score(task, { signal }): Promise<Judgement | Refusal> {
    judged.count++;
    switch (task.response) {
      case 'deaf':
        return new Promise(() => {});
      case 'wait':
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new SandboxError('aborted', 'aborted')));
        });
      case 'throw':
        throw new TypeError('secret text of the response');
      case 'language':
        throw new SandboxError('language_unavailable', 'Expected python, got cobol');
      default:
        await new Promise((resolve) => setTimeout(resolve, task.response === 'slow' ? 50 : 5));
        return { ...compare(task), isolation: 'fake' };
    }
  },
};

export const verifiers = { math: pure, code: programs };

export async function openFakeSandbox(): Promise<Sandbox> {
  return {
    languages: { python: 'isolate', javascript: 'isolate', typescript: 'isolate' },
    check: async () => {},
    /** Prints the program. */
    run: async ({ source: stdout }) => ({
      isolation: 'fake',
      results: [{ status: 'ok', stdout, stderr: '', exitCode: 0, ms: 0 }],
    }),
    async [Symbol.asyncDispose]() {},
  };
}

export const fakes = { table, openSandbox: openFakeSandbox, threads: 2, wallMs: 400 } as const;

export function sample(response: string, more: object = {}): Record<string, unknown> {
  return { verifier: 'math', response, reference: { answer: '42' }, ...more };
}
