/**
 * Math verifications in process, one thread, on the public rows. The baseline does less: mathjs only
 * compiles one side of a symbolic row and evaluates it at three points, in the same run.
 */
import { all, create } from 'mathjs';
import { missing, rows } from '../test/support/data.ts';
import { math } from '../verifiers/math/index.ts';
import type { Bench, Figure } from './report.ts';

interface Row {
  readonly gold: string;
  readonly pred: string;
  readonly gold_form: 'answer' | 'text';
  readonly pred_form: 'answer' | 'text';
  readonly policy?: string;
}

const suites: readonly { readonly figure: string; readonly files: readonly string[] }[] = [
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
  { figure: 'verifications, rows made to be slow', files: ['dos'] },
];

const bench: Bench = async function* ({ quick }) {
  const ms = quick ? 1_500 : 6_000;
  for (const { figure, files } of suites) {
    if (files.some((name) => missing(`math/${name}.jsonl`))) continue;
    const tasks = files.flatMap((name) => rows<Row>(`math/${name}.jsonl`)).map(task);
    const value = rate(tasks, ms, (t) => math.score(t));
    yield line(figure, value, `${tasks.length} rows of ${files.join(', ')}`);
  }
  if (missing('math/symbolic-generated.jsonl')) return;
  const symbolic = rows<Row>('math/symbolic-generated.jsonl').filter(
    (r) => r.policy === 'sympy-syntax',
  );
  const engine = create(all ?? {});
  const scope = { a: 0.7, b: 1.3, x: 1.1, y: 0.6, z: 2.1, n: 3 };
  const texts = symbolic.map((r) => r.pred.replaceAll('**', '^').replaceAll('I', 'i'));
  const baseline = rate(texts, ms / 2, (text) => {
    const compiled = engine.compile(text);
    for (const x of [0.3, 1.1, 2.7]) compiled.evaluate({ ...scope, x });
  });
  const value = rate(symbolic.map(task), ms / 2, (t) => math.score(t));
  yield {
    ...line(
      'verifications, symbolic rows',
      value,
      `${symbolic.length} rows in code spelling, both sides`,
    ),
    baseline: 'mathjs, response compiled and evaluated at 3 points',
    ratio: value / baseline,
  };
};

export default bench;

function task(row: Row) {
  return {
    response: row.pred,
    prompt: undefined,
    reference: math.reference.parse({ answer: row.gold }),
    options: math.options.parse({ form: row.pred_form, referenceForm: row.gold_form }),
  };
}

function line(figure: string, value: number, workload: string): Figure {
  return { bench: 'math', figure, value, unit: 'samples/s', workload };
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
