/**
 * SandboxFusion's `/submit`: a completion against a problem that comes with the request
 * (`config.provided_data`): `CommonOJDataset` (stdin tests) or `AutoEvalDataset` (a test program).
 * This service holds none of its data sets, so a data set's name alone is refused.
 */
import { z } from 'zod';
import { AssayError } from '../errors.ts';
import { defineAnswer, defineProtocol } from './contract.ts';
import { EvalRequest, EvalResult, languageOf, toEvalResult, toEvalSample } from './eval-result.ts';

const Stdio = z.looseObject({
  input: z.looseObject({ stdin: z.string().default('') }),
  output: z.looseObject({ stdout: z.string().default('') }),
});
const OjRow = z.looseObject({ test: jsonOr(z.array(Stdio).min(1)) });
const AutoRow = z.looseObject({
  labels: jsonOr(z.looseObject({ programming_language: z.string().optional() })).optional(),
  test: jsonOr(
    z.looseObject({
      code: z.string().min(1),
      asset: z.record(z.string(), z.string().nullable()).nullish(),
    }),
  ),
});

/** Columns of a table may hold their objects as JSON text. */
function jsonOr<T extends z.ZodType>(schema: T) {
  return z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'Expected JSON' });
      return z.NEVER;
    }
  }, schema);
}

const insert = '#<INSERT>';

interface Problem {
  readonly language: string;
  readonly tests: object;
  readonly files?: Readonly<Record<string, string>>;
  /** Stands before the program. */
  readonly lead?: string;
  readonly infos: readonly unknown[];
}

function problemOf({ dataset, id, config }: Submission): Problem {
  const { dataset_type: type } = config;
  if (type === 'CommonOJDataset') {
    const { test } = rowOf(OjRow, config.provided_data, id);
    return {
      language: languageOf(config),
      tests: {
        kind: 'stdin',
        inputs: test.map(({ input }) => input.stdin),
        outputs: test.map(({ output }) => output.stdout),
      },
      infos: test,
    };
  }
  if (type === 'AutoEvalDataset') {
    const { labels, test } = rowOf(AutoRow, config.provided_data, id);
    const language = languageOf({ language: config.language ?? labels?.programming_language });
    return { language, ...autoTests(test.code), files: filesOf(test.asset), infos: [null] };
  }
  throw new AssayError(
    'invalid_request',
    `Expected dataset_type CommonOJDataset or AutoEvalDataset with provided_data, got ${type ?? `the data set ${dataset}`}`,
  );
}

/** Contents come in base64. */
function filesOf(asset: Readonly<Record<string, string | null>> | null | undefined) {
  const named = Object.entries(asset ?? {});
  return Object.fromEntries(
    named.map(([path, content]) => [path, Buffer.from(content ?? '', 'base64').toString('utf8')]),
  );
}

/** What stands before the program's place is there for the tests too. */
function autoTests(code: string): Pick<Problem, 'tests' | 'lead'> {
  const [before, ...after] = code.split(insert);
  const tests = { kind: 'assert', framework: 'program' };
  if (after.length === 0) return { tests: { ...tests, test_code: code } };
  const lead = before ?? '';
  return { tests: { ...tests, setup: lead, test_code: after.join('') }, lead };
}

/** One row, or the row of that id among several. */
function rowOf<T>(schema: z.ZodType<T>, provided: unknown, id: unknown): T {
  const rows = Array.isArray(provided) ? provided : [provided];
  const row = rows.length === 1 ? rows[0] : rows.find((one) => one?.id === id);
  const read = schema.safeParse(row);
  if (read.success) return read.data;
  throw new AssayError('invalid_request', `Expected row ${String(id)} in provided_data, got none`);
}

const Submission = EvalRequest.extend({ dataset: z.string() }).meta({
  id: 'SandboxFusionSubmission',
});
type Submission = z.infer<typeof Submission>;

export const submit = defineProtocol<Submission>({
  path: '/submit',
  summary: 'SandboxFusion: a completion against a problem that comes with it',
  request: Submission,
  response: EvalResult,
  busyStatus: 504,
  toSamples(request) {
    const { language, tests, files, lead } = problemOf(request);
    const reference = { language, tests, ...(files && { files }) };
    return { samples: [toEvalSample(request, reference, lead)] };
  },
  fromVerdicts(request, { verdicts: [verdict] }) {
    const { language, infos } = problemOf(request);
    const config = { ...request.config, language };
    return toEvalResult({ ...request, config }, verdict, infos);
  },
});

const PromptsRequest = z
  .looseObject({
    dataset: z.string(),
    offset: z.int().min(0).default(0),
    limit: z.int().min(0).default(1_000_000),
    id: z.union([z.string(), z.int()]).optional(),
    config: z
      .looseObject({
        provided_data: z
          .array(z.looseObject({ id: z.union([z.string(), z.int()]), content: z.string() }))
          .optional(),
      })
      .default({}),
  })
  .meta({ id: 'SandboxFusionPromptsRequest' });
type PromptsRequest = z.infer<typeof PromptsRequest>;

const Prompt = z.object({
  id: z.union([z.string(), z.int()]),
  prompt: z.string(),
  labels: z.unknown(),
});

function promptsOf({ dataset, config, offset, limit }: PromptsRequest): z.infer<typeof Prompt>[] {
  const { provided_data: rows } = config;
  if (!rows) {
    const message = `Expected provided_data, got the data set ${dataset}`;
    throw new AssayError('invalid_request', message);
  }
  return rows
    .slice(offset, offset + limit)
    .map(({ id, content, labels }) => ({ id, prompt: content, labels: labels ?? {} }));
}

const prompts = <T>(
  path: string,
  summary: string,
  response: z.ZodType<T>,
  answer: (request: PromptsRequest) => T,
) => defineAnswer<PromptsRequest>({ path, summary, request: PromptsRequest, response, answer });

export const getPrompts = prompts(
  '/get_prompts',
  'SandboxFusion: the prompts of rows that come with the request',
  z.array(Prompt).meta({ id: 'SandboxFusionPrompts' }),
  promptsOf,
);

export const getPromptById = prompts(
  '/get_prompt_by_id',
  'SandboxFusion: one of them',
  Prompt.meta({ id: 'SandboxFusionPrompt' }),
  (request) => {
    const all = promptsOf({ ...request, offset: 0, limit: 1_000_000 });
    const found = all.find(({ id }) => id === request.id);
    if (found) return found;
    throw new AssayError('invalid_request', `Expected a row ${request.id}, got none`);
  },
);

export const listIds = prompts(
  '/list_ids',
  'SandboxFusion: their ids',
  z.array(z.union([z.string(), z.int()])).meta({ id: 'SandboxFusionIds' }),
  (request) => promptsOf(request).map(({ id }) => id),
);
