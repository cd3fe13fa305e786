/** Logic puzzles in process, one thread: entries made and answers judged a second, task by task. */
import { generate, logic, taskByName } from '../verifiers/logic/index.ts';
import type { Bench, Figure } from './report.ts';

const entries = 20;

const bench: Bench = async function* ({ quick }) {
  const ms = quick ? 250 : 1_500;
  for (const task of taskByName.keys()) {
    yield figure(
      `${task} entries made`,
      'entries/s',
      'default config, own answer checked',
      ms,
      (i) => generate({ task, seed: 7, index: i }),
    );
    const made = Array.from({ length: entries }, (_, index) => generate({ task, seed: 7, index }));
    const options = { mode: 'strict', extract: 'raw' } as const;
    const answers = made.map(({ entry, config }, i) => ({
      prompt: undefined,
      // Every third answer is another entry's: wrong, but well formed.
      response: (i % 3 === 0 ? made[(i + 1) % entries] : made[i])?.entry.answer ?? '',
      reference: { task, entry, config },
      options,
    }));
    const workload = `${entries} entries, a third of the answers wrong, strict`;
    yield figure(`${task} answers judged`, 'answers/s', workload, ms, (i) =>
      logic.score(answers[i % entries] as (typeof answers)[number]),
    );
  }
};

export default bench;

/** Calls `work` for about `ms` milliseconds, after a fifth of that to warm up. */
function figure(
  name: string,
  unit: string,
  workload: string,
  ms: number,
  work: (i: number) => unknown,
): Figure {
  repeat(ms / 5, work);
  const { calls, spent } = repeat(ms, work);
  return { bench: 'logic', figure: name, value: (1_000 * calls) / spent, unit, workload };
}

function repeat(ms: number, work: (i: number) => unknown): { calls: number; spent: number } {
  const start = performance.now();
  let calls = 0;
  let spent = 0;
  while (spent < ms) {
    for (let n = 0; n < 10; n++) work(calls++);
    spent = performance.now() - start;
  }
  return { calls, spent };
}
