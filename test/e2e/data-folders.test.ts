/**
 * Samples made from every folder of the conformance data, all in one file through `assay score`:
 * every row gets a verdict, in order, and each folder agrees with its labels. A slice a file.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Verdict } from '../../verifiers/contract.ts';
import { stringifyJson } from '../../verifiers/json.ts';
import { losslessRows, missing, report } from '../support/data.ts';

interface Asked {
  readonly folder: string;
  readonly sample: Record<string, unknown>;
  /** The reward that the data records; null where only a verdict is asked for. */
  readonly reward: number | null;
}

// biome-ignore lint/suspicious/noExplicitAny: rows of many shapes, described in their READMEs
type Row = any;
const perFile = 12;

/** How a row of each folder becomes samples, with the recorded reward. */
const folders: Readonly<
  Record<string, { files: readonly string[]; toAsked: (row: Row) => Omit<Asked, 'folder'>[] }>
> = {
  math: {
    files: ['suite-mathverify', 'gold-rewrites', 'e2e-real-models', 'own-equivalence', 'dos'],
    toAsked: (row) => [
      {
        reward: row.expected ? 1 : 0,
        sample: {
          id: row.id,
          verifier: 'math',
          response: row.pred,
          reference: { answer: row.gold },
          options: { form: row.pred_form, referenceForm: row.gold_form },
        },
      },
    ],
  },
  code: {
    files: ['python_stdin', 'python_function', 'javascript_function', 'typescript_assert'],
    toAsked: (row) =>
      [row.solutions_correct[0], row.solutions_wrong[0]]
        .filter((solution) => solution && solution.verdict !== 'timeout')
        .map((solution: Row) => ({
          reward: solution.fraction,
          sample: program(row.id, row.language, { kind: row.kind, ...row.tests }, solution.code),
        })),
  },
  'code-idioms': {
    files: ['wrong'],
    toAsked: (row) =>
      ['python', 'javascript', 'typescript'].includes(row.language) && !row.needs
        ? [{ reward: row.fraction, sample: program(row.id, row.language, row.tests, row.code) }]
        : [],
  },
  logic: {
    files: ['arithmetic', 'games', 'logic', 'graphs'],
    toAsked: (row) =>
      row.cases
        .filter((one: Row) => typeof one.answer === 'string' && one.score !== null)
        .filter((one: Row) => one.tag !== 'code_injection' && one.tag !== 'pyexpr')
        .slice(0, 3)
        .map((one: Row) => ({
          reward: one.score,
          sample: {
            id: row.id,
            verifier: 'logic',
            response: one.answer,
            reference: { task: row.task, entry: row.entry, config: row.config },
            options: { mode: 'compat', extract: 'raw' },
          },
        })),
  },
  instruction: {
    files: ['ifeval_real'],
    toAsked: (row) => [
      {
        reward:
          row.unstable || row.random_kwargs
            ? null
            : row.per_instruction.filter(Boolean).length / row.per_instruction.length,
        sample: {
          id: row.id,
          verifier: 'instruction',
          response: row.response,
          reference: {
            instruction_id_list: row.instruction_id_list,
            kwargs: row.kwargs,
            prompt: row.prompt,
          },
          options: { hardened: false },
        },
      },
    ],
  },
  stem: {
    files: ['quantity', 'mcq', 'chemistry', 'short_text', 'expression'],
    toAsked: (row) => [
      {
        reward: row.expected === null || row.policy || row.needs ? null : row.expected ? 1 : 0,
        sample: {
          id: row.id,
          verifier: 'stem',
          response: row.pred,
          reference: {
            answer: row.gold,
            ...(row.tol && { tolerance: row.tol }),
            ...(row.options && { choices: row.options }),
          },
        },
      },
    ],
  },
};

function program(id: string, language: string, tests: unknown, code: string) {
  return {
    id,
    verifier: 'code',
    response: code,
    reference: { language, tests },
    options: { extract: 'raw', limits: { test_ms: 2000, total_ms: 6000 } },
  };
}

/** Twelve tasks of the logic data are ours so far; a row of another is no sample of this service. */
const known = new Set(
  'countdown sudoku knights_knaves zebra_puzzles graph_color shortest_path tower_of_hanoi word_ladder propositional_logic number_sequence basic_arithmetic base_conversion'.split(
    ' ',
  ),
);

function take(folder: string, file: string): Asked[] {
  const rows = losslessRows<Row>(`${folder}/${file}.jsonl`).filter(
    (row) => folder !== 'logic' || known.has(row.task),
  );
  const step = Math.max(1, Math.floor(rows.length / perFile));
  return rows
    .filter((_, i) => i % step === 0)
    .flatMap((row) => (folders[folder]?.toAsked(row) ?? []).map((asked) => ({ folder, ...asked })));
}

const absent = Object.entries(folders)
  .flatMap(([folder, { files }]) => files.map((file) => missing(`${folder}/${file}.jsonl`)))
  .find((reason) => reason !== false);

test('samples of every data folder through the command line', { skip: absent ?? false }, () => {
  const asked = Object.entries(folders).flatMap(([folder, { files }]) =>
    files.flatMap((file) => take(folder, file)),
  );
  const bin = join(import.meta.dirname, '../../bin/assay.js');
  const done = spawnSync(process.execPath, [bin, 'score', '-'], {
    input: asked.map(({ sample }) => stringifyJson(sample)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(done.status, 0, done.stderr);
  const verdicts = done.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict);
  assert.deepEqual(
    verdicts.map(({ id }) => id),
    asked.map(({ sample }) => sample.id),
  );
  for (const folder of Object.keys(folders)) {
    const own = asked.flatMap((one, i) =>
      one.folder === folder && one.reward !== null ? [{ one, verdict: verdicts[i] }] : [],
    );
    const agree = own.filter(
      ({ one, verdict }) => Math.abs((verdict?.reward ?? -1) - (one.reward ?? 0)) < 1e-3,
    );
    report(`${folder} through assay score`, agree.length, own.length);
    assert.ok(agree.length >= 0.95 * own.length, `expected 95 % of ${folder}`);
  }
});
