/** The report's page: where to look first, then the figures. It has no script and loads nothing. */
import { bar, histogram, number, passCurve } from './charts.ts';
import { bins, type Counts } from './counts.ts';
import { documentOf } from './document.ts';
import type { Example } from './entry.ts';
import { details, suspectList } from './examples.ts';
import { html, type Markup, raw, scrolled } from './html.ts';
import type { CurvePoint } from './pass-at-k.ts';
import type { Suspects } from './suspects.ts';

export interface Findings {
  readonly files: readonly string[];
  readonly all: Counts;
  readonly verifiers: readonly (readonly [string, Counts])[];
  readonly sources: readonly (readonly [string, Counts])[];
  readonly causes: readonly (readonly [string, number])[];
  readonly rewards: readonly number[];
  readonly curve: readonly CurvePoint[];
  /** Rows of several responses: all right, some, none. */
  readonly groups: { readonly all: number; readonly some: number; readonly none: number };
  readonly slowest: readonly Example[];
  readonly unscorable: readonly Example[];
  readonly refused: readonly Suspects[];
  readonly rewarded: readonly Suspects[];
}

export function page(found: Findings): string {
  const { all } = found;
  const halfMarks = found.rewards.slice(bins / 2).reduce((sum, count) => sum + count, 0);
  const several = found.curve.length > 0;
  return documentOf({
    title: 'Assay: scoring report',
    body: html`<a class="skip" href="#first">Skip to where to look first</a>
<header>
<h1>Scoring report</h1>
<p class="files">${fileNames(found.files)}</p>
<nav aria-label="Parts of the report"><a href="#rewards">rewards</a> <a href="#verifiers">verifiers</a> <a href="#slowest">slowest</a> <a href="#unscorable">unscorable</a></nav>
</header>
<main>
<dl class="tiles">${tiles(found)}</dl>
<section id="first" aria-labelledby="first-title">
<h2 id="first-title">Where to look first</h2>
<div class="pair">
${suspectList('Likely false negatives', 'refused, and yet they look right', found.refused, all.scored - all.correct, 'refused')}
${suspectList('Likely hacks', 'rewarded, and yet suspicious', found.rewarded, halfMarks, 'rewarded')}
</div>
</section>
${details('Likely false negatives', found.refused, 'refused')}
${details('Likely hacks', found.rewarded, 'rewarded')}
<section id="rewards" aria-labelledby="rewards-title">
<h2 id="rewards-title">Rewards</h2>
${histogram(found.rewards)}
</section>
${several ? curveSection(found) : raw('')}
<section aria-labelledby="causes-title">
<h2 id="causes-title">Causes</h2>
${causeTable(found)}
</section>
<section id="verifiers" aria-labelledby="verifiers-title">
<h2 id="verifiers-title">By verifier</h2>
${countTable('verifier', found.verifiers)}
</section>
${
  found.sources.length === 0
    ? raw('')
    : html`<section aria-labelledby="sources-title">
<h2 id="sources-title">By data source</h2>
${countTable('data source', found.sources)}
</section>`
}
<section id="slowest" aria-labelledby="slowest-title">
<h2 id="slowest-title">Slowest rows</h2>
${slowTable(found.slowest)}
</section>
<section id="unscorable" aria-labelledby="unscorable-title">
<h2 id="unscorable-title">Unscorable rows</h2>
${unscorableTable(found)}
</section>
</main>`,
  });
}

function fileNames(files: readonly string[]): string {
  const [first = 'no rows'] = files;
  return files.length <= 3 ? files.join(', ') || first : `${first} and ${files.length - 1} more`;
}

function tiles({ all, groups, curve }: Findings): Markup[] {
  const tile = (name: string, value: string, note: string) =>
    html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;
  const several = groups.all + groups.some + groups.none;
  return [
    tile('Mean reward', mean(all), `over ${number(all.scored)} scored`),
    tile('Correct', percent(all.correct, all.scored), `${number(all.correct)} with full marks`),
    tile('Responses', number(all.verdicts), `in ${number(all.rows)} rows`),
    tile('Unscorable', number(all.unscorable), 'no reward, never 0'),
    tile('Flagged', number(all.flagged), 'signs of hacking'),
    ...(curve.length > 0 && several > 0
      ? [
          tile(
            'Mixed rows',
            percent(groups.some, several),
            `all right ${number(groups.all)}, none ${number(groups.none)}`,
          ),
        ]
      : []),
  ];
}

