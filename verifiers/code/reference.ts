/**
 * What a program is judged against: a language and tests in one of three layouts. A JSON string
 * `{"inputs", "outputs", "fn_name"?}`, the ground truth of verl and PRIME, is accepted for the
 * tests or for the whole reference; it is read without loss, and its language is Python.
 */
import { z } from 'zod';
import { isFilePath, type LanguageId, languageIds, languages } from '../../sandbox/index.ts';
import { JsonError, parseJson } from '../json.ts';
import { readLayout } from './layouts/index.ts';

const maxTests = 10_000;

/** Names people use for a language, by the sandbox's name; also the tags of code fences. */
export function namesOf(language: string): readonly string[] {
  return Object.hasOwn(languages, language) ? languages[language as LanguageId].names : [language];
}

const Language = z.string().transform((name) => {
  const lower = name.toLowerCase();
  return languageIds.find((id) => namesOf(id).includes(lower)) ?? lower;
});

/** An output may be given as its lines. */
const Output = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))]);

/** Kept as the very array that was parsed, which remembers what was written as a float. */
const ArgumentList = z.custom<readonly unknown[]>((value) => Array.isArray(value), {
  message: 'Expected an array of arguments',
});

const StdinTests = z.object({
  kind: z.literal('stdin'),
  inputs: z.array(Output).min(1).max(maxTests),
  outputs: z.array(Output),
});

const FunctionTests = z.object({
  kind: z.literal('function'),
  fn_name: z.string().min(1),
  /** One argument list a test, or its JSON values a line each (LiveCodeBench). */
  inputs: z
    .array(z.union([z.string(), ArgumentList]))
    .min(1)
    .max(maxTests),
  outputs: z.array(z.unknown()),
  /**
   * Each output may be a list around the result, as PRIME writes them: then both readings are right.
   * Only of tests that came as text, and only where every output is a list of one.
   */
  wrapped: z.boolean().optional(),
});

const AssertTests = z
  .object({
    kind: z.literal('assert'),
    entry_point: z.string().optional(),
    /** Each is one test. */
    asserts: z.array(z.string()).min(1).max(maxTests).optional(),
    setup: z.string().default(''),
    candidate_alias: z.string().default('candidate'),
    /** One text with all tests in it. */
    test_code: z.string().min(1).optional(),
    framework: z.string().optional(),
    n: z.number().int().min(1).max(maxTests).optional(),
  })
  .refine((tests) => (tests.asserts === undefined) !== (tests.test_code === undefined), {
    message: 'Expected either asserts or test_code',
  });

const Source = z.object({ language: Language, source: z.string().min(1) });

/** The program and the interactor talk to each other; the interactor decides. */
const InteractiveTests = z.object({
  kind: z.literal('interactive'),
  interactor: Source,
  /** What only the interactor gets, as its file `input.txt`. */
  inputs: z.array(Output).min(1).max(maxTests),
  /** Its file `answer.txt`. */
  outputs: z.array(Output).optional(),
});

const Tests = z
  .discriminatedUnion('kind', [StdinTests, FunctionTests, AssertTests, InteractiveTests])
  .superRefine((tests, context) => {
    if (tests.kind === 'assert' || tests.outputs === undefined) return;
    if (tests.inputs.length === tests.outputs.length) return;
    const message = `Expected as many outputs as inputs (${tests.inputs.length}), got ${tests.outputs.length}`;
    context.addIssue({ code: 'custom', path: ['outputs'], message });
  });
export type Tests = z.infer<typeof Tests>;
export type Of<K extends Tests['kind']> = Extract<Tests, { kind: K }>;

/** A special judge: decides instead of a comparator whether an output answers an input. */
const Checker = Source.extend({
  /**
   * `testlib`: arguments input, output and answer file; the exit code decides. `program`: the same,
   * or its first word decides. `function`: Python, `check(input, output, answer)`. `scalebox`: that
   * service's file names.
   */
  kind: z.enum(['testlib', 'program', 'function', 'scalebox']).default('testlib'),
});
export type Checker = z.infer<typeof Checker>;

const Files = z.record(z.string().refine(isFilePath, 'Expected a relative path'), z.string());

/** Tests without `kind` are recognised by their fields. */
function recognise(tests: unknown): unknown {
  if (!isRecord(tests) || tests.kind !== undefined) return tests;
  if (tests.asserts !== undefined || tests.test_code !== undefined) {
    return { ...tests, kind: 'assert' };
  }
  const named = tests.fn_name !== undefined && tests.fn_name !== null && tests.fn_name !== '';
  return { ...tests, kind: named ? 'function' : 'stdin' };
}

/** Reads the string forms and fills in the kind and, for strings, the language. */
function readForms(given: unknown, context: z.RefinementCtx): unknown {
  try {
    const isText =
      typeof given === 'string' || (isRecord(given) && typeof given.tests === 'string');
    const read = typeof given === 'string' ? readText(given) : given;
    const reference =
      typeof given === 'string' && isRecord(read) && read.tests === undefined
        ? { tests: read, language: 'python' }
        : read;
    if (!isRecord(reference)) return reference;
    const row = readLayout(reference);
    const fromText = typeof row.tests === 'string';
    return {
      ...(fromText && { language: 'python' }),
      ...row,
      tests: wrapping(recognise(fromText ? readText(row.tests as string) : row.tests), isText),
    };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    context.addIssue({ code: 'custom', message: `Expected tests as JSON text: ${error.message}` });
    return z.NEVER;
  }
}

function wrapping(tests: unknown, isText: boolean): unknown {
  if (!isText || !isRecord(tests) || tests.kind !== 'function') return tests;
  const { outputs } = tests;
  const lists =
    Array.isArray(outputs) && outputs.every((one) => Array.isArray(one) && one.length === 1);
  return lists ? { ...tests, wrapped: true } : tests;
}

function readText(text: string): unknown {
  return parseJson(text, { nonFinite: true });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const CodeReference = z
  .unknown()
  .transform(readForms)
  .pipe(
    z
      .object({
        language: Language,
        tests: Tests,
        checker: Checker.optional(),
        /** Other files of the program, beside the response. */
        files: Files.optional(),
        /** A prompt that the response may complete: put before it when it lacks the entry point. */
        prefix: z.string().optional(),
      })
      .refine(({ tests, checker }) => !checker || tests.kind === 'stdin', {
        message: 'Expected a checker with stdin tests only',
      }),
  );
export type CodeReference = z.infer<typeof CodeReference>;
