/**
 * Curves as one SVG file: values from 0 to 1 over a count, readable on light and dark ground. What is
 * compared differs in dashes as well as in colour, and is named in the legend below.
 */
import { escaped } from '../../src/report/html.ts';

export interface Curve {
  readonly label: string;
  /** One a run. */
  readonly lines: readonly (readonly Point[])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly title: string;
  /** What is counted along the bottom. */
  readonly unit: string;
  readonly curves: readonly Curve[];
}

const plot = { left: 44, top: 34, width: 580, height: 220 };
const row = 20;
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** Lightness in the middle, so that each stands out on white and on near black. */
const colours = ['#2f8fbf', '#d07414', '#2f9d62', '#9a6fd8', '#d04a88', '#7c8791'];
const dashes = ['none', '8 3', '2 3', '9 3 2 3', '5 2', '1 2'];

export function drawCurves({ title, unit, curves }: Drawing): string {
  const most = curves.flatMap(({ lines }) => lines.flat()).reduce((a, { x }) => Math.max(a, x), 1);
  const x = (value: number) => round(plot.left + (value / most) * plot.width);
  const y = (value: number) => round(plot.top + (1 - value) * plot.height);
  const width = plot.left + plot.width + 16;
  const legendTop = plot.top + plot.height + 52;
  const height = legendTop + row * Math.ceil(curves.length / 2);
  const right = plot.left + plot.width;
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${plot.left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}"/>` +
      `<text x="${plot.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  const anchors = ['start', 'middle', 'end'];
  const axis = anchors.map((anchor, i) => {
    const value = (most * i) / 2;
    return `<text x="${x(value)}" y="${plot.top + plot.height + 18}" text-anchor="${anchor}">${count(value)}</text>`;
  });
  const lines = curves.flatMap((curve, i) =>
    curve.lines.map((points) => {
      const path = points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ');
      return `<polyline ${stroke(i)} points="${path}"/>`;
    }),
  );
  const legend = curves.map(({ label }, i) => {
    const left = plot.left + (i % 2) * (plot.width / 2);
    const at = legendTop + row * Math.floor(i / 2);
    return (
      `<polyline ${stroke(i)} points="${left},${at} ${left + 28},${at}"/>` +
      `<text x="${left + 36}" y="${at + 4}">${escaped(label)}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>
svg { background: #ffffff }
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.grid { stroke: #d5dadf }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round }
@media (prefers-color-scheme: dark) {
svg { background: #14181c }
text { fill: #e3e8ec }
.grid { stroke: #39424a }
}
</style>
<text x="${plot.left}" y="18" font-weight="600">${escaped(title)}</text>
${[...grid, ...axis].join('\n')}
<text x="${right}" y="${plot.top + plot.height + 34}" text-anchor="end">${escaped(unit)}</text>
${[...lines, ...legend].join('\n')}
</svg>
`;
}

function stroke(i: number): string {
  const dash = dashes[i % dashes.length] as string;
  return `stroke="${colours[i % colours.length]}" stroke-dasharray="${dash}"`;
}

function count(value: number): string {
  return `${Math.round(value)}`.replace(/\B(?=(\d{3})+$)/g, ',');
}

const round = (value: number) => Math.round(value * 10) / 10;
