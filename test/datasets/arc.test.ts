/** ARC files of the user: read, turned and recoloured, judged; what is no ARC file is refused by name. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { puzzles, readArc } from '../../datasets/index.ts';
import { rewardOf } from '../verifiers/logic/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-arc-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const swap = (a: number, b: number) => ({ input: [[a, b]], output: [[b, a]] });
const puzzle = { train: [swap(1, 2), swap(3, 4)], test: [swap(5, 6), swap(7, 8)] };

test('a puzzle a file, or several by id in one; every test is asked for itself', () => {
  const one = readArc(file('one.json', puzzle));
  const several = readArc(file('set.json', { a: puzzle, b: { ...puzzle, test: [swap(0, 1)] } }));
  assert.deepEqual(
    [...one, ...several].map(({ id, test }) => [id, test.input[0]?.[0]]),
    [['one', 5], ['one', 7], ['a', 5], ['a', 7], ['b', 0]], // biome-ignore format: pairs
  );
  assert.equal(readArc(folder).length, 5);
});

test('entries of such puzzles are deterministic, and judged as the others', () => {
  const arc = readArc(file('one.json', puzzle));
  const stream = { task: 'arc_agi', seed: 3, count: 6, arc };
  const made = [...puzzles(stream)];
  assert.deepEqual([...puzzles(stream)], made);
  for (const { reference } of made) {
    assert.equal(reference.entry.metadata.task_id, 'one');
    const item = { task: reference.task, entry: reference.entry };
    assert.equal(rewardOf(item, reference.entry.answer ?? ''), 1);
    assert.equal(rewardOf(item, '0 0'), 0);
  }
});

test('what is no ARC file is refused with its name', () => {
  for (const content of [
    '{',
    '[]',
    { train: [], test: [] },
    { a: 1 },
    { train: [{ input: [[10]] }] },
  ]) {
    assert.throws(() => readArc(file('bad.json', content)), /bad\.json/);
  }
});

test('ARC puzzles are for arc_agi alone', () => {
  const arc = readArc(file('one.json', puzzle));
  assert.throws(() => [...puzzles({ task: 'sudoku', seed: 1, count: 1, arc })], /arc_agi/);
});
