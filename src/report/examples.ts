/** The suspicious rows on the page: a list of signs with their counts, then examples of each. */
import { number } from './charts.ts';
import type { Example } from './entry.ts';
import { html, type Markup, raw } from './html.ts';
import type { Suspects } from './suspects.ts';

type Kind = 'refused' | 'rewarded';

export function suspectList(
  title: string,
  what: string,
  suspects: readonly Suspects[],
  of: number,
  kind: Kind,
): Markup {
  const items = suspects.map(
    (one, i) =>
      html`<li><a href="#${kind}-${i}">${one.title}</a><span class="count">${number(one.count)}</span></li>`,
  );
  const list = items.length === 0 ? html`<p>No sign seen.</p>` : html`<ul>${items}</ul>`;
  return html`<article class="${kind}"><h3>${title}</h3><p>${what}; among ${number(of)} ${kind === 'refused' ? 'without full marks' : 'with half marks or more'}</p>${list}</article>`;
}

export function details(title: string, suspects: readonly Suspects[], kind: Kind): Markup {
  if (suspects.length === 0) return raw('');
  // the place of a link is inside: going there opens it
  const parts = suspects.map(({ title, why, count, examples }, i) => {
    const shown =
      examples.length < count
        ? `${examples.length} of ${number(count)}, drawn at random`
        : `all ${number(count)}`;
    return html`<details class="sign">
<summary><span>${title}</span><span class="count">${number(count)}</span></summary>
<p id="${kind}-${i}">${why} Shown: ${shown}.</p>
${examples.map(example)}
</details>`;
  });
  return html`<section class="${kind}" aria-label="${title}"><h2>${title}</h2>${parts}</section>`;
}

function example(one: Example): Markup {
  const facts: (readonly [string, string | null])[] = [
    ['seen', one.detail],
    ['reference', one.reference],
    ['judged', one.judged],
    ['message', one.message],
    ['flags', one.flags.join(', ') || null],
  ];
  const list = facts.flatMap(([name, value]) =>
    value === null ? [] : [html`<dt>${name}</dt><dd>${value}</dd>`],
  );
  const reward =
    one.reward === null ? 'unscorable' : `reward ${Math.round(one.reward * 1e4) / 1e4}`;
  return html`<article class="example">
<h4>${one.id}</h4>
<p>${one.verifier}${one.source === null ? '' : ` · ${one.source}`} · ${reward} · ${one.cause} · ${one.place}</p>
<dl>${list}</dl>
<pre tabindex="0" role="region" aria-label="Response">${one.response}</pre>
</article>`;
}
