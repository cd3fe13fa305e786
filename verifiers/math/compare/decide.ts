/** Asks for the identity of two values and keeps what decided, for the verdict. */
import { identity } from '../evaluate/identity.ts';
import type { Tree } from '../tree.ts';
import type { Context } from './context.ts';

export function decide(a: Tree, b: Tree, context: Context): boolean {
  const { same, method } = identity(a, b, context.budget);
  if (same) {
    context.used.add(method);
    return true;
  }
  context.refuted = method;
  if (method !== 'undecided') return false;
  context.undecided = true;
  return context.doubtful;
}
