/** What comparing two answers needs and leaves behind. */
import type { Budget } from '../../budget.ts';
import type { Identity } from '../evaluate/identity.ts';
import type { Conventions } from '../presets.ts';
import type { Tree } from '../tree.ts';

export interface Context {
  readonly budget: Budget;
  readonly options: Conventions;
  /** Conventions and methods that made sides equal, in the order they were used. */
  readonly used: Set<string>;
  /** What refuted the last pair of values; null when only shapes were compared. */
  refuted: Exclude<Identity['method'], 'canonical'> | null;
  /** Whether a pair of values could be neither proved nor refuted. */
  undecided: boolean;
  /** What such a pair counts as: a second comparison asks whether it matters. */
  readonly doubtful: boolean;
  /** Whether two answers are the same: the door to every kind from within one. */
  readonly same: (reference: Tree, response: Tree, context: Context) => boolean;
}
