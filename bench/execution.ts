/**
 * Execution behind every wall of this host. Python at both levels is set against plain
 * `python3 -I -S`, one process a test and no wall at all, measured in the same run.
 */
import { javascriptFigures } from './execution/javascript.ts';
import { memoryFigures } from './execution/memory.ts';
import { nativeFigures } from './execution/native.ts';
import { wasmFigures } from './execution/wasm.ts';
import type { BenchOptions, Figure } from './report.ts';

export default async function* execution(options: BenchOptions): AsyncGenerator<Figure> {
  const plainTestsPerSecond = yield* nativeFigures(options);
  yield* wasmFigures(options, plainTestsPerSecond);
  yield* javascriptFigures(options);
  yield* memoryFigures(options);
}
