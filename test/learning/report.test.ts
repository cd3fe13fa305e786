/** What the page of learning is made of: the course of a run, tables, drawings, blocks of a document. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawCurves } from '../../scripts/learning/curve.ts';
import { putBlock } from '../../scripts/learning/document.ts';
import { configOf, experiments, trialsOf } from '../../scripts/learning/experiments.ts';
import { courseOf, metricWithin, scoreWithin } from '../../scripts/learning/measure.ts';
import { markdownTable, reportOf } from '../../scripts/learning/report.ts';
import type { MetricsLine } from '../../src/learner/run/metrics-file.ts';

const shape = { prompts: 2, group: 4 };

function evaluation(step: number, stage: string, score: number): MetricsLine {
  const metrics = { 'val/reward': score, 'val/a/reward': score, 'val/a/pass@1': 0 };
  return { step, stage, kind: 'evaluation', metrics };
}

function grpo(step: number, batches: number): MetricsLine {
  const metrics = { dynamic_sampling_num_gen_batches: batches, 'actor/entropy': 1 / step };
  return { step, stage: 'grpo', kind: 'step', metrics };
}

const lines: readonly MetricsLine[] = [
  evaluation(0, 'warm-start', 0),
  { step: 1, stage: 'warm-start', kind: 'step', metrics: { 'actor/loss': 2 } },
  evaluation(2, 'warm-start', 0.25),
  grpo(3, 1),
  evaluation(3, 'grpo', 0.5),
  grpo(4, 3),
  evaluation(4, 'grpo', 0.75),
];

test('a course begins at the end of the warm start and counts every response drawn', () => {
  const { readings, steps } = courseOf(lines, shape);
  assert.deepEqual(readings, [
    { step: 2, rollouts: 0, score: 0.25, sets: { a: 0.25 } },
    { step: 3, rollouts: 8, score: 0.5, sets: { a: 0.5 } },
    { step: 4, rollouts: 32, score: 0.75, sets: { a: 0.75 } },
  ]);
  assert.deepEqual(
    steps.map(({ rollouts }) => rollouts),
    [8, 32],
  );
});

test('arms are compared within the responses that all of them had', () => {
  const course = courseOf(lines, shape);
  assert.equal(scoreWithin(course, 31), 0.5);
  assert.equal(scoreWithin(course, 32), 0.75);
  assert.equal(metricWithin(course, 31, 'actor/entropy'), 1 / 3);
});

test('a report has a row a run, and says so where there is none', () => {
  const [experiment] = experiments;
  assert.ok(experiment);
  const [trial] = trialsOf(experiment, 1);
  assert.ok(trial);
  const run = { trial, course: courseOf(lines, shape), wallSeconds: 90, cpuSeconds: 60 };
  const { markdown, drawings } = reportOf(experiment, [run]);
  assert.match(
    markdown,
    /\| 1 \| 0\.25 \| 0\.75 \| \+0\.50 \| not \| 2 \+ 2 \| 32 \| 1\.5 \| 1\.0 \|/,
  );
  assert.deepEqual(Object.keys(drawings), ['sort-digits']);
  assert.match(reportOf(experiment, []).markdown, /^No runs/);
});

test('a comparison takes the arms that were run and the seeds that all of them have', () => {
  const experiment = experiments.find(({ name }) => name === 'dynamic-sampling');
  assert.ok(experiment);
  const run = { course: courseOf(lines, shape), wallSeconds: 90, cpuSeconds: 60 };
  const runs = trialsOf(experiment, 2).map((trial) => ({ ...run, trial }));
  const { markdown } = reportOf(experiment, runs.slice(0, 3));
  assert.match(markdown, /\| plain \| 0\.75 \| 0\.75 \| 0\.29 \| 0\.00 % \| – \|/);
  assert.match(markdown, /\| dynamic \| 1 \| 0\.25 \| 0\.75 \| 2 \+ 2 \| 32 \| 1\.5 \| 1\.0 \|/);
  assert.match(reportOf(experiment, runs.slice(0, 1)).markdown, /^No runs/);
  const third = { ...experiment, arms: [...experiment.arms, { name: 'third' }] };
  assert.match(reportOf(third, runs).markdown, /^Not run: third\.$/m);
});

test('a trial changes its own stage alone, and two experiments share the runs of one arm', () => {
  const trials = experiments.flatMap((experiment) => trialsOf(experiment, 1));
  const clip = trials.find(({ key }) => key === 'sort-digits-clip-0.2-0.4-1');
  assert.ok(clip);
  const file = {
    directory: '../runs/x',
    stages: [
      { name: 'warm' },
      { name: 'grpo', loss: { clip_high: 0.28, aggregation: 'token-mean' } },
    ],
  };
  const { directory, stages } = configOf(clip, file);
  assert.equal(directory, clip.key);
  const [warm, learned] = stages as Record<string, unknown>[];
  assert.deepEqual(warm, { name: 'warm' });
  assert.deepEqual(learned?.loss, { clip_high: 0.4, clip_low: 0.2, aggregation: 'token-mean' });
  assert.equal(trials.filter(({ key }) => key === 'sort-digits-plain-1').length, 3);
});

test('curves lie where their values are, and labels are text', () => {
  const svg = drawCurves({
    title: 'a <b>',
    unit: 'steps',
    curves: [
      {
        label: '"x" & y',
        lines: [
          [
            { x: 0, y: 0 },
            { x: 100, y: 1 },
          ],
        ],
      },
    ],
  });
  assert.match(svg, /points="44,254 624,34"/);
  assert.match(svg, /a &lt;b&gt;/);
  assert.match(svg, /&quot;x&quot; &amp; y/);
  assert.match(svg, /prefers-color-scheme: dark/);
});

test('a block goes between its marks, again and again; a document without them is refused', () => {
  const document = 'a\n<!-- n -->\nold\n<!-- end of n -->\nb\n';
  const once = putBlock(document, 'n', 'new');
  assert.equal(once, 'a\n<!-- n -->\n\nnew\n\n<!-- end of n -->\nb\n');
  assert.equal(putBlock(once, 'n', 'new'), once);
  assert.throws(() => putBlock(document, 'other', 'new'), /Expected <!-- other -->/);
});

test('a table has a rule below its head', () => {
  assert.equal(
    markdownTable([
      ['a', 'b'],
      ['1', '2'],
    ]),
    '| a | b |\n|---|---|\n| 1 | 2 |',
  );
});
