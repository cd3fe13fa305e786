/**
 * Piston v2's execute, as open-r1's client calls it. The first file is the program, the others lie
 * beside it. The client tries again on any status but 200.
 */
import { z } from 'zod';
import {
  isFilePath,
  type LanguageId,
  languageIds,
  languages,
  type RunResult,
} from '../../sandbox/index.ts';
import { AssayError } from '../errors.ts';
import { defineRun } from './contract.ts';

const ms = z.number().int().min(0).max(600_000).optional();
const bytes = z.number().int().min(-1).optional();

const Request = z
  .looseObject({
    language: z.string(),
    /** Any: one version of a language is installed. */
    version: z.string().default('*'),
    files: z
      .array(
        z.looseObject({
          name: z.string().refine(isFilePath).optional(),
          content: z.string(),
          encoding: z.enum(['utf8', 'base64', 'hex']).default('utf8'),
        }),
      )
      .min(1),
    stdin: z.string().default(''),
    args: z.array(z.string()).max(256).default([]),
    run_timeout: ms,
    compile_timeout: ms,
    run_cpu_time: ms,
    compile_cpu_time: ms,
    run_memory_limit: bytes,
    compile_memory_limit: bytes,
  })
  .meta({ id: 'PistonRequest' });
type Request = z.infer<typeof Request>;

const Part = z.object({
  stdout: z.string(),
  stderr: z.string(),
  output: z.string(),
  code: z.int().nullable(),
  signal: z.string().nullable(),
  message: z.string().nullable(),
  status: z.enum(['RE', 'SG', 'TO', 'OL', 'EL', 'XX']).nullable(),
  cpu_time: z.number(),
  wall_time: z.number(),
  memory: z.number(),
});

const Response = z
  .object({ language: z.string(), version: z.string(), compile: Part.optional(), run: Part })
  .meta({ id: 'PistonResponse' });

/** Its own default, milliseconds. */
const runMs = 3_000;

/** `c++17` and `cpp` are one language; open-r1's checked tasks (`cf_…`, `cms_ioi`) are not served. */
function languageOf({ language }: Request): LanguageId {
  const name = language.toLowerCase().replace(/(?<=^(?:c|c\+\+|cpp|python))\d[\d.]*$/, '');
  const found = languageIds.find((id) => languages[id].names.some((one) => one === name));
  if (found) return found;
  throw new AssayError('invalid_request', `Expected a language of /api/v2/runtimes, got ${name}`);
}

export const execute = defineRun<Request>({
  path: '/api/v2/execute',
  summary: 'Piston: run a program',
  request: Request,
  response: Response,
  toProgram(request) {
    const { files, stdin, args, run_timeout, run_memory_limit } = request;
    const [main, ...others] = files.map(({ content, encoding, name }) => ({
      name,
      text: Buffer.from(content, encoding).toString('utf8'),
    }));
    const time = run_timeout || runMs;
    return {
      language: languageOf(request),
      source: main?.text ?? '',
      stdin,
      args,
      files: Object.fromEntries(others.map(({ name, text }, i) => [name ?? `file${i + 1}`, text])),
      limits: {
        testMs: time,
        totalMs: time,
        ...(run_memory_limit !== undefined &&
          run_memory_limit > 0 && { memoryMb: Math.max(1, run_memory_limit >> 20) }),
      },
    };
  },
  fromReport(request, { results: [result] }) {
    if (!result) throw new Error('Expected one result, got none');
    const run = part(result);
    const failed = result.status === 'compile_error';
    return {
      language: languageOf(request),
      version: '0.0.0',
      ...(failed && { compile: run }),
      run,
    };
  },
});

const statuses: Readonly<Record<string, 'RE' | 'TO' | 'OL' | 'SG'>> = {
  compile_error: 'RE',
  runtime_error: 'RE',
  time_limit: 'TO',
  output_limit: 'OL',
  memory_limit: 'SG',
  process_limit: 'RE',
  file_limit: 'RE',
  disk_limit: 'RE',
};

function part({ status, stdout, stderr, exitCode, error, ms: wall, memoryMb }: RunResult) {
  const shown = stderr || (status === 'ok' ? '' : (error ?? status));
  const killed = status === 'time_limit' || status === 'memory_limit' || status === 'output_limit';
  return {
    stdout,
    stderr: shown,
    output: stdout + shown,
    code: killed ? null : status === 'ok' ? (exitCode ?? 0) : exitCode || 1,
    signal: killed ? 'SIGKILL' : null,
    message: status === 'ok' ? null : status,
    status: statuses[status] ?? null,
    cpu_time: Math.round(wall),
    wall_time: Math.round(wall),
    memory: Math.round((memoryMb ?? 0) * 2 ** 20),
  };
}
