/**
 * The level of a puzzle that follows how often it is solved, as a pure state machine: what
 * `createCurriculum` of datasets does, in a form that a checkpoint can hold.
 */
import { taskByName } from '../../../verifiers/logic/index.ts';

export interface CurriculumRule {
  /** Mean reward of a window from which the level rises, and below which it falls. */
  readonly raise: number;
  readonly lower: number;
  /** Rewards looked at together. */
  readonly window: number;
}

export interface CurriculumState {
  readonly level: number;
  readonly sum: number;
  readonly count: number;
}

export function topLevel(task: string): number {
  const levels = taskByName.get(task)?.curriculum.map((axis) => axis.levels.length - 1) ?? [];
  return Math.max(0, ...levels);
}

/** The state after the reward of one answer at the present level. */
export function reportReward(
  state: CurriculumState,
  reward: number,
  { raise, lower, window }: CurriculumRule,
  top: number,
): CurriculumState {
  const [sum, count] = [state.sum + reward, state.count + 1];
  if (count < window) return { ...state, sum, count };
  const mean = sum / count;
  const step = mean >= raise ? 1 : mean < lower ? -1 : 0;
  return { level: Math.min(Math.max(state.level + step, 0), top), sum: 0, count: 0 };
}
