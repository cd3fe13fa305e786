/**
 * SandboxFusion's `/run_code`, as verl's client calls it: one program and one input a request. The
 * client tries again on 504 alone; any other failure is a failed test to it, so a busy service
 * answers 504, and faults of ours never look like the program's.
 */
import { z } from 'zod';
import { isFilePath, type LanguageId, languages, type RunResult } from '../../sandbox/index.ts';
import { defineRun } from './contract.ts';

/** Its names for languages that we have under another. */
const named: Readonly<Record<string, LanguageId>> = {
  nodejs: 'javascript',
  go: 'go',
  python_gpu: 'python',
};
const known = [...new Set([...Object.keys(languages), ...Object.keys(named)])] as [
  string,
  ...string[],
];

const maxSeconds = 600;
const Request = z
  .looseObject({
    code: z.string().max(4 << 20),
    language: z.enum(known),
    compile_timeout: z.number().positive().max(maxSeconds).default(10),
    run_timeout: z.number().positive().max(maxSeconds).default(10),
    memory_limit_MB: z.int().max(65_536).default(-1),
    stdin: z.string().nullish(),
    /** Contents in base64, by relative path. */
    files: z.record(z.string().refine(isFilePath), z.string().nullable()).default({}),
    fetch_files: z.array(z.string()).default([]),
  })
  .meta({ id: 'SandboxFusionRunRequest' });

const Part = z.object({
  status: z.enum(['Finished', 'Error', 'TimeLimitExceeded']),
  execution_time: z.number().nullable(),
  return_code: z.int().nullable(),
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
});

export const Ran = z
  .object({
    status: z.enum(['Success', 'Failed', 'SandboxError']),
    message: z.string(),
    compile_result: Part.nullable(),
    run_result: Part.nullable(),
    executor_pod_name: z.string().nullable(),
    files: z.record(z.string(), z.string()),
  })
  .meta({ id: 'SandboxFusionRunResponse' });
export type Ran = z.infer<typeof Ran>;

export const runCode = defineRun<z.infer<typeof Request>>({
  path: '/run_code',
  summary: 'SandboxFusion: run a program (verl: reward.sandbox_fusion.url)',
  request: Request,
  response: Ran,
  busyStatus: 504,
  toProgram({ code, language, run_timeout, memory_limit_MB, stdin, files }) {
    const ms = Math.ceil(1_000 * run_timeout);
    return {
      language: named[language] ?? (language as LanguageId),
      source: code,
      stdin: stdin ?? '',
      files: Object.fromEntries(
        Object.entries(files)
          .filter((entry): entry is [string, string] => entry[1] !== null)
          .map(([path, content]) => [path, Buffer.from(content, 'base64').toString('utf8')]),
      ),
      limits: {
        testMs: ms,
        totalMs: ms,
        ...(memory_limit_MB > 0 && { memoryMb: memory_limit_MB }),
      },
    };
  },
  fromReport(_, { results: [result] }) {
    if (!result) throw new Error('Expected one result, got none');
    return ranOf(result);
  },
});

/** A result as its runs are told. */
export function ranOf(result: RunResult): Ran {
  const answer = { message: '', executor_pod_name: null, files: {} };
  if (result.status === 'compile_error') {
    return { ...answer, status: 'Failed', compile_result: compiled(result), run_result: null };
  }
  const run = ran(result);
  const status = run.status === 'Finished' && run.return_code === 0 ? 'Success' : 'Failed';
  return { ...answer, status, compile_result: null, run_result: run };
}

const seconds = (ms: number) => ms / 1_000;

const compiled = ({ stdout, stderr, error, ms }: RunResult): z.infer<typeof Part> => ({
  status: 'Finished',
  execution_time: seconds(ms),
  return_code: 1,
  stdout,
  stderr: stderr || (error ?? ''),
});

/** Limits other than time end a program as a kill does: a negative code. */
function ran({ status, stdout, stderr, exitCode, error, ms }: RunResult): z.infer<typeof Part> {
  const timedOut = status === 'time_limit';
  const failed = status !== 'ok' && !timedOut;
  const code = exitCode === null || (failed && exitCode === 0) ? (failed ? -9 : 0) : exitCode;
  return {
    status: timedOut ? 'TimeLimitExceeded' : 'Finished',
    execution_time: seconds(ms),
    return_code: timedOut ? null : code,
    stdout,
    stderr: stderr || (failed ? (error ?? status) : ''),
  };
}
