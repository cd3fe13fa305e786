/**
 * The latest steps as bars: generation, waiting for rewards, and the update one after another, and
 * under them when the oracle was at work. Only the waiting is lost: the engine stands still.
 */
import { z } from 'zod';
import { html, type Markup, raw } from '../../report/html.ts';
import { parts, type Timeline } from '../run/timeline.ts';
import { figure } from './scale.ts';
import type { RunLine } from './series.ts';

const time = z.number().min(0).max(1e9);
/** As it stands in the metrics; what is odd is left out. */
export const TimelineRead = z.array(z.tuple([z.enum(parts), time, time])).max(2000);

const shown = 12;
const width = 600;
const words: Readonly<Record<(typeof parts)[number], string>> = {
  generation: 'generation',
  wait: 'only waiting for rewards',
  update: 'update',
  oracle: 'the oracle at work',
};

export function timelineSection(lines: readonly RunLine[]): Markup {
  const steps = lines.flatMap(({ step, timeline }) =>
    timeline && timeline.length > 0 ? [{ step, timeline }] : [],
  );
  if (steps.length === 0) return raw('');
  const latest = steps.slice(-shown).toReversed();
  const longest = latest.reduce((most, { timeline }) => Math.max(most, endOf(timeline)), 0);
  const key = parts.map(
    (part) =>
      html`<li><svg class="key" viewBox="0 0 24 12" aria-hidden="true"><rect class="t-${part}" width="24" height="12"/></svg><span>${words[part]}</span></li>`,
  );
  return html`<section id="timeline" aria-labelledby="timeline-title">
<h2 id="timeline-title">Where the time goes</h2>
<p class="note">The latest ${figure(latest.length)} judged steps, the newest first; a full width is ${figure(longest)} s.</p>
<ul class="legend">${key}</ul>
<ol class="timeline">${latest.map((one) => bar(one, longest))}</ol>
</section>`;
}

function bar({ step, timeline }: { step: number; timeline: Timeline }, longest: number): Markup {
  const x = (seconds: number) =>
    Math.round((100 * width * seconds) / Math.max(longest, 0.001)) / 100;
  const rects = timeline.map(([part, from, to]) => {
    const [y, height] = part === 'oracle' ? [14, 4] : [0, 12];
    return html`<rect class="t-${part}" x="${x(from)}" y="${y}" width="${Math.max(0, x(to) - x(from))}" height="${height}"/>`;
  });
  const told = parts.map((part) => `${words[part]} ${figure(secondsOf(timeline, part))} s`);
  return html`<li><span class="step">step ${figure(step)}</span><svg viewBox="0 0 ${width} 18" preserveAspectRatio="none" role="img" aria-label="Step ${figure(step)}: ${told.join(', ')}"><title>${told.join(', ')}</title>${rects}</svg></li>`;
}

function endOf(timeline: Timeline): number {
  return timeline.reduce((most, [, , to]) => Math.max(most, to), 0);
}

function secondsOf(timeline: Timeline, wanted: (typeof parts)[number]): number {
  const sum = timeline.reduce((all, [part, a, b]) => all + (part === wanted ? b - a : 0), 0);
  return Math.round(1000 * sum) / 1000;
}
