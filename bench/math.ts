/**
 * Math verifications in process, one thread: rows made to be slow, rates on the public rows against a
 * baseline of the same run, and fuzzing, which fails the bench when a case throws.
 */
import { fuzzFigures } from './math/fuzz.ts';
import { rateFigures } from './math/rates.ts';
import { slowFigures } from './math/slow.ts';
import type { BenchOptions, Figure } from './report.ts';

export default async function* math(options: BenchOptions): AsyncGenerator<Figure> {
  yield* slowFigures(options);
  yield* rateFigures(options);
  yield* fuzzFigures(options);
}
