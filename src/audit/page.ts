/** The audit as one page: no script, nothing loaded. What servers say is escaped as rows are. */
import { documentOf } from '../report/document.ts';
import { html, type Markup, raw, scrolled } from '../report/html.ts';
import { isClean, matrix, outcomes } from './matrix.ts';
import type { Audit, Finding } from './run.ts';

export function auditPage(audit: Audit): string {
  const found = audit.findings.filter(({ outcome }) => outcome !== 'ok');
  return documentOf({
    title: `Assay: audit of ${audit.url}`,
    body: html`<header>
<h1>Audit</h1>
<p class="files">${audit.url}, asked as ${audit.dialect}</p>
</header>
<main>
<p>${verdict(audit)}</p>
<section aria-labelledby="matrix-title">
<h2 id="matrix-title">Cases</h2>
${table(
  'Cases by family',
  ['suite', 'family', 'cases', ...outcomes],
  matrix(audit.findings).map(({ suite, family, cases, counts }) => [
    suite,
    family,
    cases,
    ...outcomes.map((name) => (counts[name] === 0 ? '·' : counts[name])),
  ]),
)}
</section>
<section aria-labelledby="found-title">
<h2 id="found-title">Findings</h2>
${found.length === 0 ? html`<p>None.</p>` : findings(found)}
</section>
${audit.load.length === 0 ? raw('') : load(audit)}
</main>`,
  });
}

function verdict(audit: Audit): string {
  if (isClean(audit)) return 'Nothing was rewarded that should not be, nothing right was refused.';
  const count = (outcome: string) => audit.findings.filter((one) => one.outcome === outcome).length;
  const told = outcomes.filter((name) => name !== 'ok' && count(name) > 0);
  const life = audit.alive ? '' : ' At the end a right program earned nothing.';
  return `${told.map((name) => `${count(name)} ${name}`).join(', ')}.${life}`;
}

const findings = (found: readonly Finding[]): Markup =>
  table(
    'What was found',
    ['outcome', 'case', 'what it does', 'answer', 'ms'],
    found.map(({ outcome, suite, id, why, detail, ms }) => [
      outcome,
      `${suite}/${id}`,
      why,
      detail,
      ms,
    ]),
  );

const load = ({ load: levels }: Audit): Markup => html`<section aria-labelledby="load-title">
<h2 id="load-title">Load</h2>
${table(
  'Load by concurrency',
  ['at one time', 'answers a second', 'p50 ms', 'p99 ms', 'failed'],
  levels.map((one) => [one.concurrency, one.perSecond, one.p50Ms, one.p99Ms, one.failed]),
)}
</section>`;

function table(
  name: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Markup {
  return scrolled(
    name,
    html`<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>`,
  );
}