function curveSection({ curve }: Findings): Markup {
  const short = curve.some(({ rows }) => rows !== curve[0]?.rows);
  return html`<section aria-labelledby="curve-title">
<h2 id="curve-title">pass@k</h2>
<p>The chance that k responses hold a right one, by the unbiased estimator, over rows with at least k scored responses.${short ? ' Rows differ in their number of responses: points of different k are over different rows.' : ''}</p>
${passCurve(curve)}
</section>`;
}

function causeTable({ causes, all }: Findings): Markup {
  const rows = causes.map(
    ([cause, count]) =>
      html`<tr><th scope="row">${cause}</th><td class="number">${number(count)}</td><td class="number">${percent(count, all.verdicts)}</td><td class="wide">${bar(count / all.verdicts)}</td></tr>`,
  );
  return scrolled(
    'Causes',
    html`<thead><tr><th scope="col">cause</th><th scope="col" class="number">responses</th><th scope="col" class="number">share</th><td></td></tr></thead><tbody>${rows}</tbody>`,
  );
}

function countTable(name: string, groups: readonly (readonly [string, Counts])[]): Markup {
  const heads = ['rows', 'responses', 'mean reward', 'correct', 'unscorable', 'flagged', 'ms each'];
  const rows = groups.map(([group, counts]) => {
    const { rows, verdicts, unscorable, flagged, correct, scored, ms } = counts;
    const cells = [
      number(rows),
      number(verdicts),
      mean(counts),
      percent(correct, scored),
      number(unscorable),
      number(flagged),
      milliseconds(verdicts === 0 ? 0 : ms / verdicts),
    ].map((text) => html`<td class="number">${text}</td>`);
    return html`<tr><th scope="row">${group}</th><td class="wide">${bar(counts.meanReward ?? 0)}</td>${cells}</tr>`;
  });
  const head = heads.map((text) => html`<th scope="col" class="number">${text}</th>`);
  return scrolled(
    `By ${name}`,
    html`<thead><tr><th scope="col">${name}</th><td></td>${head}</tr></thead><tbody>${rows}</tbody>`,
  );
}

function slowTable(slowest: readonly Example[]): Markup {
  const rows = slowest.map(
    (one) =>
      html`<tr><th scope="row">${one.id}</th><td class="number">${milliseconds(one.ms)}</td><td>${one.verifier}</td><td>${one.cause}</td><td class="number">${one.reward === null ? '–' : one.reward.toFixed(2)}</td><td class="path">${one.place}</td></tr>`,
  );
  return scrolled(
    'Slowest rows',
    html`<thead><tr><th scope="col">id</th><th scope="col" class="number">ms</th><th scope="col">verifier</th><th scope="col">cause</th><th scope="col" class="number">reward</th><th scope="col">place</th></tr></thead><tbody>${rows}</tbody>`,
  );
}

function unscorableTable({ unscorable, all }: Findings): Markup {
  if (unscorable.length === 0) return html`<p>None.</p>`;
  const rows = unscorable.map(
    (one) =>
      html`<tr><th scope="row">${one.id}</th><td>${one.verifier}</td><td>${one.cause}</td><td class="text">${one.message ?? ''}</td><td class="path">${one.place}</td></tr>`,
  );
  const drawn =
    all.unscorable > unscorable.length ? `, ${unscorable.length} of them drawn at random` : '';
  return html`<p>${number(all.unscorable)} in all${drawn}. Their reward is null; they should not be learned from.</p>
${scrolled('Unscorable rows', html`<thead><tr><th scope="col">id</th><th scope="col">verifier</th><th scope="col">cause</th><th scope="col">what was wrong</th><th scope="col">place</th></tr></thead><tbody>${rows}</tbody>`)}`;
}

function mean({ meanReward }: Counts): string {
  return meanReward === null ? '–' : meanReward.toFixed(4);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function milliseconds(ms: number): string {
  return ms >= 100 ? number(Math.round(ms)) : ms.toFixed(ms >= 1 ? 1 : 3);
}
