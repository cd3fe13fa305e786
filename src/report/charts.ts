/**
 * Charts as inline SVG without scripts. The drawing is stretched to the width there is; its words
 * are HTML beside it, so that they keep their size on a phone, and every chart has its numbers in
 * a table for those who do not see it.
 */

import { bins } from './counts.ts';
import { html, type Markup, scrolled } from './html.ts';
import type { CurvePoint } from './pass-at-k.ts';

const width = 600;
const height = 160;

/** Twenty bars of rewards, from 0 to 1. */
export function histogram(counts: readonly number[]): Markup {
  const most = Math.max(1, ...counts);
  const step = width / bins;
  const bars = counts.map((count, i) => {
    const tall = count === 0 ? 0 : Math.max(2, (count / most) * height);
    return html`<rect x="${i * step + 1}" y="${round(height - tall)}" width="${step - 2}" height="${round(tall)}"><title>${binName(i)}: ${number(count)}</title></rect>`;
  });
  const rows = counts.map((count, i) => [binName(i), number(count)] as const);
  return html`<figure class="chart">
<div class="plot"><ol class="scale" aria-hidden="true"><li>${number(most)}</li><li>0</li></ol>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="Histogram of rewards; its numbers are in the table below">${bars}</svg>
<ol class="axis" aria-hidden="true"><li>0</li><li>0.25</li><li>0.5</li><li>0.75</li><li>1</li></ol></div>
<details><summary>As a table</summary>${numbers('reward', ['responses'], rows)}</details>
</figure>`;
}

function binName(i: number): string {
  const from = (i / bins).toFixed(2);
  return i === bins - 1 ? `${from} to 1` : `${from} to under ${((i + 1) / bins).toFixed(2)}`;
}

/** pass@k over k, on a logarithmic axis. */
export function passCurve(points: readonly CurvePoint[]): Markup {
  const last = Math.max(2, points.at(-1)?.k ?? 2);
  const x = (k: number) => round((Math.log(k) / Math.log(last)) * width);
  const y = (share: number) => round((1 - share) * height);
  const line = points.map(({ k, mean }) => `${x(k)},${y(mean)}`).join(' ');
  const grid = [0.25, 0.5, 0.75].map(
    (share) => html`<line class="grid" x1="0" x2="${width}" y1="${y(share)}" y2="${y(share)}"/>`,
  );
  const rows = points.map(({ k, mean, rows }) => [`${k}`, mean.toFixed(4), number(rows)] as const);
  return html`<figure class="chart">
<div class="plot"><ol class="scale" aria-hidden="true"><li>1</li><li>0</li></ol>
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="pass at k from k = 1 to ${last}; its numbers are in the table below">${grid}<polyline points="${line}"/></svg>
<ol class="axis" aria-hidden="true"><li>k = 1</li><li>${last}</li></ol></div>
<details open><summary>As a table</summary>${numbers('k', ['pass@k', 'rows with k responses'], rows)}</details>
</figure>`;
}

/** A bar in a table's cell; the number stands beside it. */
export function bar(share: number, kind = ''): Markup {
  const long = round(100 * Math.min(1, Math.max(0, share)));
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="10"/><rect class="${kind}" width="${long}" height="10"/></svg>`;
}

function numbers(name: string, heads: readonly string[], rows: readonly (readonly string[])[]) {
  const head = heads.map((text) => html`<th scope="col" class="number">${text}</th>`);
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((text) => html`<td class="number">${text}</td>`);
    return html`<tr><th scope="row">${first}</th>${cells}</tr>`;
  });
  return scrolled(
    `Table of ${name}`,
    html`<thead><tr><th scope="col">${name}</th>${head}</tr></thead><tbody>${body}</tbody>`,
  );
}

const round = (value: number) => Math.round(value * 100) / 100;

/** 1,234,567 */
export function number(value: number): string {
  return `${value}`.replace(/\B(?=(\d{3})+$)/g, ',');
}
