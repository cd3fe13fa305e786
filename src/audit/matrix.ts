/** An audit for people: a matrix of families and outcomes, then every finding that is not `ok`. */
import type { Audit, Finding, Outcome } from './run.ts';
import { suiteNames } from './suites/index.ts';

export const outcomes: readonly Outcome[] = [
  'ok',
  'rewarded',
  'refused',
  'hung',
  'unscored',
  'failed',
];

export interface MatrixRow {
  readonly suite: string;
  readonly family: string;
  readonly cases: number;
  readonly counts: Readonly<Record<Outcome, number>>;
}

export function matrix(findings: readonly Finding[]): readonly MatrixRow[] {
  const groups = Map.groupBy(findings, ({ suite, family }) => `${suite}\0${family}`);
  const rows = [...groups].map(([key, own]) => {
    const [suite = '', family = ''] = key.split('\0');
    const counts = Object.fromEntries(
      outcomes.map((outcome) => [outcome, own.filter((one) => one.outcome === outcome).length]),
    ) as Record<Outcome, number>;
    return { suite, family, cases: own.length, counts };
  });
  const order = (suite: string) => (suiteNames as readonly string[]).indexOf(suite);
  return rows.sort((a, b) => order(a.suite) - order(b.suite) || a.family.localeCompare(b.family));
}

/** Nothing was rewarded, refused, hung or failed, and the server lives. */
export const isClean = ({ findings, alive }: Audit): boolean =>
  alive && findings.every(({ outcome }) => outcome === 'ok');

export function renderAudit(audit: Audit): string {
  const cell = (count: number) => (count === 0 ? '·' : String(count)).padStart(9);
  const head = ['suite'.padEnd(10), 'family'.padEnd(12), 'cases'.padStart(6)];
  const lines = [
    `${audit.url} as ${audit.dialect}`,
    '',
    [...head, ...outcomes.map((name) => name.padStart(9))].join(' '),
    ...matrix(audit.findings).map(({ suite, family, cases, counts }) =>
      [
        suite.padEnd(10),
        family.padEnd(12),
        String(cases).padStart(6),
        ...outcomes.map((name) => cell(counts[name])),
      ].join(' '),
    ),
    '',
    ...audit.findings
      .filter(({ outcome }) => outcome !== 'ok')
      .map(
        ({ suite, id, why, outcome, detail }) =>
          `${outcome.padEnd(9)} ${suite}/${id}: ${why}${detail ? ` (${detail})` : ''}`,
      ),
  ];
  const unasked = Object.entries(audit.unasked).filter(([, count]) => count > 0);
  if (unasked.length > 0) {
    const told = unasked.map(([suite, count]) => `${count} ${suite}`).join(', ');
    lines.push(`not asked: ${told} (the protocol cannot, or the language was not wanted)`);
  }
  for (const { concurrency, perSecond, p50Ms, p99Ms, failed } of audit.load) {
    lines.push(
      `${String(concurrency).padStart(3)} at one time: ${perSecond}/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms, ${failed} failed`,
    );
  }
  lines.push(audit.alive ? 'alive at the end' : 'DEAD at the end: a right program earns nothing');
  return lines.join('\n');
}
