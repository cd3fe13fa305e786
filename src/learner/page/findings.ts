/** What the rollouts show beside their rewards: hack signs by their number, and causes over time. */
import { bar, number } from '../../report/charts.ts';
import { cut } from '../../report/entry.ts';
import { html, type Markup, scrolled } from '../../report/html.ts';
import { response } from './browse.ts';
import type { Chart } from './chart.ts';
import type { Rollouts, SignSeen, StepRollouts } from './rollouts.ts';
import { figure } from './scale.ts';
import { type Point, spread } from './series.ts';

const maxSigns = 24;
const maxCauses = 24;
const shownEach = 6;

export function flaggedOf(read: readonly StepRollouts[]) {
  const rewarded = read.reduce((sum, one) => sum + one.rewarded, 0);
  return { rewarded, flagged: read.reduce((sum, one) => sum + countOf(one), 0) };
}

function countOf({ signs }: StepRollouts): number {
  return signs.reduce((sum, { count }) => sum + count, 0);
}

/** Over the steps whose rollouts were read; null where none earned anything. */
export function hackChart(read: readonly StepRollouts[]): Chart | null {
  const points = read.map((one): Point => {
    return { step: one.step, value: one.rewarded === 0 ? null : countOf(one) / one.rewarded };
  });
  if (points.every(({ value }) => value === null)) return null;
  return {
    title: 'Hack signs',
    note: 'Share of the rewarded responses that show one, in the rollouts read.',
    reach: 'share',
    curves: [{ label: 'flagged', points }],
  };
}

export function hackSection({ files, read }: Rollouts): Markup {
  if (read.length === 0) return html`<p>No rollouts to look at.</p>`;
  const { rewarded, flagged } = flaggedOf(read);
  const part =
    read.length < files ? `${number(read.length)} of ${number(files)} steps` : 'all steps';
  return html`<p>${number(flagged)} of ${number(rewarded)} responses that earned half marks or more, over the rollouts of ${part}. A sign is a reason to look, no verdict.</p>
${signGroups(read).map(signDetails)}`;
}

type Seen = SignSeen & { readonly step: number };

function signGroups(read: readonly StepRollouts[]): (readonly [number, readonly Seen[]])[] {
  const seen = read.flatMap(({ step, signs }) => signs.map((one) => ({ ...one, step })));
  return [...Map.groupBy(seen, ({ sign }) => sign.id).values()]
    .map((found) => [found.reduce((sum, { count }) => sum + count, 0), found] as const)
    .toSorted(([a], [b]) => b - a)
    .slice(0, maxSigns);
}

function signDetails([count, found]: readonly [number, readonly Seen[]]): Markup {
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) return html``;
  const { id, title, why } = first.sign;
  const when =
    first.step === last.step
      ? `step ${figure(first.step)}`
      : `steps ${figure(first.step)} to ${figure(last.step)}`;
  const rows = spread(
    found.flatMap(({ step, rows }) => rows.map((one) => ({ ...one, step }))),
    shownEach,
  );
  return html`<details class="sign" data-key="sign ${id}">
<summary><span>${title}</span><span class="soft">${when}</span><span class="count">${number(count)}</span></summary>
<p>${why} Shown: ${rows.length} of ${number(count)}.</p>
${rows.map(({ row, detail, step }, i) => html`<article class="example"><h4>step ${figure(step)} · ${cut(row.source, 100)} · ${cut(row.prompt_id, 100)}</h4>${response(row, `${id} ${i}`, detail)}</article>`)}
</details>`;
}

/** The share of each cause, at the first and the latest step with rollouts. */
export function causeTable(read: readonly StepRollouts[]): Markup {
  const [first, last] = [read[0], read.at(-1)];
  if (!first || !last) return html`<p>No rollouts to look at.</p>`;
  const names = [...new Set([...last.causes.keys(), ...first.causes.keys()])]
    .toSorted((a, b) => (last.causes.get(b) ?? 0) - (last.causes.get(a) ?? 0))
    .slice(0, maxCauses);
  const share = (one: StepRollouts, name: string) =>
    one.rows === 0 ? 0 : (one.causes.get(name) ?? 0) / one.rows;
  const percent = (one: StepRollouts, name: string) => `${(100 * share(one, name)).toFixed(1)} %`;
  const rows = names.map(
    (name) =>
      html`<tr><th scope="row">${cut(name, 60)}</th><td class="number">${percent(first, name)}</td><td class="number">${percent(last, name)}</td><td class="wide">${bar(share(last, name))}</td></tr>`,
  );
  return scrolled(
    'Causes',
    html`<thead><tr><th scope="col">cause</th><th scope="col" class="number">step ${figure(first.step)}</th><th scope="col" class="number">step ${figure(last.step)}</th><td></td></tr></thead><tbody>${rows}</tbody>`,
  );
}
