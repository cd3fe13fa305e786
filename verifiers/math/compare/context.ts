/** What comparing two answers needs and leaves behind. */
import type { Budget } from '../../budget.ts';
import type { MathOptions } from '../options.ts';
import type { Tree } from '../tree.ts';

export interface Context {
  readonly budget: Budget;
  readonly options: MathOptions;
  /** Conventions and methods that decided, in the order they were used. */
  readonly used: Set<string>;
  /** Whether two answers are the same: the door to every kind from within one. */
  readonly same: (reference: Tree, response: Tree, context: Context) => boolean;
}
