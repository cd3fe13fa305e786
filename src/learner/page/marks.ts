/** Where a run changed its course: resets of the reference and changes of the stage. */
import type { RunLine } from './series.ts';

export interface Mark {
  readonly kind: 'reset' | 'stage';
  readonly step: number;
  readonly text: string;
}

export interface StageSpan {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/** The count that the trainer writes beside every line's metrics. */
export const resetsName = 'reference/resets';

/** A reset is at the first line that counts it. */
export function resetsOf(lines: readonly RunLine[]): Mark[] {
  const marks: Mark[] = [];
  let known = 0;
  for (const { step, metrics } of lines) {
    const count = metrics[resetsName];
    if (count === undefined || count <= known) continue;
    const which = count - known === 1 ? `${count}` : `${known + 1} to ${count}`;
    marks.push({ kind: 'reset', step, text: `Reference reset ${which}, by step ${step}` });
    known = count;
  }
  return marks;
}

/** Stages as they followed each other. An evaluation after a stage's last step belongs to that stage. */
export function stagesOf(lines: readonly RunLine[]): StageSpan[] {
  const spans: StageSpan[] = [];
  for (const { stage, step } of lines) {
    const open = spans.at(-1);
    if (open?.name === stage) spans[spans.length - 1] = { ...open, last: step };
    else spans.push({ name: stage, first: step, last: step });
  }
  return spans;
}

/** The first stage needs no mark: the run begins with it. */
export function marksOf(lines: readonly RunLine[]): Mark[] {
  const stages = stagesOf(lines)
    .slice(1)
    .map(
      ({ name, first }): Mark => ({
        kind: 'stage',
        step: first,
        text: `Stage ${name} from step ${first}`,
      }),
    );
  return [...stages, ...resetsOf(lines)].toSorted((a, b) => a.step - b.step);
}
