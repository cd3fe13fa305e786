/**
 * A run in stages: each ends after some steps or when something has been reached, and may begin with
 * a reset. What a stage changes (data, group size, context, penalties) is settled when the
 * configuration is read; here is only which stage it is. A pure state machine.
 */
export interface StageEnd {
  /** Steps of this stage; null: until something else ends it. */
  readonly steps: number | null;
  /** The evaluation reached this. */
  readonly score: number | null;
  /** Responses grew this long on average: repetition without an end. */
  readonly meanLength: number | null;
}

export interface Stage {
  readonly name: string;
  readonly end: StageEnd;
  /** What begins anew with the stage. */
  readonly entry: 'nothing' | 'reference' | 'reference+optimizer';
}

export interface StageState {
  readonly index: number;
  /** Steps done before this stage began. */
  readonly begun: number;
}

export const firstStage: StageState = { index: 0, begun: 0 };

export type StageReason = keyof StageEnd;

export interface StageReport {
  /** Steps done in the whole run. */
  readonly step: number;
  /** The latest evaluation, null where there was none at this step. */
  readonly score: number | null;
  readonly meanLength: number | null;
}

export interface StageStep {
  readonly state: StageState;
  /** Why the stage before ended; null: it goes on. */
  readonly ended: StageReason | null;
  /** The last stage has ended. */
  readonly over: boolean;
}

export function afterStageStep(
  state: StageState,
  stages: readonly Stage[],
  report: StageReport,
): StageStep {
  const stage = stages[state.index];
  if (!stage) return { state, ended: null, over: true };
  const ended = reasonToEnd(stage.end, report, state.begun);
  if (ended === null) return { state, ended, over: false };
  const next = { index: state.index + 1, begun: report.step };
  return { state: next, ended, over: next.index >= stages.length };
}

function reasonToEnd(
  { steps, score, meanLength }: StageEnd,
  report: StageReport,
  begun: number,
): StageReason | null {
  if (steps !== null && report.step - begun >= steps) return 'steps';
  if (score !== null && report.score !== null && report.score >= score) return 'score';
  if (meanLength !== null && report.meanLength !== null && report.meanLength > meanLength) {
    return 'meanLength';
  }
  return null;
}
