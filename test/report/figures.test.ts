/** The report's figures against independent formulas, and what it keeps in how much memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CountsByName, others } from '../../src/report/counts.ts';
import { escaped } from '../../src/report/html.ts';
import { Greatest, Reservoir } from '../../src/report/keep.ts';
import { PassCurve, passAtK } from '../../src/report/pass-at-k.ts';
import { verdict } from './rows.ts';

describe('pass@k', () => {
  /** Every way to draw k of n, counted one by one. */
  function counted(n: number, c: number, k: number): number {
    let draws = 0;
    let hits = 0;
    for (let mask = 0; mask < 1 << n; mask++) {
      const drawn = [...mask.toString(2)].filter((bit) => bit === '1').length;
      if (drawn !== k) continue;
      draws++;
      if ((mask & ((1 << c) - 1)) !== 0) hits++;
    }
    return hits / draws;
  }

  it('is the share of draws of k that hold a right one', () => {
    for (let n = 1; n <= 10; n++)
      for (let c = 0; c <= n; c++)
        for (let k = 1; k <= n; k++)
          assert.ok(Math.abs(passAtK(n, c, k) - counted(n, c, k)) < 1e-12, `${n} ${c} ${k}`);
  });

  it('rises with k and has the mean at k = 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 2, max: 300 }), fc.nat(300)), { minLength: 1 }),
        (rows) => {
          const curve = new PassCurve();
          const same = rows.map(([n, c]) => [Math.max(n, 2), Math.min(c, n)] as const);
          for (const [n, c] of same) curve.add(n, c);
          const points = curve.points();
          const mean = same.reduce((sum, [n, c]) => sum + c / n, 0) / same.length;
          assert.ok(Math.abs((points[0]?.mean ?? -1) - mean) < 1e-9);
          for (const { mean: share, rows: over, k } of points) {
            assert.ok(share >= 0 && share <= 1);
            assert.equal(over, same.filter(([n]) => n >= k).length);
          }
        },
      ),
    );
  });

  it('leaves rows with one response out', () => {
    const curve = new PassCurve();
    curve.add(1, 1);
    assert.deepEqual(curve.points(), []);
  });
});

describe('what is kept', () => {
  it('is the greatest, of equal ones the first', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 9 }), (scores, size) => {
        const greatest = new Greatest<number>(size);
        for (const [at, score] of scores.entries()) greatest.add(score, () => at);
        const sorted = scores.map((score, at) => ({ score, at }));
        sorted.sort((a, b) => b.score - a.score || a.at - b.at);
        assert.deepEqual(
          greatest.items(),
          sorted.slice(0, size).map(({ at }) => at),
        );
      }),
    );
  });

  it('is drawn by seed, each with the same chance', () => {
    const draw = (seed: number) => {
      const reservoir = new Reservoir<number>(10, 'test', seed);
      for (let i = 0; i < 100; i++) reservoir.add(() => i);
      return reservoir.items();
    };
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
    const times = new Array<number>(100).fill(0);
    for (let seed = 0; seed < 2_000; seed++)
      for (const i of draw(seed)) times[i] = (times[i] ?? 0) + 1;
    // 200 each are expected, with a deviation of 13.4
    for (const [i, count] of times.entries())
      assert.ok(Math.abs(count - 200) < 70, `${i}: ${count}`);
  });

  it('counts a hostile number of names together', () => {
    const counts = new CountsByName();
    for (let i = 0; i < 10_000; i++) counts.of(`source ${i}`).add(verdict());
    const entries = counts.entries();
    assert.equal(entries.length, 101);
    assert.equal(entries.find(([name]) => name === others)?.[1].verdicts, 9_900);
  });
});

it('text is escaped, and what is meant not to be seen is shown', () => {
  assert.equal(escaped(`<a href="x" b='y'>&`), '&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
  assert.equal(
    escaped('a\u202Eb\u0000\n\t\u{E0041}').replace(/<[^>]*>/g, '|'),
    'a|U+202E|b|U+0000|\n\t|U+E0041|',
  );
  assert.equal(escaped('\uD800x'), '\uFFFDx');
});
