/**
 * SandboxFusion's EvalResult, which its `/submit` and ScaleBox's `/common_evaluate` answer with: a
 * program and, a test, whether it passed and how it ran. And the config that both are asked with.
 */
import { z } from 'zod';
import { type RunStatus, runStatuses } from '../../sandbox/contract.ts';
import { namesOf } from '../../verifiers/code/reference.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { lastFence } from '../../verifiers/extract/fence.ts';
import { stripThinking } from '../../verifiers/extract/think.ts';
import { AssayError } from '../errors.ts';
import { rewardOr } from './contract.ts';
import { Ran, ranOf } from './sandbox-fusion.ts';

const maxSeconds = 600;
const Seconds = z.number().positive().max(maxSeconds);

export const EvalConfig = z.looseObject({
  language: z.string().nullish(),
  dataset_type: z.string().nullish(),
  compile_timeout: Seconds.nullish(),
  run_timeout: Seconds.nullish(),
  /** KiB. */
  mem_limit: z.int().positive().nullish(),
  provided_data: z.unknown().optional(),
  extra: z
    .looseObject({
      run_all_cases: z.boolean().nullish(),
      /** Seconds, all tests together. */
      total_timeout: z.number().positive().max(3_600).nullish(),
      special_judge_program: z.string().nullish(),
      special_judge_language: z.string().nullish(),
    })
    .nullish(),
});
export type EvalConfig = z.infer<typeof EvalConfig>;

const Id = z.union([z.string(), z.int()]).nullish();
export const EvalRequest = z.looseObject({
  id: Id,
  completion: z.string(),
  config: EvalConfig.default({}),
});
export type EvalRequest = z.infer<typeof EvalRequest>;

export const EvalResult = z
  .object({
    id: Id,
    accepted: z.boolean(),
    extracted_code: z.string(),
    full_code: z.string().nullable(),
    test_code: z.string().nullable(),
    tests: z.array(
      z.object({ passed: z.boolean(), exec_info: Ran, test_info: z.unknown().nullable() }),
    ),
    extracted_type: z.enum(['fenced', 'heuristic', 'empty']),
    extra: z.unknown().nullable(),
  })
  .meta({ id: 'SandboxFusionEvalResult' });

/** JavaScript has another name there. */
export function languageOf({ language }: EvalConfig): string {
  if (language) return language === 'nodejs' || language === 'js' ? 'javascript' : language;
  throw new AssayError('invalid_request', 'Expected config.language, got none');
}

/** The last fenced block; a completion without one is all program. */
export function programOf({ completion }: EvalRequest, language: string) {
  const text = stripThinking(completion);
  const fenced = lastFence(text, namesOf(language));
  const code = fenced ?? text;
  const type = code.trim() === '' ? 'empty' : fenced === null ? 'heuristic' : 'fenced';
  return { code, type } as const;
}

/**
 * The Sample of a completion; the reference is in the code verifier's own form.
 * @param lead of the problem, before the program
 */
export function toEvalSample(
  request: EvalRequest,
  reference: { readonly language: string; readonly tests: object; readonly files?: object },
  lead = '',
): unknown {
  const { language } = reference;
  const { run_timeout, mem_limit, extra } = request.config;
  const checker = extra?.special_judge_program;
  return {
    verifier: 'code',
    response: lead + programOf(request, language).code,
    reference: {
      ...reference,
      ...(checker && {
        checker: {
          kind: 'scalebox',
          language: extra.special_judge_language ?? 'python',
          source: checker,
        },
      }),
    },
    options: {
      extract: 'raw',
      echo: true,
      comparator: { kind: 'float', rel: 1e-5, abs: 0, case: 'ignore' },
      ...(extra?.run_all_cases !== true && { stop: 'first_failure' }),
      limits: {
        test_ms: Math.ceil(1_000 * (run_timeout ?? 10)),
        total_ms: Math.ceil(1_000 * (extra?.total_timeout ?? 300)),
        ...(mem_limit && { memory_mb: Math.max(1, Math.round(mem_limit / 1_024)) }),
      },
    },
  };
}

const isRunStatus = (cause: string): cause is RunStatus =>
  (runStatuses as readonly string[]).includes(cause);

interface Test {
  readonly passed: boolean;
  readonly cause: string;
  readonly ms: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/**
 * @param infos what the request says of each test; outputs are the caller's own, so they may go back.
 * @throws AssayError where nothing can be said of the program: it is not the program that failed.
 */
export function toEvalResult(
  request: EvalRequest,
  verdict: Verdict | undefined,
  infos: readonly unknown[],
): z.infer<typeof EvalResult> {
  if (!verdict) throw new AssayError('internal', 'Expected a verdict, got none');
  rewardOr(verdict, undefined);
  const { code, type } = programOf(request, languageOf(request.config));
  const judged = verdict.parts?.tests as readonly Test[] | undefined;
  // Nothing ran: there is no program.
  const tests = judged ?? infos.map(() => ({ passed: false, cause: verdict.cause, ms: 0 }));
  return {
    id: request.id ?? null,
    accepted: verdict.correct === true,
    extracted_code: code,
    full_code: null,
    test_code: null,
    tests: tests.map((test: Test, i) => ({
      passed: test.passed,
      exec_info: ranOf({
        status: isRunStatus(test.cause) ? test.cause : 'ok',
        stdout: test.stdout ?? '',
        stderr: test.stderr ?? '',
        exitCode: null,
        ms: test.ms,
      }),
      test_info: infos[i] ?? null,
    })),
    extracted_type: type,
    extra: null,
  };
}
