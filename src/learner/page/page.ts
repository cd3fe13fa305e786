/**
 * The page of a run: how far, how well, the curves, the hack signs, rollouts to read. It loads
 * nothing; only a live one has a script, which puts the newer page in its own place.
 */
import { readFileSync } from 'node:fs';
import { bar } from '../../report/charts.ts';
import { documentOf, policyOf, sharedStyle } from '../../report/document.ts';
import { html, type Markup, raw } from '../../report/html.ts';
import { rolloutSection } from './browse.ts';
import { chart, drawn } from './chart.ts';
import { causeTable, hackChart, hackSection } from './findings.ts';
import { type Mark, marksOf, stagesOf } from './marks.ts';
import { panels } from './panels.ts';
import type { RunRead } from './read.ts';
import { figure } from './scale.ts';
import type { Range } from './series.ts';
import { settingsSection, totalSteps } from './settings.ts';
import { tiles } from './tiles.ts';
import { timelineSection } from './timeline.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const style = sharedStyle + read('./style.css');
const script = read('./refresh.js');

const maxMarks = 400;
const shownMarks = 40;

/** Of a page that is served and renews itself. */
export const livePolicy = policyOf({ style, refresh: script });

/** @param live the page is served and renews itself. */
export function page(run: RunRead, live = false): string {
  const { lines, rollouts, config } = run;
  const spans = stagesOf(lines);
  const marks = marksOf(lines);
  const hacks = hackChart(rollouts.read);
  const range = { first: lines[0]?.step ?? 0, last: lines.at(-1)?.step ?? 0 };
  const charts = [...panels(lines), ...(hacks && lines.length > 0 ? [hacks] : [])];
  return documentOf({
    title: `Assay: run ${run.name}`,
    style,
    refresh: live ? script : undefined,
    body: html`<a class="skip" href="#curves">Skip to the curves</a>
<header>
<h1>Training run</h1>
<p class="files">${run.name}${spans.length > 1 ? `, stage ${spans.at(-1)?.name}` : ''}</p>
<nav aria-label="Parts of the page"><a href="#curves">curves</a> <a href="#hacks">hack signs</a> <a href="#rollouts">rollouts</a> <a href="#settings">settings</a></nav>
</header>
<main>
${progress(run)}
<dl class="tiles">${tiles(run)}</dl>
<section id="curves" aria-labelledby="curves-title">
<h2 id="curves-title">Curves</h2>
${markList(marks)}
${shared(range)}
${charts.length === 0 ? html`<p>No step yet.</p>` : html`<div class="charts">${charts.map((one) => chart(one, range, marks.slice(0, maxMarks)))}</div>`}
</section>
${timelineSection(lines)}
<section id="hacks" aria-labelledby="hacks-title">
<h2 id="hacks-title">Hack signs</h2>
${hackSection(rollouts)}
</section>
<section aria-labelledby="causes-title">
<h2 id="causes-title">Causes</h2>
${causeTable(rollouts.read)}
</section>
<section id="rollouts" aria-labelledby="rollouts-title">
<h2 id="rollouts-title">Rollouts</h2>
${rolloutSection(rollouts)}
</section>
<section id="settings" aria-labelledby="settings-title">
<h2 id="settings-title">Settings</h2>
${settingsSection(config, spans)}
</section>
</main>`,
  });
}

function progress({ lines, config, written, bad, cut }: RunRead): Markup {
  const total = totalSteps(config);
  const done = lines.at(-1)?.step ?? 0;
  const time =
    written === null
      ? 'Nothing is written yet.'
      : `Metrics written ${written.toISOString().slice(0, 19).replace('T', ' ')} UTC.`;
  const broken = bad === 0 ? '' : ` ${bad} lines of them could not be read.`;
  const long = cut ? ' There are more than a page reads: the latest are missing here.' : '';
  return html`<div class="progress">${total === null ? raw('') : bar(done / total, 'good')}<p class="note" role="status">${time}${broken}${long}</p></div>`;
}

/** Said once for all charts. */
function shared({ first, last }: Range): Markup {
  const each = Math.ceil((last - first + 1) / drawn);
  if (each < 2) return raw('');
  return html`<p class="note">Up to ${each} steps share a point: the line is their mean, the band goes from their least to their greatest.</p>`;
}

/** What the upright lines of the curves are. */
function markList(marks: readonly Mark[]): Markup {
  if (marks.length === 0) return raw('');
  const key = (kind: Mark['kind'], name: string) => {
    const steps = marks.filter((mark) => mark.kind === kind);
    if (steps.length === 0) return raw('');
    const listed = steps
      .slice(0, shownMarks)
      .map(({ step, text }) => (kind === 'stage' ? text.replace(/^Stage /, '') : figure(step)))
      .join(', ');
    const more = steps.length > shownMarks ? ` and ${steps.length - shownMarks} more` : '';
    return html`<li><svg class="key" viewBox="0 0 24 12" aria-hidden="true"><line class="${kind}" x1="12" x2="12" y1="0" y2="12"/></svg><span>${name}: ${listed}${more}</span></li>`;
  };
  return html`<ul class="legend marks">${key('reset', 'the reference was reset by step')}${key('stage', 'a stage began')}</ul>`;
}
