/**
 * The math data, file by category: rows, right ones, false positives and false negatives; then the
 * policies of the data that are not followed, by name. A row about a convention is run under the
 * switch of its policy, or without (`plain`).
 */
import {
  contradicted,
  type How,
  type MathFile,
  mathFiles,
  mathMissing,
  mathRows,
  type Outcome,
  runMathRow,
} from '../../test/support/math.ts';

export interface TableOptions {
  /** Without the switches of the policies. */
  readonly plain: boolean;
  readonly preset?: string | undefined;
  /** Whether the rows that disagree are listed, with reasons. */
  readonly rows: boolean;
}

export default function* table({ plain, preset, rows }: TableOptions): Generator<string> {
  const how: How = { switches: !plain, options: preset === undefined ? {} : { preset } };
  const everything: Outcome[] = [];
  yield line('file', 'category', 'rows', 'right', 'false pos', 'false neg');
  for (const name of mathFiles) {
    const absent = mathMissing(name);
    if (absent) {
      yield absent;
      continue;
    }
    const outcomes = mathRows(name).map((row) => runMathRow(row, how));
    everything.push(...outcomes);
    const categories = Map.groupBy(outcomes, ({ row }) => row.category);
    for (const [category, some] of [...categories].sort(byName))
      yield line(name, category, ...counts(some));
    if (categories.size > 1) yield line(name, '', ...counts(outcomes));
    if (rows) yield* disagreeing(name, outcomes);
  }
  yield line('total', '', ...counts(everything));
  yield* unfollowed(everything);
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : 1;

function counts(outcomes: readonly Outcome[]): number[] {
  const kinds = ['right', 'false positive', 'false negative'] as const;
  const count = (kind: Outcome['kind']) => outcomes.filter((o) => o.kind === kind).length;
  return [outcomes.length, ...kinds.map(count)];
}

function line(file: string, category: string, ...cells: readonly (string | number)[]): string {
  const shown = cells.map((cell) => String(cell).padStart(9)).join(' ');
  return `${file.padEnd(24)} ${category.padEnd(24)} ${shown}`;
}

function* disagreeing(name: MathFile, outcomes: readonly Outcome[]): Generator<string> {
  for (const { row, kind, verdict } of outcomes) {
    if (kind === 'right') continue;
    const parts = verdict.status === 'scored' ? verdict.parts : {};
    const conventions = listed(parts?.conventions);
    const reason = [
      verdict.cause,
      listed(parts?.method) && `by ${listed(parts?.method)}`,
      conventions && `under ${conventions}`,
      row.policy && `policy ${row.policy}`,
    ];
    yield `  ${kind}: ${name} ${row.id} ${shown(row.gold)} | ${shown(row.pred)}: ${reason.filter(Boolean).join(', ')}`;
  }
}

const listed = (names: unknown) => (Array.isArray(names) ? names.join(' + ') : '');

/** The end of a response says more than its beginning. */
function shown(text: string): string {
  return JSON.stringify(text.length > 120 ? `…${text.slice(-120)}` : text);
}

function* unfollowed(outcomes: readonly Outcome[]): Generator<string> {
  const left = outcomes.filter(({ row }) => contradicted.has(row.id));
  if (left.length > 0) yield '\nNot followed:';
  for (const { row, kind } of left) {
    yield `  ${row.policy} (its other rows ask for the opposite): ${shown(row.gold)} | ${shown(row.pred)}: ${kind}`;
  }
}
