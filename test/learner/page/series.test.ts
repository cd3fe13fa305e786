/** What is drawn of a run: fewer points without losing a spike, gaps that stay gaps, marks, scales. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { marksOf, stagesOf } from '../../../src/learner/page/marks.ts';
import { panels } from '../../../src/learner/page/panels.ts';
import { figure, scaleOf } from '../../../src/learner/page/scale.ts';
import {
  bucketize,
  type RunLine,
  segments,
  seriesOf,
  spread,
} from '../../../src/learner/page/series.ts';

const line = (step: number, metrics: RunLine['metrics'], stage = 'a'): RunLine => ({
  ...{ step, stage, kind: 'step', metrics },
});

describe('buckets', () => {
  it('keep the least, the greatest and every value', () => {
    const values = fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 60 }), (list, count) => {
        const points = list.map((value, i) => ({ step: i + 1, value }));
        const found = bucketize(points, { first: 1, last: list.length }, count);
        const there = found.filter((bucket) => bucket !== null && bucket !== undefined);
        const known = list.filter((value) => value !== null);
        assert.ok(found.length <= count);
        assert.equal(
          there.reduce((sum, bucket) => sum + bucket.count, 0),
          known.length,
        );
        const least = Math.min(...there.map((bucket) => bucket.least));
        const most = Math.max(...there.map((bucket) => bucket.most));
        assert.equal(least, Math.min(...known));
        assert.equal(most, Math.max(...known));
        for (const { least, mean, most } of there) {
          assert.ok(least - 1e-6 <= mean && mean <= most + 1e-6);
        }
      }),
      { seed: 9 },
    );
  });

  it('break where a line has no value, not where there is no line', () => {
    const points = [
      { step: 1, value: 1 },
      { step: 3, value: 2 },
      { step: 4, value: null },
      { step: 5, value: 3 },
    ];
    const runs = segments(bucketize(points, { first: 1, last: 5 }, 100));
    assert.deepEqual(
      runs.map((run) => run.map(({ from }) => from)),
      [[1, 3], [5]],
    );
  });

  it('spread has both ends', () => {
    assert.deepEqual(spread([1, 2, 3, 4, 5, 6, 7], 3), [1, 4, 7]);
    assert.deepEqual(spread([1, 2], 3), [1, 2]);
  });
});

describe('a scale', () => {
  const at = (value: number) => ({
    ...{ from: 1, to: 1, count: 1, least: value, most: value, mean: value },
  });

  it('is round, holds everything, and leaves a lone spike out', () => {
    assert.deepEqual(scaleOf([0.3, 7.9].map(at), 'zero').ticks, [0, 2, 4, 6, 8]);
    assert.deepEqual(scaleOf([-0.4, 0.3].map(at), 'free').ticks.map(figure), [
      ...['-0.4', '-0.2', '0', '0.2', '0.4'],
    ]);
    assert.equal(scaleOf([0.2, 0.9].map(at), 'share').high, 1);
    const spiky = scaleOf([...Array.from({ length: 99 }, () => at(1)), at(800)], 'zero');
    assert.ok(spiky.high < 3, `${spiky.high}`);
    for (const same of [0, 5, -5, 1e-9]) {
      const { low, high } = scaleOf([at(same)], 'free');
      assert.ok(low <= same && same <= high && low < high, `${same}: ${low} to ${high}`);
    }
  });

  it('writes figures short', () => {
    const written = [0, 0.123456, 1234.5, 3e-6, 1e-10, 812, 2.5e7].map(figure);
    assert.deepEqual(written, ['0', '0.1235', '1,235', '3e-6', '1e-10', '812', '2.5e7']);
  });
});

describe('marks', () => {
  it('are resets by their count and stages by their first step', () => {
    const lines = [
      line(1, { 'reference/resets': 0 }),
      line(2, { 'reference/resets': 1 }),
      line(3, { 'reference/resets': 1 }, 'b'),
      line(4, { 'reference/resets': 3 }, 'b'),
      line(5, {}, 'b'),
    ];
    assert.deepEqual(
      marksOf(lines).map(({ kind, step }) => `${kind} ${step}`),
      ['reset 2', 'stage 3', 'reset 4'],
    );
    assert.deepEqual(stagesOf(lines).at(-1), { name: 'b', first: 3, last: 5 });
  });
});

describe('panels', () => {
  it('draw what there is, each evaluation set by itself, twins once', () => {
    const lines: RunLine[] = [
      line(1, { 'critic/score/mean': 0.5, 'critic/rewards/mean': 0.5 }),
      {
        ...line(1, { 'val/x/pass@1': 0.1, 'val/x/pass@8': 0.4, 'val/y/pass@1': 0.2 }),
        kind: 'evaluation',
      },
    ];
    assert.deepEqual(
      panels(lines).map(({ title, curves }) => [title, ...curves.map(({ label }) => label)]),
      [
        ['Reward', 'verifier = learned from'],
        ['pass@k: x', 'pass@1', 'pass@8'],
        ['pass@k: y', 'pass@1'],
      ],
    );
    assert.equal(seriesOf(lines, 'step', '__proto__'), null);
  });
});
