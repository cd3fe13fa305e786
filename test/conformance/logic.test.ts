/**
 * The scores of the reference implementation, reproduced by the compat mode on every row of its
 * tasks that are built. Rows it raises on score 0; so do the tags whose answers it would execute.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logic, taskByName } from '../../verifiers/logic/index.ts';
import { missing, report, rows } from '../support/data.ts';

interface Row {
  readonly id: string;
  readonly task: string;
  readonly config: Record<string, unknown>;
  readonly entry: { question: string; answer: string | null; metadata: Record<string, unknown> };
  readonly cases: readonly {
    readonly tag: string;
    readonly answer: string | null;
    readonly score: number | null;
    readonly raises?: string;
  }[];
}

const files = [
  'algebra',
  'algorithmic',
  'arc',
  'arithmetic',
  'code',
  'cognition',
  'games',
  'geometry',
  'graphs',
  'induction',
  'logic',
  'probability',
];
const executed = new Set(['code_injection', 'pyexpr']);

describe('logic: compat equals the reference', () => {
  for (const file of files.map((name) => `logic/${name}.jsonl`)) {
    it(file, { skip: missing(file) }, () => {
      const disagreements: string[] = [];
      const perTask = new Map<string, { right: number; total: number }>();
      for (const { id, task, config, entry, cases } of rows<Row>(file)) {
        if (!taskByName.has(task)) continue;
        const counts = perTask.get(task) ?? { right: 0, total: 0 };
        perTask.set(task, counts);
        for (const { tag, answer, score, raises } of cases) {
          const expected = raises || executed.has(tag) ? 0 : score;
          // No answer at all is a response without the answer's tags, which always earns 0.
          const absent = answer === null && expected === 0;
          const verdict = logic.score({
            response: answer ?? '',
            prompt: undefined,
            reference: { task, entry, config },
            options: { mode: 'compat', extract: absent ? 'answer-tag' : 'raw' },
          });
          counts.total++;
          const got = verdict.status === 'scored' ? verdict.reward : null;
          if (got !== null && expected !== null && Math.abs(got - expected) <= 1e-9) counts.right++;
          else {
            disagreements.push(
              `${id} ${tag} ${JSON.stringify(answer)}: expected ${expected}, got ${got}`,
            );
          }
        }
      }
      for (const [task, { right, total }] of perTask) report(`${file} ${task}`, right, total);
      assert.deepEqual(disagreements, []);
    });
  }
});
