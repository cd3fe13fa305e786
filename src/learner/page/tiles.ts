/** The figures on top of a run's page: how far it is, how it does, how it did at first. */
import { number } from '../../report/charts.ts';
import { html, type Markup } from '../../report/html.ts';
import { waitRatioName } from '../run/timeline.ts';
import { flaggedOf } from './findings.ts';
import { resetsName, resetsOf } from './marks.ts';
import type { RunRead } from './read.ts';
import { figure } from './scale.ts';
import { type RunLine, seriesOf } from './series.ts';
import { totalSteps } from './settings.ts';

/** Steps that "lately" and "at first" are the mean of. */
const window = 10;

export function tiles({ lines, config, rollouts, checkpoints }: RunRead): Markup[] {
  const steps = lines.filter(({ kind }) => kind === 'step');
  const done = lines.at(-1)?.step ?? 0;
  const total = totalSteps(config);
  const { rewarded, flagged } = flaggedOf(rollouts.read);
  const resets = resetsOf(lines);
  const tile = (name: string, value: string, note: string) =>
    html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;
  const lately = (title: string, name: string, places: number) => {
    const [first, last] = ends(steps, name);
    if (first === null || last === null) return [];
    return [tile(title, last.toFixed(places), `at first ${first.toFixed(places)}`)];
  };
  return [
    tile('Step', number(done), total === null ? 'of an unknown number' : `of ${number(total)}`),
    ...lately('Reward', 'critic/score/mean', 3),
    ...evaluation(lines),
    ...lately('Response length', 'response_length/mean', 1),
    tile(
      'Resets',
      number(lines.reduce((most, { metrics }) => Math.max(most, metrics[resetsName] ?? 0), 0)),
      resets.length === 0
        ? 'of the reference'
        : `the last by step ${figure(resets.at(-1)?.step ?? 0)}`,
    ),
    ...(rollouts.read.length === 0
      ? []
      : [tile('Hack signs', number(flagged), `of ${number(rewarded)} rewarded, in rollouts read`)]),
    ...waiting(steps),
    ...pace(steps, total === null ? 0 : total - done),
    tile(
      'Checkpoints',
      number(checkpoints.length),
      checkpoints.length === 0 ? 'none yet' : `the last at step ${figure(checkpoints.at(-1) ?? 0)}`,
    ),
  ];
}

export function ends(steps: readonly RunLine[], name: string): [number | null, number | null] {
  const values = (seriesOf(steps, 'step', name) ?? []).flatMap(({ value }) =>
    value === null ? [] : [value],
  );
  return [meanOf(values.slice(0, window)), meanOf(values.slice(-window))];
}

function evaluation(lines: readonly RunLine[]): Markup[] {
  const known = (seriesOf(lines, 'evaluation', 'val/reward') ?? []).flatMap(({ step, value }) =>
    value === null ? [] : [{ step, value }],
  );
  const last = known.at(-1);
  if (!last) return [];
  const best = known.reduce((a, b) => (b.value > a.value ? b : a));
  return [
    html`<div><dt>Evaluation</dt><dd>${last.value.toFixed(3)}<small>best ${best.value.toFixed(3)} at step ${figure(best.step)}</small></dd></div>`,
  ];
}

function waiting(steps: readonly RunLine[]): Markup[] {
  const [first, last] = ends(steps, waitRatioName);
  if (first === null || last === null) return [];
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    html`<div><dt>Waiting for rewards</dt><dd>${percent(last)}<small>of the engine’s time, lately; at first ${percent(first)}</small></dd></div>`,
  ];
}

function pace(steps: readonly RunLine[], left: number): Markup[] {
  const [, seconds] = ends(steps, 'timing_s/step');
  if (seconds === null) return [];
  const rest = left <= 0 ? 'a step, lately' : `a step; about ${duration(seconds * left)} to go`;
  return [
    html`<div><dt>Pace</dt><dd>${figure(Number(seconds.toPrecision(3)))} s<small>${rest}</small></dd></div>`,
  ];
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800
    ? `${(seconds / 3600).toFixed(1)} h`
    : `${(seconds / 86_400).toFixed(1)} days`;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
