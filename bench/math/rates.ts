/**
 * Verifications a second on one thread, over the public rows. The baseline is the grader that people
 * write in an afternoon, on the same rows in the same run: see plain.ts.
 */
import {
  type MathFile,
  type MathRow,
  mathMissing,
  mathRows,
  mathTask,
} from '../../test/support/math.ts';
import { math } from '../../verifiers/math/index.ts';
import type { BenchOptions, Figure } from '../report.ts';
import { plainEqual, plainProved } from './plain.ts';

const suites: readonly { readonly figure: string; readonly files: readonly MathFile[] }[] = [
  {
    figure: 'verifications, mixed rows',
    files: [
      'suite-mathverify',
      'suite-others',
      'gold-rewrites',
      'own-equivalence',
      'symbolic-generated',
    ],
  },
  { figure: 'verifications, real responses', files: ['e2e-real-models'] },
];

export async function* rateFigures({ quick }: BenchOptions): AsyncGenerator<Figure> {
  const ms = quick ? 1_500 : 6_000;
  for (const { figure, files } of suites) {
    if (files.some((name) => mathMissing(name))) continue;
    const rows = files.flatMap(mathRows);
    const tasks = rows.map((row) => mathTask(row, { switches: false }));
    const value = rate(tasks, ms, (task) => math.score(task));
    const baseline = rate(rows, ms / 2, plainEqual);
    const read = rows.filter((row) => plainEqual(row) !== null).length;
    const right = rows.filter((row) => (plainEqual(row) ?? false) === row.expected).length;
    yield {
      bench: 'math',
      figure,
      value,
      unit: 'samples/s',
      workload: `${rows.length} rows of ${files.join(', ')}`,
      baseline: `answer by regular expression, both sides compiled by mathjs and compared at 3 points; it reads ${read} rows and is right on ${right}`,
      ratio: value / baseline,
    };
  }
  const name = 'symbolic-generated';
  if (mathMissing(name)) return;
  // Both sides of these are in a spelling that mathjs reads after a few replacements.
  const rows = mathRows(name).filter((row) => plainEqual(row) !== null);
  const right = rows.filter((row) => plainEqual(row) === row.expected).length;
  const tasks = rows.map((row) => mathTask(row));
  const value = rate(tasks, ms / 2, (task) => math.score(task));
  const baseline = rate(rows, ms / 2, plainEqual);
  yield {
    bench: 'math',
    figure: 'verifications, equality of expressions',
    value,
    unit: 'samples/s',
    workload: `the ${rows.length} rows of ${name} that mathjs reads, proved or refuted`,
    baseline: `both sides compiled by mathjs and compared at 3 points, ${right} right`,
    ratio: value / baseline,
  };
  yield proved(rows, ms);
}

/** Algebra against algebra; simplifying takes seconds on some rows, so it gets as many as fit. */
function proved(rows: readonly MathRow[], ms: number): Figure {
  const polynomials = rows.filter(({ category }) => category === 'sym-poly');
  const done: MathRow[] = [];
  let right = 0;
  const start = performance.now();
  for (const row of polynomials) {
    if (plainProved(row) === row.expected) right++;
    done.push(row);
    if (performance.now() - start > ms) break;
  }
  const baseline = (1_000 * done.length) / (performance.now() - start);
  const tasks = done.map((row) => mathTask(row));
  const value = rate(tasks, ms / 2, (task) => math.score(task));
  return {
    bench: 'math',
    figure: 'verifications, equality of polynomials',
    value,
    unit: 'samples/s',
    workload: `the first ${done.length} polynomial rows of symbolic-generated, proved or refuted`,
    baseline: `mathjs, simplify(a - b), ${right} right`,
    ratio: value / baseline,
  };
}

/** Items a second over about `ms` milliseconds, after a fifth of that to warm up. */
function rate<T>(items: readonly T[], ms: number, work: (item: T) => unknown): number {
  let result = 0;
  for (const span of [ms / 5, ms]) {
    const start = performance.now();
    let done = 0;
    let spent = 0;
    while (spent < span) {
      for (const item of items) {
        work(item);
        done++;
        // The clock is read often enough to end in time on slow rows.
        if (done % 16 === 0 && performance.now() - start > 2 * span) break;
      }
      spent = performance.now() - start;
    }
    result = (1_000 * done) / spent;
  }
  return result;
}
