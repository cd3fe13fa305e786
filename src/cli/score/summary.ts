/** The end of a run in words: by verifier, cause and data source, and of rows with several responses. */
import type { Findings } from './rows.ts';
import { type Counts, meanOf, passPoints, type Tally } from './tally.ts';

const shownSources = 20;

export function renderSummary(tally: Tally): string {
  const { all, verifiers, sources, causes } = tally;
  return [
    `${all.count} verdicts: ${all.scored} scored, ${all.count - all.scored} unscorable, ` +
      `${all.correct} correct, mean reward ${figure(meanOf(all))}`,
    ...named(verifiers),
    ...(Object.keys(sources).length > 0 ? ['  by data source:', ...named(sources, '  ')] : []),
    `  causes: ${
      byCount(causes)
        .map(([cause, n]) => `${cause} ${n}`)
        .join(', ') || 'none'
    }`,
    ...groups(tally),
    ...(all.count > 0 && all.scored === 0
      ? ['  nothing could be scored: are these the right files, --format or --map?']
      : []),
  ].join('\n');
}

const figure = (value: number | null) => (value === null ? '–' : value.toFixed(4));

const byCount = (counts: Record<string, number>) =>
  Object.entries(counts).sort(([, a], [, b]) => b - a);

function named(counts: Record<string, Counts>, indent = ''): string[] {
  const all = Object.entries(counts).sort(([, a], [, b]) => b.count - a.count);
  const width = Math.max(
    12,
    ...all.slice(0, shownSources).map(([name]) => Math.min(40, name.length)),
  );
  const lines = all.slice(0, shownSources).map(([name, own]) => {
    const unscorable = own.count - own.scored;
    return (
      `${indent}  ${plain(name).padEnd(width)} ${own.count} rows, mean reward ${figure(meanOf(own))}` +
      `${unscorable > 0 ? `, ${unscorable} unscorable` : ''}`
    );
  });
  const rest = all.length - lines.length;
  return rest > 0 ? [...lines, `${indent}  and ${rest} more`] : lines;
}

function groups(tally: Tally): string[] {
  const { majority, means } = tally;
  const points = passPoints(tally);
  if (points.length === 0) return [];
  return [
    `  rows with several responses: ${means.rows}, mean of their mean rewards ${figure(meanOf({ scored: means.rows, sum: means.sum }))}`,
    `  ${points.map(({ k, mean, rows }) => `pass@${k} ${mean.toFixed(4)} (${rows})`).join(', ')}`,
    ...(majority.rows > 0
      ? [`  majority vote: ${figure(majority.sum / majority.rows)} over ${majority.rows} rows`]
      : []),
  ];
}

/** Text from a data set may not drive the terminal. */
export const plain = (name: string, most = 80): string =>
  name.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, most);

/** What was learned of the files themselves. */
export function renderFindings({ formats, duplicates }: Findings): string[] {
  const several = [...formats].map(([name, { count }]) => `${name} ${count}`);
  const places = duplicates.found.map(
    ({ id, file, row }) => `${plain(`${id}`)} (${file} row ${row})`,
  );
  const more = duplicates.count - places.length;
  return [
    ...(several.length > 1 ? [`formats: ${several.join(', ')}`] : []),
    ...(duplicates.count > 0
      ? [
          `${duplicates.count} rows have the id of an earlier row: ${places.join(', ')}` +
            `${more > 0 ? ` and ${more} more` : ''}`,
        ]
      : []),
    ...(duplicates.overflown ? ['too many ids to look for more that come twice'] : []),
  ];
}
