/**
 * A rule for rows of cells, told from examples. An entry is redrawn until every rule of the table
 * that explains its examples gives the same row.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { fits, type Row, type RowRule, rowRules } from '../../arc/rows.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readIntegers, sameRow } from '../../text/grid.ts';

const config = z
  .object({
    min_size: z.int().min(8).max(1_000).default(10),
    max_size: z.int().min(8).max(1_000).default(30),
    num_train: z.int().min(1).max(20).default(3),
  })
  .superRefine(ordered(['min_size', 'max_size']));
const metadata = z.looseObject({});

const expectedOf = perEntry(({ answer }: { readonly answer: string | null }) =>
  readIntegers((answer ?? '').trim())?.flat(),
);

export const arc1d = defineTask({
  name: 'arc_1d',
  category: 'arc',
  summary: 'Find the rule that makes rows of cells from rows and apply it.',
  answerFormat: 'the cells of the row, separated by blanks',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [10, 25, 50, 100] },
  ],

  generate(rng, c) {
    const rule = rng.choice(rowRules);
    const size = rng.randint(c.min_size, c.max_size);
    const rows = drawRows(rng, rule, size, c.num_train + 1);
    const pairs = rows.map((input) => ({ input, output: rule.apply(input) }));
    const [test, ...train] = pairs as [(typeof pairs)[0], ...typeof pairs];
    const examples = train.map(
      ({ input, output }, i) => `Row ${i + 1}:    ${show(input)}\nBecomes:  ${show(output)}`,
    );
    return {
      question: `The same rule was applied to each row of cells; 0 is an empty cell, other digits are colours.\n\n${examples.join('\n\n')}\n\nWhat does the rule make of this row?\n${show(test.input)}\n\nAnswer with the cells of the new row, separated by blanks.`,
      answer: show(test.output),
      metadata: { task_name: rule.name, size, train_examples: train, test_example: test },
      difficulty: { size: [c.min_size, c.max_size] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const expected = expectedOf(entry);
    if (!expected) return faultyEntry('Expected a row of integers as the answer');
    const row = readIntegers(answer)?.flat();
    if (!row) return malformed('Expected a row of integers');
    return sameRow(row, expected) ? right : wrong('Expected another row');
  },
});

function show(row: Row): string {
  return row.join(' ');
}

/** The first row is the one to ask for. */
function drawRows(rng: Rng, rule: RowRule, size: number, count: number): Row[] {
  let rows: Row[] = [];
  for (let n = 0; n < 50; n++) {
    rows = Array.from({ length: count }, () => drawRow(rng, rule, size));
    const outputs = rows.map((row) => show(rule.apply(row)));
    const clear = rowRules.every((other) => {
      if (other === rule) return true;
      const explains = (i: number) => show(other.apply(rows[i] as Row)) === outputs[i];
      return explains(0) || outputs.some((_, i) => i > 0 && !explains(i));
    });
    if (clear && new Set(rows.map(show)).size === count) break;
  }
  return rows;
}

function drawRow(rng: Rng, rule: RowRule, size: number): Row {
  let row: Row = [];
  for (let n = 0; n < 50; n++) {
    row = rule.draw(rng, size);
    if (fits(rule, row) && show(rule.apply(row)) !== show(row)) break;
  }
  return row;
}
