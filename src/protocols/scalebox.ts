/**
 * ScaleBox: a completion against a problem's tests, `/common_evaluate` (a list of tests) and
 * `/common_evaluate_batch` (lists of inputs and outputs). Its client comes back on 504, as verl's does.
 */
import { z } from 'zod';
import { JsonError, parseJson } from '../../verifiers/json.ts';
import { AssayError } from '../errors.ts';
import { defineProtocol } from './contract.ts';
import { EvalRequest, EvalResult, languageOf, toEvalResult, toEvalSample } from './eval-result.ts';

const Request = EvalRequest.meta({ id: 'ScaleBoxRequest' });

const Kind = z.enum(['stdin_stdout', 'function_call', 'assert']).nullish();
const Case = z.looseObject({
  type: Kind,
  fn_name: z.string().nullish(),
  input: z.unknown(),
  output: z.unknown(),
});
const Stdio = z.looseObject({
  input: z.looseObject({ stdin: z.string() }),
  output: z.looseObject({ stdout: z.string() }),
});
const Listed = z.union([
  z.looseObject({ test_cases: z.array(Case).min(1) }),
  z.looseObject({ test: z.array(Stdio).min(1) }),
]);

const Batch = z.looseObject({
  test_cases: z.looseObject({
    type: Kind,
    fn_name: z.string().nullish(),
    /** Inputs are texts of JSON values, one a line, and outputs JSON. */
    json_input: z.boolean().nullish(),
    input: z.array(z.unknown()).optional(),
    output: z.array(z.unknown()).optional(),
  }),
});

interface Tests {
  readonly kind: 'stdin' | 'function' | 'assert';
  readonly [field: string]: unknown;
}

/** The tests in the code verifier's form, and what its answer says of each. */
interface Read {
  readonly tests: Tests;
  readonly infos: readonly unknown[];
}

function listed(provided: unknown): Read {
  const read = readAs(Listed, provided);
  if ('test' in read && Array.isArray(read.test)) {
    const cases = read.test as readonly z.infer<typeof Stdio>[];
    return pairs(
      undefined,
      cases.map(({ input }) => input.stdin),
      cases.map(({ output }) => output.stdout),
      cases,
    );
  }
  const cases = read.test_cases as readonly z.infer<typeof Case>[];
  const [first] = cases;
  const named = first?.type === 'stdin_stdout' ? undefined : (first?.fn_name ?? undefined);
  return pairs(
    named,
    cases.map(({ input }) => input),
    cases.map(({ output }) => output),
    cases,
  );
}

function batched(provided: unknown): Read {
  const { test_cases: given } = readAs(Batch, provided);
  const { type, fn_name, json_input, input = [], output = [] } = given;
  if (type === 'assert') return asserted(given);
  const named = type === 'stdin_stdout' ? undefined : (fn_name ?? undefined);
  const outputs = named && json_input ? output.map(readJson) : output;
  const infos = input.map((one, i) => ({ input: one, output: output[i] }));
  return pairs(named, input, outputs, infos);
}

/** @param name of the function, where tests call one. */
function pairs(
  name: string | undefined,
  inputs: readonly unknown[],
  outputs: readonly unknown[],
  infos: readonly unknown[],
): Read {
  if (name === undefined) return { tests: { kind: 'stdin', inputs, outputs }, infos };
  const wrapped = outputs.every((one) => Array.isArray(one) && one.length === 1);
  return { tests: { kind: 'function', fn_name: name, inputs, outputs, wrapped }, infos };
}

function asserted(given: Readonly<Record<string, unknown>>): Read {
  const { asserts, tests, test, test_code, entry_point, setup } = given;
  const code = test_code ?? tests ?? test;
  const body = Array.isArray(asserts) ? { asserts } : { test_code: code };
  return {
    tests: {
      kind: 'assert',
      ...body,
      ...(typeof entry_point === 'string' && { entry_point }),
      ...(typeof setup === 'string' && { setup }),
    },
    infos: Array.isArray(asserts) ? asserts : [code],
  };
}

/** JSON where it is, else the value itself. */
function readJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value, { nonFinite: true });
  } catch (error) {
    if (error instanceof JsonError) return value;
    throw error;
  }
}

function readAs<T>(schema: z.ZodType<T>, provided: unknown): T {
  const read = schema.safeParse(provided);
  if (read.success) return read.data;
  throw new AssayError('invalid_request', 'Expected tests in config.provided_data, got others');
}

const evaluate = (path: string, summary: string, read: (provided: unknown) => Read) =>
  defineProtocol<EvalRequest>({
    path,
    summary,
    request: Request,
    response: EvalResult,
    busyStatus: 504,
    toSamples(request) {
      const { tests } = read(request.config.provided_data);
      const language = languageOf(request.config);
      return { samples: [toEvalSample(request, { language, tests })] };
    },
    fromVerdicts: (request, { verdicts: [verdict] }) =>
      toEvalResult(request, verdict, read(request.config.provided_data).infos),
  });

export const commonEvaluate = evaluate(
  '/common_evaluate',
  'ScaleBox: a completion against a list of tests',
  listed,
);
export const commonEvaluateBatch = evaluate(
  '/common_evaluate_batch',
  'ScaleBox: a completion against lists of inputs and outputs',
  batched,
);
