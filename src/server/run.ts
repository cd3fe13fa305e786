/** POST /v1/run: runs a program in the sandbox and says what it did, without judging it. */
import { z } from 'zod';
import { isFilePath, languageIds, runStatuses } from '../../sandbox/index.ts';
import { readBody, sendJson } from './json.ts';
import { hangUp, type Route } from './route.ts';

const whole = (most: number) => z.int().min(1).max(most).optional();

/** No way out of the working directory. */
const FilePath = z.string().max(255).refine(isFilePath, {
  message: 'Expected a relative path without . or .. parts',
});

const RunRequest = z
  .strictObject({
    language: z.enum(languageIds),
    code: z.string().max(4 << 20),
    stdin: z.string().default(''),
    /** Arguments of the program. */
    args: z
      .array(z.string().max(64 << 10))
      .max(256)
      .optional(),
    /** Texts by relative path, put into the working directory. */
    files: z.record(FilePath, z.string().max(16 << 20)).optional(),
    limits: z
      .strictObject({
        test_ms: whole(60_000),
        memory_mb: whole(4096),
        output_bytes: whole(64 << 20),
        processes: whole(256),
        disk_mb: whole(1024),
      })
      .default({}),
  })
  .meta({ id: 'RunRequest' });

const RunResponse = z
  .object({
    status: z.enum(runStatuses),
    stdout: z.string(),
    stderr: z.string(),
    exit_code: z.int().nullable(),
    error: z.string().optional(),
    isolation: z.string(),
    ms: z.number(),
    /** Most memory that one process of it held, MiB. */
    memory_mb: z.number().optional(),
  })
  .meta({ id: 'RunResponse' });

export const run: Route = {
  method: 'post',
  path: '/v1/run',
  summary: 'Run a program in the sandbox',
  request: RunRequest,
  response: RunResponse,
  queues: true,
  async handle({ scorer }, req, res) {
    const { language, code, stdin, args, files, limits } = readBody(req, RunRequest);
    const { results, isolation } = await scorer.run(
      { language, source: code },
      [{ kind: 'script', stdin, ...(args && { args }), ...(files && { files }) }],
      {
        ...(limits.test_ms && { testMs: limits.test_ms, totalMs: limits.test_ms }),
        ...(limits.memory_mb && { memoryMb: limits.memory_mb }),
        ...(limits.output_bytes && { outputBytes: limits.output_bytes }),
        ...(limits.processes && { processes: limits.processes }),
        ...(limits.disk_mb && { diskMb: limits.disk_mb }),
      },
      { signal: hangUp(res) },
    );
    const result = results[0];
    if (!result) throw new Error('Expected one result, got none');
    const { status, stdout, stderr, exitCode, error, ms, memoryMb } = result;
    const measured = { isolation, ms, memory_mb: memoryMb };
    sendJson(res, { status, stdout, stderr, exit_code: exitCode, error, ...measured });
  },
};
