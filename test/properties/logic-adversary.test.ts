/**
 * What answers earn that solve nothing, a line a task: the best of fifty constants (the likeliest
 * answers of another stream among them), another entry's answer, the question, next to nothing, and the
 * right answer with junk beside it. Where few answers are possible, a constant may earn the share of
 * the likeliest one; that share is held in bounds too.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskByName } from '../../verifiers/logic/index.ts';
import { type Item, itemOf, rewardOf } from '../verifiers/logic/support.ts';

const entries = 200;
const slack = 0.05;
/** No label may be much likelier than the side of a coin. */
const maxShare = 0.57;
const constants = [
  '0', '1', '-1', '2', '3', '10', '42', 'True', 'False', 'Yes', 'No', 'none', 'infeasible', '[]', '{}', '?', 'A', 'B',
  'P', '¬P', '(P ∨ ¬P)', '(P ∨ Q)', 'alice', 'right', 'down', 'U', 'R+1', 'Move disk 1 from Peg 1 to Peg 3',
  '1 1 1 1 1 1 1 1 1', '{"0": 1}', '()', '-', 'Anna', 'up left', 'everyone is a knight', 'The answer is', '1+1', '\\boxed{}',
]; // biome-ignore format: a list
const nothings = ['', ' ', '\n', ',', '[]', '|', '```\n```', '<answer></answer>'];

for (const task of taskByName.keys()) {
  test(`logic ${task}: what solves nothing earns nothing`, () => {
    const items = stream(task, 991);
    const answers = items.map(({ entry }) => entry.answer ?? '');
    const mean = (answer: (at: number) => string) =>
      items.reduce((sum, item, at) => sum + (rewardOf(item, answer(at)) ?? 0), 0) / entries;
    const best = (tried: readonly string[]) => Math.max(...tried.map((one) => mean(() => one)));
    const share = (byFrequency(answers)[0]?.[1] ?? 0) / entries;
    const likeliest = byFrequency(stream(task, 553).map(({ entry }) => entry.answer ?? ''));
    const earned = {
      constant: best([...constants, ...likeliest.slice(0, 20).map(([answer]) => answer)]),
      'of another': mean((at) => answers[(at + 1) % entries] ?? ''),
      question: mean((at) => items[at]?.entry.question ?? ''),
      nothing: best(nothings),
      junk: Math.max(
        mean((at) => `${answers[at]} banana 7`),
        mean((at) => `banana 7 ${answers[at]}`),
      ),
    };
    const told = Object.entries(earned).map(([name, value]) => `${name} ${value.toFixed(3)}`);
    console.log(`adversary ${task.padEnd(26)} likeliest ${share.toFixed(3)}  ${told.join('  ')}`);
    assert.ok(share <= maxShare, `the likeliest answer is right in ${share} of the entries`);
    const bound = Math.max(slack, share + slack);
    assert.deepEqual(
      Object.entries(earned).filter(([, value]) => value > bound),
      [],
    );
  });
}

function stream(task: string, seed: number): Item[] {
  return Array.from({ length: entries }, (_, index) => itemOf(task, seed, index));
}

function byFrequency(answers: readonly string[]): [answer: string, count: number][] {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
