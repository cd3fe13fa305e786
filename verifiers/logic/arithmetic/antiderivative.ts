/** Judges an indefinite integral by differentiating it; what is constant does not count. */
import { type Budget, createBudget } from '../../budget.ts';
import { readAnswer } from '../../math/read.ts';
import { mapChildren, type Tree } from '../../math/tree.ts';
import { faultyEntry, graded, malformed, type Outcome, right, wrong } from '../mark.ts';
import type { Mode } from '../task.ts';
import { unwrap } from '../text/unwrap.ts';
import { dependsOn, derivative, sameExpression, sameInSympy } from './calculus.ts';
import { fromTree } from './from-tree.ts';
import { readPython } from './python-expression.ts';
import {
  addAll,
  callOf,
  type Expression,
  multiplyAll,
  ofValue,
  raise,
  SymbolicError,
  symbolOf,
} from './symbolic.ts';

const maxLength = 4_000;
/** Steps that telling two expressions apart may take; few answers need a hundredth. */
const maxSteps = 4_000_000;

export function judgeAntiderivative(
  answer: string,
  integrand: string,
  variable: string,
  mode: Mode,
): Outcome {
  const budget = createBudget(maxSteps);
  const wanted = readPython(integrand, budget, { symbols: [variable] });
  if (!wanted) return mode === 'compat' ? graded(0) : faultyEntry('Expected an integrand to read');
  if (answer.length > maxLength) {
    return malformed(`Expected at most ${maxLength} characters, got ${answer.length}`);
  }
  const given =
    mode === 'compat' ? readCompat(answer, variable, budget) : read(answer, variable, budget);
  if (!given) return malformed('Expected an expression');
  return integrates(given, wanted, variable, mode, budget)
    ? right
    : wrong('Expected an expression whose derivative is the integrand');
}

function integrates(
  given: Expression,
  wanted: Expression,
  variable: string,
  mode: Mode,
  budget: Budget,
): boolean {
  const same = mode === 'compat' ? sameInSympy : sameExpression;
  try {
    return same(derivative(given, variable, budget), wanted, budget);
  } catch (error) {
    if (error instanceof SymbolicError) return false;
    throw error;
  }
}

/** The reference hands a quoted answer to SymPy a second time, which then takes ^ for a power. */
function readCompat(answer: string, variable: string, budget: Budget): Expression | null {
  const quoted = /^\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*$/.exec(answer);
  if (quoted) return readPython(quoted[1] ?? quoted[2] ?? '', budget, { caretPower: true });
  return readPython(answer, budget, { symbols: [variable, 'C'] });
}

/** What may stand behind an answer: `, where C is a constant`, `\quad (C \in \mathbb{R})`. */
const comment =
  /(?:[,;]?\s+(?:where|with)\s[^=]{0,80}\bconstant\b[^=]{0,80}|\\q?quad\b[^=]{0,120})$/i;

/**
 * In any spelling: as Python where there is a `**`, as mathematics otherwise. `F(x) =` in front is
 * dropped; a variable in the other case is the variable, as the reference writes `dx` for
 * integrands in X.
 */
function read(answer: string, variable: string, budget: Budget): Expression | null {
  const text = unwrap(answer).replace(comment, '');
  const small = variable.toLowerCase();
  const other = variable === small ? variable.toUpperCase() : small;
  for (const reading of readings(text, variable, budget)) {
    if (!dependsOn(reading, other)) return hasPlainConstant(reading, variable) ? reading : null;
    if (dependsOn(reading, variable)) return null;
    const meant = renamed(reading, other, variable, budget);
    return hasPlainConstant(meant, variable) ? meant : null;
  }
  return null;
}

function readings(text: string, variable: string, budget: Budget): Expression[] {
  if (text.includes('**')) {
    const python = text.replace(/^[^=]*=/, '');
    const given = readPython(python, budget, { symbols: [variable, 'C'], caretPower: true });
    if (given) return [given];
  }
  // ** would be taken for bold print.
  return readAnswer(text.replaceAll('**', '^')).trees.flatMap((tree) => {
    try {
      return [fromTree(named(lastSide(tree)), budget)];
    } catch (error) {
      if (error instanceof SymbolicError) return [];
      throw error;
    }
  });
}

function lastSide(tree: Tree): Tree {
  if (tree.kind !== 'relation' || tree.signs.some((sign) => sign !== '=')) return tree;
  return tree.sides.at(-1) as Tree;
}

/** `+ constant` is `+ C`, and `E**x` the exponential function. */
function named(tree: Tree): Tree {
  if (tree.kind === 'symbol' && tree.name === 'E') return { kind: 'constant', name: 'e' };
  if (tree.kind !== 'words') return mapChildren(tree, named);
  return /^const(?:ant)?$/i.test(tree.text.trim()) ? { kind: 'symbol', name: 'C' } : tree;
}

/** Words that were read as a product of letters are no constant of integration. */
function hasPlainConstant(e: Expression, variable: string): boolean {
  const terms = e.kind === 'sum' ? e.terms.map((term) => term.of) : [e];
  return terms.every((term) => {
    if (term.kind !== 'product' || dependsOn(term, variable)) return true;
    const symbols = term.factors.filter(
      ({ base }) => base.kind === 'symbol' && base.name !== 'E' && base.name !== 'pi',
    );
    return symbols.length <= 1;
  });
}

function renamed(e: Expression, from: string, to: string, budget: Budget): Expression {
  const go = (part: Expression) => renamed(part, from, to, budget);
  switch (e.kind) {
    case 'value':
      return e;
    case 'symbol':
      return e.name === from ? symbolOf(to) : e;
    case 'sum': {
      const terms = e.terms.map((t) => multiplyAll([ofValue(t.coefficient), go(t.of)], budget));
      return addAll([ofValue(e.constant), ...terms], budget);
    }
    case 'product': {
      const factors = e.factors.map((f) => raise(go(f.base), go(f.exponent), budget));
      return multiplyAll([ofValue(e.coefficient), ...factors], budget);
    }
    case 'call':
      return callOf(e.name, ...e.args.map(go));
  }
}
