/** Figures of rows with several responses against formulas worked out another way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { groupOf, majorityOf } from '../../datasets/groups.ts';
import { DuplicateIds } from '../../datasets/io/duplicates.ts';
import type { Row } from '../../src/cli/score/rows.ts';
import { count, emptyTally, meanOf, passPoints } from '../../src/cli/score/tally.ts';
import type { Verdict } from '../../verifiers/contract.ts';

const near = (a: number | null, b: number | null) =>
  a === b || (a !== null && b !== null && Math.abs(a - b) < 1e-9);

/** A reward (null: unscorable) and the answer that was judged. */
type Told = readonly [reward: number | null, extracted: string | undefined];

const verdict = ([reward, extracted]: Told): Verdict => ({
  id: 0,
  status: reward === null ? 'unscorable' : 'scored',
  reward,
  correct: reward === null ? null : reward === 1,
  cause: reward === null ? 'internal' : reward === 1 ? 'equal' : 'wrong_answer',
  ...(extracted !== undefined && { extracted }),
  ms: 1,
});

const told: fc.Arbitrary<Told> = fc.tuple(
  fc.constantFrom(null, 0, 0, 0.5, 1, 1),
  fc.constantFrom('1', '2', ' 2', undefined),
);
const rowsOf = fc.array(fc.array(told, { maxLength: 9 }), { minLength: 1, maxLength: 8 });

const rowOf = (n: number, source: string | null): Row => ({
  index: n, id: n, file: 'f', row: n + 1, bytes: 0, input: {}, verifier: 'math', source, reference: {}, samples: [], several: true,
}); // biome-ignore format: one line

/** Every choice of k out of the list, drawn one by one. */
function* choices<T>(list: readonly T[], k: number): Generator<T[]> {
  if (k === 0) yield [];
  else
    for (const [i, first] of list.entries())
      for (const rest of choices(list.slice(i + 1), k - 1)) yield [first, ...rest];
}

test('pass@k is the share of all draws of k that hold a right response', () => {
  fc.assert(
    fc.property(rowsOf, (rows) => {
      const tally = emptyTally();
      for (const [n, row] of rows.entries()) {
        count(tally, { row: rowOf(n, null), verdicts: row.map(verdict) });
      }
      const scored = rows.map((row) =>
        row.flatMap(([reward]) => (reward === null ? [] : [reward])),
      );
      const points = passPoints(tally);
      for (const { k, mean, rows: enough } of points) {
        const shares = scored
          .filter((row) => row.length >= k)
          .map((row) => {
            const draws = [...choices(row, k)];
            return draws.filter((draw) => draw.includes(1)).length / draws.length;
          });
        assert.equal(enough, shares.length);
        assert.ok(near(mean, shares.reduce((a, b) => a + b, 0) / shares.length), `pass@${k}`);
      }
      const most = Math.max(...scored.map((row) => row.length));
      assert.deepEqual(
        points.map(({ k }) => k),
        [1, 2, 4, 8].filter((k) => k <= most),
      );
    }),
    { numRuns: 200 },
  );
});

test('counts by verifier, cause and source are those of the verdicts, in any split of the run', () => {
  fc.assert(
    fc.property(rowsOf, fc.nat(8), (rows, cut) => {
      let tally = emptyTally();
      for (const [n, row] of rows.entries()) {
        if (n === cut) tally = JSON.parse(JSON.stringify(tally)); // through the journal
        count(tally, { row: rowOf(n, n % 2 ? 'odd' : '__proto__'), verdicts: row.map(verdict) });
      }
      const all = rows.flat();
      const rewards = all.flatMap(([reward]) => (reward === null ? [] : [reward]));
      const mean =
        rewards.length === 0 ? null : rewards.reduce((a, b) => a + b, 0) / rewards.length;
      assert.ok(near(meanOf(tally.all), mean));
      assert.equal(tally.all.count, all.length);
      assert.equal(tally.all.correct, rewards.filter((reward) => reward === 1).length);
      assert.equal(tally.causes.internal ?? 0, all.length - rewards.length);
      const odd = rows.filter((_, n) => n % 2).flat().length;
      assert.equal(tally.sources.odd?.count ?? 0, odd);
      const groups = rows.map((row) => groupOf(row.map(verdict)));
      const means = groups.flatMap(({ meanReward }) => (meanReward === null ? [] : [meanReward]));
      assert.equal(tally.means.rows, means.length);
      assert.ok(
        near(
          tally.means.sum,
          means.reduce((a, b) => a + b, 0),
        ),
      );
    }),
  );
});

test('the majority is an answer that no other beats', () => {
  const keyOf = ([reward, answer]: Told) => (reward === 1 ? 'right' : `${answer}`.trim());
  fc.assert(
    fc.property(fc.array(told, { maxLength: 12 }), (row) => {
      const voting = row.filter(([reward, answer]) => reward !== null && answer !== undefined);
      const found = majorityOf(row.map(verdict));
      if (!found) return assert.equal(voting.length, 0);
      const votes = (key: string) => voting.filter((one) => keyOf(one) === key).length;
      const most = Math.max(...voting.map((one) => votes(keyOf(one))));
      assert.equal(found.votes, most);
      const first = voting.find((one) => votes(keyOf(one)) === most) as Told;
      assert.deepEqual([found.answer, found.reward], [first[1], first[0]]);
    }),
  );
});

test('ids that come twice are those that come twice', () => {
  const ids = fc.array(fc.oneof(fc.nat(50), fc.nat(50).map(String), fc.string()), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(ids, (all) => {
      const seen = new DuplicateIds();
      const twice = all.filter((id, i) => seen.see(id, { file: 'f', row: i + 1 }));
      assert.deepEqual(
        twice,
        all.filter((id, i) => all.indexOf(id) < i),
      );
      assert.equal(seen.count, twice.length);
    }),
  );
  const many = new DuplicateIds();
  for (let n = 0; n < 200_000; n++) many.see(`row-${n}`, { file: 'f', row: n + 1 });
  assert.equal(many.count, 0);
  assert.ok(many.see('row-77', { file: 'f', row: 1 }));
});
