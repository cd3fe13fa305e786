/** POST /v1/run: runs a program in the sandbox and says what it did, without judging it. */
import { z } from 'zod';
import { readBody, sendJson } from './json.ts';
import { hangUp, type Route } from './route.ts';

const whole = (most: number) => z.int().min(1).max(most).optional();

const RunRequest = z
  .strictObject({
    language: z.enum(['python', 'javascript', 'typescript']),
    code: z.string().max(4 << 20),
    stdin: z.string().default(''),
    limits: z
      .strictObject({
        test_ms: whole(60_000),
        memory_mb: whole(4096),
        output_bytes: whole(64 << 20),
        processes: whole(256),
      })
      .default({}),
  })
  .meta({ id: 'RunRequest' });

const RunResponse = z
  .object({
    status: z.enum([
      'ok',
      'compile_error',
      'runtime_error',
      'time_limit',
      'memory_limit',
      'output_limit',
      'process_limit',
    ]),
    stdout: z.string(),
    stderr: z.string(),
    exit_code: z.int().nullable(),
    error: z.string().optional(),
    isolation: z.string(),
    ms: z.number(),
  })
  .meta({ id: 'RunResponse' });

export const run: Route = {
  method: 'post',
  path: '/v1/run',
  summary: 'Run a program in the sandbox',
  request: RunRequest,
  response: RunResponse,
  async handle({ scorer }, req, res) {
    const { language, code, stdin, limits } = readBody(req, RunRequest);
    const { results, isolation } = await scorer.run(
      { language, source: code },
      [{ kind: 'script', stdin }],
      {
        ...(limits.test_ms && { testMs: limits.test_ms, totalMs: limits.test_ms }),
        ...(limits.memory_mb && { memoryMb: limits.memory_mb }),
        ...(limits.output_bytes && { outputBytes: limits.output_bytes }),
        ...(limits.processes && { processes: limits.processes }),
      },
      { signal: hangUp(res) },
    );
    const result = results[0];
    if (!result) throw new Error('Expected one result, got none');
    const { status, stdout, stderr, exitCode, error, ms } = result;
    sendJson(res, { status, stdout, stderr, exit_code: exitCode, error, isolation, ms });
  },
};
