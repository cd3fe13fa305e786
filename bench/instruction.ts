/**
 * Instruction checks on one thread: responses and checks a second on real IFEval responses, strict
 * and loose, with and without the instructions that need language detection.
 */

import { missing, rows } from '../test/support/data.ts';
import { instruction } from '../verifiers/instruction/index.ts';
import type { Bench, Figure } from './report.ts';

interface Row {
  readonly response: string;
  readonly instruction_id_list: string[];
  readonly kwargs: (Record<string, unknown> | null)[];
}

const file = 'instruction/ifeval_real.jsonl';
const detects = /^(?:language:response_language|change_case:english_)/;

const bench: Bench = async function* ({ quick }) {
  const skip = missing(file);
  if (skip) {
    console.error(skip);
    return;
  }
  const all = rows<Row>(file);
  const plain = all.filter((row) => !row.instruction_id_list.some((id) => detects.test(id)));
  const sets = [
    { name: 'IFEval', set: all },
    { name: 'IFEval without language ids', set: plain },
  ];
  for (const { name, set } of sets) {
    for (const mode of ['strict', 'loose'] as const) {
      yield* measure(`${name}, ${mode}`, set, mode, quick ? 2_000 : 8_000);
    }
  }
};
export default bench;

function* measure(
  name: string,
  set: readonly Row[],
  mode: 'strict' | 'loose',
  budgetMs: number,
): Generator<Figure> {
  scoreAll(set.slice(0, 200), mode); // warm: profiles loaded, code compiled
  const start = performance.now();
  let responses = 0;
  let checks = 0;
  do {
    scoreAll(set, mode);
    responses += set.length;
    checks += set.reduce((sum, row) => sum + row.instruction_id_list.length, 0);
  } while (performance.now() - start < budgetMs);
  const seconds = (performance.now() - start) / 1_000;
  const workload = `${set.length} real responses, one thread`;
  const figure = (what: string, value: number, unit: string): Figure => ({
    bench: 'instruction',
    figure: `${name}: ${what}`,
    value,
    unit,
    workload,
  });
  yield figure('responses', responses / seconds, 'responses/s');
  yield figure('checks', checks / seconds, 'checks/s');
}

function scoreAll(set: readonly Row[], mode: 'strict' | 'loose'): void {
  for (const { response, instruction_id_list, kwargs } of set) {
    instruction.score({
      response,
      prompt: undefined,
      reference: { instruction_id_list, kwargs },
      options: { mode, reward: 'fraction', hardened: true, thinking: 'strip' },
    });
  }
}
