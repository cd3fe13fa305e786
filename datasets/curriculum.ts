/**
 * The level of a puzzle that follows how often it is solved: a pure state machine, which a checkpoint
 * can hold, and the same with its state inside.
 */
import { taskByName } from '../verifiers/logic/index.ts';

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

/** The highest level of a task; 0 for one that is not in the catalogue. */
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

export interface CurriculumOptions {
  readonly task: string;
  /** The level to begin with; default 0. */
  readonly level?: number;
  /** Mean reward of a window from which the level rises; default 0.8. */
  readonly raise?: number;
  /** Mean reward of a window below which it falls; default 0.2. */
  readonly lower?: number;
  /** Rewards looked at together; default 64. */
  readonly window?: number;
}

export interface Curriculum {
  readonly task: string;
  readonly level: number;
  /** Takes the reward of one answer at the present level; gives the level from here on. */
  report(reward: number): number;
}

/** A level that rises and falls with the mean reward. Unscorable answers are not to be reported. */
export function createCurriculum(options: CurriculumOptions): Curriculum {
  const { task, raise = 0.8, lower = 0.2, window = 64 } = options;
  if (!taskByName.has(task)) {
    throw new RangeError(`Expected a task of the catalogue, got ${task}`);
  }
  const top = topLevel(task);
  let state: CurriculumState = { level: Math.min(options.level ?? 0, top), sum: 0, count: 0 };
  return {
    task,
    get level() {
      return state.level;
    },
    report(reward) {
      if (!(reward >= 0 && reward <= 1)) {
        throw new RangeError(`Expected a reward from 0 to 1, got ${reward}`);
      }
      state = reportReward(state, reward, { raise, lower, window }, top);
      return state.level;
    },
  };
}
