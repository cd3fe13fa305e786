/**
 * Programs against tests. The verifier reads these layouts itself (verifiers/code/layouts), so a row
 * is its own reference; here its id, its responses and its own solution are found.
 */
import { byColumns, type Fields, type Format, has, idOf, isFields } from './format.ts';
import { promptOf, responsesOf } from './responses.ts';

const tests = [
  'input_output',
  'public_tests',
  'private_tests',
  'generated_tests',
  'public_test_cases',
  'private_test_cases',
  'metadata',
  'test',
  'entry_point',
  'test_list',
  'challenge_test_list',
  'test_setup_code',
  'test_imports',
  'base_input',
  'plus_input',
  'expected_output',
  'tests',
  'language',
  'checker',
  'files',
];

/** The columns that the verifier reads; the prompt only where a response may complete it. */
function reference(row: Fields, completes: boolean): Fields {
  const names = completes ? [...tests, 'prompt'] : tests;
  return Object.fromEntries(
    names.filter((name) => has(row, name)).map((name) => [name, row[name]]),
  );
}

interface Layout extends Pick<Format, 'id' | 'about' | 'recognises'> {
  readonly ids: readonly string[];
  readonly completes?: boolean;
  solution(row: Fields): unknown;
}

const define = ({ id, about, recognises, ids, completes = false, solution }: Layout): Format => ({
  id,
  about,
  recognises,
  toSample(row) {
    const own = solution(row);
    return {
      id: idOf(row, ...ids),
      verifier: 'code',
      ...promptOf(row),
      ...responsesOf(row),
      reference: reference(row, completes),
      source: typeof row.data_source === 'string' ? row.data_source : id,
      ...(typeof own === 'string' && own.trim() !== '' && { solution: own }),
    };
  },
});

/** The first of a list that may have come as JSON text. */
function firstOf(list: unknown): unknown {
  if (typeof list !== 'string') return Array.isArray(list) ? list[0] : undefined;
  try {
    const read: unknown = JSON.parse(list);
    return Array.isArray(read) ? read[0] : undefined;
  } catch {
    return undefined;
  }
}

/** DeepMind's number of Python 3 among a row's solutions. */
const python3 = 3;

export const codeFormats: readonly Format[] = [
  define({
    id: 'livecodebench',
    about: 'livecodebench/code_generation_lite',
    recognises: (row) => byColumns(row, 'public_test_cases'),
    ids: ['question_id'],
    solution: () => undefined,
  }),
  define({
    id: 'codecontests',
    about: 'deepmind/code_contests',
    recognises: (row) =>
      isFields(row.public_tests) || isFields(row.private_tests)
        ? 'the row has public_tests or private_tests'
        : null,
    ids: ['name'],
    solution({ solutions }) {
      if (!isFields(solutions) || !Array.isArray(solutions.language)) return undefined;
      return (solutions.solution as unknown[] | undefined)?.[solutions.language.indexOf(python3)];
    },
  }),
  define({
    id: 'apps',
    about: 'codeparrot/apps, BAAI/TACO',
    recognises: (row) => byColumns(row, 'input_output'),
    ids: ['problem_id'],
    solution: ({ solutions }) => firstOf(solutions),
  }),
  define({
    id: 'evalplus',
    about: 'evalplus/humanevalplus and mbppplus with their results',
    recognises: (row) => byColumns(row, 'base_input', 'entry_point'),
    ids: ['task_id'],
    completes: true,
    solution: completed,
  }),
  define({
    id: 'humaneval',
    about: 'openai/openai_humaneval',
    recognises: (row) => byColumns(row, 'prompt', 'test', 'entry_point'),
    ids: ['task_id'],
    completes: true,
    solution: completed,
  }),
  define({
    id: 'mbpp',
    about: 'google-research-datasets/mbpp, full and sanitized',
    recognises: (row) => byColumns(row, 'test_list'),
    ids: ['task_id'],
    solution: ({ code }) => code,
  }),
  define({
    id: 'multipl-e',
    about: 'nuprl/MultiPL-E',
    recognises: (row) =>
      typeof row.tests === 'string' ? byColumns(row, 'prompt', 'tests', 'language') : null,
    ids: ['name'],
    completes: true,
    solution: () => undefined,
  }),
];

function completed({ prompt, canonical_solution: rest }: Fields): unknown {
  return typeof prompt === 'string' && typeof rest === 'string' ? `${prompt}${rest}` : rest;
}
