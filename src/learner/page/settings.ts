/** What a run was told to do: the settings that people compare runs by, and all of them as text. */

import { cut, isRecord } from '../../report/entry.ts';
import { html, type Markup, raw, scrolled } from '../../report/html.ts';
import type { StageSpan } from './marks.ts';
import { figure } from './scale.ts';

const maxText = 64 << 10;
const maxValue = 300;
const maxStages = 64;

/** Label and the places whose values it joins, in the merged settings or else in the whole config. */
const facts: readonly (readonly [string, ...string[]])[] = [
  ['kind, preset', 'kind', 'preset'],
  ['model', 'model.from', 'model.scratch'],
  ['engine, threads', 'engine.name', 'engine.threads'],
  ['seed', 'seed'],
  ['data', 'data.mix'],
  ['prompts, group', 'rollout.prompts', 'rollout.group'],
  ['temperature, top-p', 'rollout.temperature', 'rollout.top_p'],
  ['longest response', 'rollout.max_new_tokens'],
  ['dynamic sampling', 'sampling.dynamic'],
  ['estimator', 'advantages.estimator'],
  ['loss', 'loss.surrogate', 'loss.aggregation'],
  ['clip low, high', 'loss.clip_low', 'loss.clip_high', 'loss.dual_clip'],
  ['KL weight, estimator', 'loss.beta', 'loss.kl'],
  ['reference reset', 'reference'],
  ['reward shaping', 'rewards'],
  ['learning rate, schedule, warmup', 'optimizer.lr', 'optimizer.schedule', 'optimizer.warmup'],
  ['evaluation sets', 'evaluation.sets'],
  ['evaluated every, samples', 'evaluation.every', 'evaluation.samples'],
];

export function totalSteps(config: unknown): number | null {
  const steps = at(config, 'config.steps');
  return typeof steps === 'number' && steps > 0 ? steps : null;
}

export function settingsSection(config: unknown, spans: readonly StageSpan[]): Markup {
  const whole = at(config, 'config');
  if (!isRecord(whole)) return html`<p>No config.json to read.</p>${stageTable([], spans)}`;
  const stages = at(config, 'stages');
  const listed = Array.isArray(stages) ? stages.slice(0, maxStages) : [];
  const present = listed.find((stage) => at(stage, 'name') === spans.at(-1)?.name) ?? listed[0];
  const merged = at(present, 'settings');
  const items = facts.flatMap(([label, ...places]) => {
    const values = places.flatMap((place) => {
      const value = at(merged, place) ?? at(whole, place);
      const text = value === undefined || value === null ? '' : valueText(value);
      return text === '' ? [] : [text];
    });
    return values.length === 0
      ? []
      : [html`<dt>${label}</dt><dd>${cut(values.join(', '), maxValue)}</dd>`];
  });
  const text = JSON.stringify(config, (key, value) => (key === 'token' ? '…' : value), 2);
  return html`<dl class="facts">${items}</dl>
${stageTable(listed, spans)}
<details class="all" data-key="config"><summary>Everything, stages merged</summary><pre tabindex="0" role="region" aria-label="Configuration">${cut(text, maxText)}</pre></details>`;
}

/** Those that came, then those to come. A run of one stage needs no table. */
function stageTable(listed: readonly unknown[], spans: readonly StageSpan[]): Markup {
  const names = spans.map(({ name }) => name);
  const known = listed.map((stage) => ({ name: `${at(stage, 'name')}`, stage }));
  const coming = known.filter(({ name }) => !names.includes(name));
  if (spans.length + coming.length < 2) return raw('');
  const row = (name: string, steps: string) => {
    const stage = known.find((one) => one.name === name)?.stage;
    const [end, entry] = [at(stage, 'end'), at(stage, 'entry')];
    return html`<tr><th scope="row">${cut(name, 64)}</th><td>${steps}</td><td>${cut(valueText(end ?? '–'), 100)}</td><td>${cut(valueText(entry ?? '–'), 40)}</td></tr>`;
  };
  const rows = [
    ...spans
      .slice(-maxStages)
      .map(({ name, first, last }) => row(name, `${figure(first)} to ${figure(last)}`)),
    ...coming.map(({ name }) => row(name, 'to come')),
  ];
  return scrolled(
    'Stages',
    html`<thead><tr><th scope="col">stage</th><th scope="col">steps</th><th scope="col">ends at</th><th scope="col">begins anew</th></tr></thead><tbody>${rows}</tbody>`,
  );
}

/** Data as words: what is null or absent is not spoken of. */
function valueText(value: unknown, depth = 4): string {
  if (Array.isArray(value)) {
    return value
      .slice(0, 12)
      .map((one) => valueText(one, depth - 1))
      .join('; ');
  }
  if (!isRecord(value)) return cut(`${value}`, maxValue);
  if (depth === 0) return '…';
  return Object.entries(value)
    .slice(0, 24)
    .filter(([, one]) => one !== null && one !== false)
    .map(([key, one]) => `${key.replaceAll('_', ' ')} ${valueText(one, depth - 1)}`)
    .join(', ');
}

/** @param path names with points between. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    found = isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}
