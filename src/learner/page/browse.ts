/** Rollouts to read: some steps, in each some groups, in each the best, the worst and some between. */
import { number } from '../../report/charts.ts';
import { cut } from '../../report/entry.ts';
import { html, type Markup, raw } from '../../report/html.ts';
import type { GroupShown, Rollouts, StepRollouts } from './rollouts.ts';
import type { Row } from './row.ts';
import { figure } from './scale.ts';
import { spread } from './series.ts';

const shownSteps = 10;
const maxPrompt = 3000;
const headLength = 1000;
const tailLength = 3000;

export function rolloutSection({ files, read }: Rollouts): Markup {
  if (read.length === 0) return html`<p>None are written down.</p>`;
  const steps = spread(read, shownSteps).toReversed();
  return html`<p>${steps.length === files ? 'All steps' : `${steps.length} of ${number(files)} steps`} that have them, the latest first.</p>
${steps.map(stepDetails)}`;
}

function stepDetails(one: StepRollouts): Markup {
  const { step, rows, mean, groups, groupCount, bad } = one;
  const part =
    groups.length < groupCount ? `${groups.length} of ${number(groupCount)} groups` : 'All groups';
  const broken = bad === 0 ? '' : ` ${number(bad)} lines could not be read.`;
  return html`<details class="sign" data-key="step ${step}">
<summary><span>Step ${figure(step)}</span><span class="soft">${number(rows)} responses</span><span class="count">${mean === null ? 'no reward' : `mean ${mean.toFixed(3)}`}</span></summary>
<p>${part}; those whose responses differ come first, of each the best, the worst and some between.${broken}</p>
${groups.map((group) => groupArticle(group, step))}
</details>`;
}

function groupArticle({ size, rows }: GroupShown, step: number): Markup {
  const [head] = rows;
  if (!head) return raw('');
  const { source, prompt_id: id, prompt, group } = head;
  const shown =
    rows.length < size
      ? `${rows.length} of ${number(size)} responses`
      : `${number(size)} responses`;
  return html`<article class="example">
<h4>${cut(`${source}`, 100)} · ${cut(id, 100)}</h4>
<p>group ${group} · ${shown}</p>
<pre class="prompt" tabindex="0" role="region" aria-label="Prompt">${cut(prompt, maxPrompt)}</pre>
${rows.map((row, i) => response(row, `${step} ${group} ${i}`))}
</article>`;
}

/** @param key tells it apart from the page's others, so that a live page keeps it open. */
export function response(row: Row, key: string, detail: string | null = null): Markup {
  const { score, reward, advantage, tokens, truncated, cause, flags } = row;
  const kind = score === null ? 'unscorable' : score === 1 ? 'good' : score === 0 ? 'none' : 'part';
  const facts = [
    cut(cause, 60),
    tokens === null ? '' : `${number(tokens)} tokens`,
    truncated ? 'cut off' : '',
    reward !== null && reward !== score ? `learned from ${figure(reward)}` : '',
    advantage === null ? 'not in the loss' : `advantage ${signed(advantage)}`,
    ...flags.slice(0, 4).map((flag) => `flag ${cut(flag, 60)}`),
    detail === null ? '' : `seen: ${cut(detail, 100)}`,
  ].filter((text) => text !== '');
  return html`<details class="response" data-key="${key}">
<summary><span class="score ${kind}">${score === null ? 'unscorable' : figure(score)}</span> <span>${facts.join(' · ')}</span></summary>
<pre tabindex="0" role="region" aria-label="Response">${middleCut(row.response)}</pre>
</details>`;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(2)}`;
}

/** Answers are found at a response's end: more of the end is kept. */
function middleCut(text: string): string {
  if (text.length <= headLength + tailLength) return text;
  const left = text.length - headLength - tailLength;
  return `${text.slice(0, headLength)}\n… ${left} characters …\n${text.slice(-tailLength)}`;
}
