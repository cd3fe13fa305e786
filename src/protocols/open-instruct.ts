/**
 * open-instruct's code API: a program and its tests, asserts or pairs of input and output; a 1 or 0
 * a test comes back. Tests may come as JSON text; pickled ones are refused, for reading them would
 * run them.
 */
import { z } from 'zod';
import { JsonError, parseJson } from '../../verifiers/json.ts';
import { AssayError } from '../errors.ts';
import { defineProtocol, rewardOr } from './contract.ts';

const Request = z
  .looseObject({
    program: z.string(),
    tests: z.union([z.string(), z.array(z.unknown())]),
    /** Seconds one test may take. */
    max_execution_time: z.number().positive().max(60).default(1),
  })
  .meta({ id: 'OpenInstructRequest' });
type Request = z.infer<typeof Request>;

const Response = z
  .object({
    results: z.array(z.int()),
    /** Seconds, a test. */
    runtimes: z.array(z.number()),
  })
  .meta({ id: 'OpenInstructResponse' });

const Asserts = z
  .array(z.string())
  .min(1)
  .transform((asserts) => ({ kind: 'assert', asserts }));
const Pairs = z
  .array(z.looseObject({ input: z.string(), output: z.string() }))
  .min(1)
  .transform((pairs) => ({
    kind: 'stdin',
    inputs: pairs.map(({ input }) => input),
    outputs: pairs.map(({ output }) => output),
  }));

export const testProgram = protocol('/test_program', 'assert tests', Asserts);
export const testProgramStdio = protocol('/test_program_stdio', 'stdin tests', Pairs);

function protocol(path: string, kind: string, schema: z.ZodType) {
  return defineProtocol<Request>({
    path,
    summary: `open-instruct: ${kind}, a 1 or 0 a test`,
    request: Request,
    response: Response,
    toSamples(request) {
      const given = listOf(request);
      const tests = schema.safeParse(given);
      if (!tests.success) throw new AssayError('invalid_request', `Expected ${kind}, got others`);
      const ms = Math.ceil(1_000 * request.max_execution_time);
      const sample = {
        verifier: 'code',
        response: request.program,
        reference: { language: 'python', tests: tests.data },
        options: {
          extract: 'raw',
          limits: { test_ms: ms, total_ms: Math.min(3_600_000, ms * given.length + 1_000) },
        },
      };
      return { samples: [sample] };
    },
    fromVerdicts(request, { verdicts: [verdict] }) {
      if (!verdict) return { results: [], runtimes: [] };
      rewardOr(verdict, undefined);
      const judged = verdict.parts?.tests as
        | readonly { passed: boolean; ms?: number }[]
        | undefined;
      // Nothing ran: the program is empty or does not compile.
      const tests = judged ?? listOf(request).map(() => ({ passed: false, ms: 0 }));
      return {
        results: tests.map(({ passed }) => (passed ? 1 : 0)),
        runtimes: tests.map(({ ms }) => (ms ?? 0) / 1_000),
      };
    },
  });
}

function listOf({ tests }: Request): readonly unknown[] {
  if (typeof tests !== 'string') return tests;
  try {
    const read = parseJson(tests);
    if (Array.isArray(read)) return read;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  throw new AssayError('invalid_request', 'Expected tests as a list or its JSON text, got another');
}
