/** `assay check`: rows with a fault of their own, one of each kind, among good rows of every verifier. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { puzzles } from '../../datasets/index.ts';
import { assay } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-check-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const [puzzle] = puzzles({ task: 'countdown', count: 1, seed: 3 });
const entry = (puzzle as { reference: { entry: object } }).reference.entry;
const ids = (id: string, kwargs: unknown) => ({
  prompt: 'p',
  instruction_id_list: [id],
  kwargs: [kwargs],
});
const doubling = '{"inputs": ["2\\n"], "outputs": ["4\\n"]}';
const apps = (solution: string, input_output = doubling) => ({
  question: 'q',
  solutions: JSON.stringify([solution]),
  input_output,
});

/** What is wrong with the row; null when nothing is. */
const rows: readonly (readonly [row: unknown, fault: RegExp | null])[] = [
  [{ problem: 'p', answer: '\\frac{1}{2}' }, null],
  [{ problem: 'p', answer: '' }, /reference_invalid/],
  [{ verifier: 'math', reference: { answers: ['3', '5'] } }, null],
  [{ verifier: 'math', reference: {} }, /reference_invalid/],
  [{ verifier: 'stem', reference: { answer: '5', unit: 'km' } }, null],
  [{ verifier: 'stem', reference: { answer: 'B', choices: { A: 'x', B: 'y' } } }, null],
  [{ verifier: 'stem', reference: { answer: 'F', kind: 'mcq', choices: { A: 'x', B: 'y' } } }, /reference_invalid|its own answer gets 0/],
  [puzzle, null],
  [{ verifier: 'logic', reference: { task: 'countdown', entry: { ...entry, answer: '1 + 1' } } }, /its entry's own answer gets 0/],
  [{ verifier: 'logic', reference: { task: 'no_such_task', entry } }, /reference_invalid/],
  [ids('punctuation:no_comma', {}), null],
  [ids('punctuation:no_such', {}), /reference_invalid.*punctuation:no_such/],
  [ids('length_constraints:number_words', { num_words: 'many' }), /reference_invalid/],
  [apps('print(int(input()) * 2)'), null],
  [apps('print(int(input()) * 3)'), /its own solution gets 0, wrong_answer/],
  [apps('', '{"inputs": [], "outputs": []}'), /reference_invalid/],
  [{ verifier: 'code', reference: { language: 'python', tests: { inputs: ['1'], outputs: ['1'] } } }, null],
  [{ nothing: 'known' }, /Expected the columns of a known layout/],
  [{ id: 'twin', verifier: 'math', reference: { answer: '1' } }, null],
  [{ id: 'twin', verifier: 'math', reference: { answer: '1' } }, /its id is that of an earlier row/],
]; // biome-ignore format: a table

test('bad rows are named with what is wrong, and only they', () => {
  const path = join(folder, 'rows.jsonl');
  writeFileSync(path, rows.map(([row]) => `${JSON.stringify(row)}\n`).join(''));
  const done = assay(folder, ['check', 'rows.jsonl', '--json']);
  assert.equal(done.status, 1, done.stderr);
  const found = new Map(
    done.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map((bad) => [bad.row, bad.faults.join('; ')]),
  );
  for (const [n, [row, fault]] of rows.entries()) {
    const said = found.get(n + 1);
    if (fault) assert.match(said ?? 'nothing', fault, JSON.stringify(row));
    else assert.equal(said, undefined, JSON.stringify(row));
  }
  const bad = rows.filter(([, fault]) => fault).length;
  assert.match(
    done.stderr,
    new RegExp(`${rows.length} rows checked: ${rows.length - bad} good, ${bad} bad`),
  );
});

test('good rows alone end with 0, for people a line says where the others are', () => {
  writeFileSync(join(folder, 'good.jsonl'), '{"question":"q","answer":"x #### 1,000"}\n');
  const good = assay(folder, ['check', 'good.jsonl']);
  assert.equal(good.status, 0, good.stderr);
  assert.equal(good.stdout, '');
  writeFileSync(join(folder, 'bad.jsonl'), '{"question":"q","answer":"x #### "}\n');
  const bad = assay(folder, ['check', 'good.jsonl', 'bad.jsonl']);
  assert.equal(bad.status, 1);
  assert.match(
    bad.stdout,
    /^bad.jsonl row 1 \(1\): column answer: invalid_row: Expected a number behind ####/,
  );
  assert.equal(assay(folder, ['check', 'absent.jsonl']).status, 2);
});
