/**
 * Curves over a run's steps as inline SVG. The drawing is stretched to the width there is and its
 * words are HTML beside it. Where there are more steps than room, the line is the mean of the steps
 * that share a point and the band behind it goes from their least to their greatest: no spike is lost.
 */
import { html, type Markup, raw, scrolled } from '../../report/html.ts';
import type { Mark } from './marks.ts';
import { figure, type Reach, type Scale, scaleOf } from './scale.ts';
import { type Bucket, bucketize, type Point, type Range, segments } from './series.ts';

export interface Curve {
  readonly label: string;
  readonly points: readonly Point[];
}

export interface Chart {
  readonly title: string;
  readonly note: string;
  readonly reach: Reach;
  readonly curves: readonly Curve[];
}

const width = 600;
const height = 160;
/** Points a curve is drawn with at most. */
export const drawn = 240;
const tabled = 40;
const colours = 6;

export function chart(one: Chart, range: Range, marks: readonly Mark[]): Markup {
  const buckets = one.curves.map(({ points }) => bucketize(points, range, drawn));
  const all = buckets.flat().filter((bucket) => bucket !== null && bucket !== undefined);
  const scale = scaleOf(all, one.reach);
  const span = Math.max(1, range.last - range.first);
  const x = (step: number) => round(((step - range.first) / span) * width);
  const y = (value: number) =>
    round((1 - (Math.min(scale.high, value) - scale.low) / (scale.high - scale.low)) * height);
  const grid = scale.ticks.map(
    (tick) => html`<line class="grid" x1="0" x2="${width}" y1="${y(tick)}" y2="${y(tick)}"/>`,
  );
  const lines = marks.map(
    ({ kind, step, text }) =>
      html`<line class="${kind}" x1="${x(step)}" x2="${x(step)}" y1="0" y2="${height}"><title>${text}</title></line>`,
  );
  const curves = buckets.map((list, i) =>
    segments(list).map((run) => stretch(run, { x, y, colour: i % colours })),
  );
  const middle = Math.round((range.first + range.last) / 2);
  return html`<figure class="chart">
<h3>${one.title}</h3>
<p class="note">${one.note}</p>
<ul class="legend">${one.curves.map((curve, i) => legend(curve, i % colours))}</ul>
<div class="plot"><ol class="scale" aria-hidden="true">${labels(scale)}</ol>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${one.title} by step; its numbers are in the table below">${grid}${lines}${curves.flat()}</svg>
<ol class="axis steps" aria-hidden="true"><li>${figure(range.first)}</li><li>${middle > range.first && middle < range.last ? figure(middle) : ''}</li><li>${figure(range.last)}</li></ol></div>
${beyond(one.curves, scale)}
<details data-key="table ${one.title}"><summary>As a table</summary>${table(one, range)}</details>
</figure>`;
}

interface Drawing {
  readonly x: (step: number) => number;
  readonly y: (value: number) => number;
  readonly colour: number;
}

function stretch(run: readonly Bucket[], { x, y, colour }: Drawing): Markup {
  const at = ({ from, to }: Bucket) => x((from + to) / 2);
  const banded = run.some(({ least, most }) => least < most);
  const top = run.map((bucket) => `${at(bucket)},${y(bucket.most)}`);
  const bottom = run.map((bucket) => `${at(bucket)},${y(bucket.least)}`).toReversed();
  const band = banded
    ? html`<polygon class="band c${colour}" points="${[...top, ...bottom].join(' ')}"/>`
    : raw('');
  const line = run.map((bucket) => `${at(bucket)},${y(bucket.mean)}`);
  // a line of one point has no length; its round ends make it a dot
  const points = line.length === 1 ? `${line[0]} ${line[0]}` : line.join(' ');
  return html`${band}<polyline class="c${colour}${line.length === 1 ? ' dot' : ''}" points="${points}"/>`;
}

function legend({ label, points }: Curve, colour: number): Markup {
  const latest = points.findLast(({ value }) => value !== null);
  const value = latest?.value ?? null;
  return html`<li><svg class="key" viewBox="0 0 24 8" aria-hidden="true"><polyline class="c${colour}" points="0,4 24,4"/></svg><span>${label}</span> <b>${value === null ? '–' : figure(value)}</b></li>`;
}

function labels({ ticks }: Scale): Markup[] {
  return ticks.toReversed().map((tick) => html`<li>${figure(tick)}</li>`);
}

/** What the scale leaves out is told. */
function beyond(curves: readonly Curve[], { high }: Scale): Markup {
  let count = 0;
  let top: { readonly step: number; readonly value: number } | null = null;
  for (const { step, value } of curves.flatMap(({ points }) => points)) {
    if (value === null || value <= high) continue;
    count++;
    if (top === null || value > top.value) top = { step, value };
  }
  if (top === null) return raw('');
  return html`<p class="note beyond">${figure(count)} ${count === 1 ? 'value lies' : 'values lie'} beyond the scale, the greatest ${figure(top.value)} at step ${figure(top.step)}.</p>`;
}

function table({ title, curves }: Chart, range: Range): Markup {
  const columns = curves.map(({ points }) => bucketize(points, range, tabled));
  const rows = (columns[0] ?? []).map((_, i) => {
    const row = columns.map((column) => column[i]);
    const there = row.filter((bucket) => bucket !== null && bucket !== undefined);
    if (there.length === 0) return raw('');
    const from = there.reduce((least, bucket) => Math.min(least, bucket.from), Infinity);
    const to = there.reduce((most, bucket) => Math.max(most, bucket.to), -Infinity);
    const name = from === to ? figure(from) : `${figure(from)} to ${figure(to)}`;
    return html`<tr><th scope="row">${name}</th>${row.map((bucket) => html`<td class="number">${cell(bucket)}</td>`)}</tr>`;
  });
  const heads = curves.map(({ label }) => html`<th scope="col" class="number">${label}</th>`);
  return scrolled(
    `Table of ${title}`,
    html`<thead><tr><th scope="col">step</th>${heads}</tr></thead><tbody>${rows}</tbody>`,
  );
}

function cell(bucket: Bucket | null | undefined): string {
  if (!bucket) return bucket === null ? '–' : '';
  const { mean, least, most } = bucket;
  return least === most ? figure(mean) : `${figure(mean)} (${figure(least)} to ${figure(most)})`;
}

const round = (value: number) => Math.round(value * 100) / 100;
