/**
 * A formula or any other piece of mathematics. Both sides are handed to `sameExpression`, the one
 * place where this room asks whether two expressions are the same: as written, as numbers under the
 * tolerance of the reference, then by the math verifier (canonical form and numeric identity).
 */
import { createBudget, StepLimitError } from '../../budget.ts';
import { findBoxed } from '../../extract/boxed.ts';
import { judge as judgeMath } from '../../math/judge.ts';
import { type Conventions, usual } from '../../math/presets.ts';
import { readAnswer } from '../../math/read.ts';
import { candidates } from '../answer/candidates.ts';
import { plain } from '../answer/plain.ts';
import { type Kind, right, shown, wrong } from '../judge.ts';
import { compareQuantities } from '../quantity/compare.ts';
import { type Quantity, readQuantity } from '../quantity/read.ts';
import type { Tolerance } from '../quantity/tolerance.ts';

export type Sameness =
  | 'text'
  | 'number'
  | 'math'
  | 'hedged'
  | 'different'
  | 'undecided'
  | 'too_hard';

export const expression: Kind = {
  judge(answer, reference) {
    const extracted = shown(answer.text);
    let outcome: Sameness = 'different';
    for (const text of candidates(answer)) {
      const found = sameExpression(reference.answer, text, reference.tolerance);
      if (found === 'text' || found === 'number' || found === 'math') {
        return right({ extracted, parts: { compared: found } });
      }
      if (outcome === 'different') outcome = found;
    }
    if (outcome === 'hedged') {
      return wrong('ambiguous_answer', 'Expected one expression, got several', { extracted });
    }
    if (outcome === 'undecided') {
      const message = 'Expected values that can be proved equal or different, got neither';
      return wrong('undecided', message, { extracted });
    }
    return outcome === 'too_hard'
      ? wrong('step_limit', `Expected a comparison within ${maxSteps} steps`, { extracted })
      : wrong('wrong_answer', 'Expected another expression', { extracted });
  },
};

/** Steps one comparison may cost; the math verifier's own bound. */
const maxSteps = 150_000;
/** Science names its percentages and units, so none is supplied here. */
const options: Conventions = { ...usual, bare_percent: 'off', bare_unit: 'off' };

export function sameExpression(gold: string, answer: string, tolerance?: Tolerance): Sameness {
  const [a, b] = [written(gold), written(answer)];
  if (a === b || (behindName(a) !== '' && behindName(a) === behindName(b))) return 'text';
  const [x, y] = [readQuantity(gold), readQuantity(answer)];
  if (x.status === 'read' && y.status === 'read' && x.quantity.unknown.length === 0) {
    return compareQuantities(x.quantity, y.quantity, 'strict', tolerance).equal
      ? 'number'
      : 'different';
  }
  const listed = sameList(gold, answer, tolerance);
  if (listed !== null) return listed ? 'number' : 'different';
  try {
    const finding = judgeMath(
      readAnswer(mathematics(gold)),
      readAnswer(mathematics(answer)),
      options,
      createBudget(maxSteps),
    );
    if (finding.equal) return 'math';
    if (finding.hedged) return 'hedged';
    return finding.undecided ? 'undecided' : 'different';
  } catch (error) {
    if (!(error instanceof StepLimitError)) throw error;
    return 'too_hard';
  }
}

/** Bare lists of numbers, in any order; null when either side is none. */
function sameList(gold: string, answer: string, tolerance?: Tolerance): boolean | null {
  const [a, b] = [numbers(gold), numbers(answer)];
  if (!a || !b) return null;
  const left = [...b];
  return (
    a.length === b.length &&
    a.every((wanted) => {
      const at = left.findIndex(
        (given) => compareQuantities(wanted, given, 'strict', tolerance).equal,
      );
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    })
  );
}

function numbers(text: string): readonly Quantity[] | null {
  const parts = plain(text).split(/[,;] /);
  if (parts.length < 2 || parts.length > 20) return null;
  const found: Quantity[] = [];
  for (const part of parts) {
    const reading = readQuantity(part);
    if (reading.status !== 'read' || reading.quantity.unknown.length > 0) return null;
    found.push(reading.quantity);
  }
  return found;
}

const greek =
  /(?<![\\A-Za-z])(alpha|beta|gamma|delta|Delta|epsilon|eta|theta|kappa|lambda|mu|nu|rho|sigma|tau|phi|psi|omega|Omega|hbar)(?![A-Za-z])/g;
/** A letter with a number behind it is indexed: v0, q1. Commands, functions and 1e5 are not. */
const indexed =
  /(?<!\\[A-Za-z]{0,12})(?<!sin|cos|tan|log|ln|exp|sqrt)(?!(?<=\d)[eE])([A-Za-z])(\d{1,2})(?![\d.])/g;

/** Science's spellings as the math verifier reads them: `mu_0` is μ₀, `v0` is v₀, `k_{\mathrm{B}}` is k_B. */
const mathematics = (text: string): string =>
  unboxed(text)
    .replace(/_\{ ?\\(?:mathrm|text|rm) ?\{ ?(\w{1,12}) ?\} ?\}/g, '_{$1}')
    .replace(greek, '\\$1')
    .replace(indexed, '$1_{$2}');

/** A reference may come in the box of its own solution. */
function unboxed(text: string): string {
  const [box] = findBoxed(text);
  if (!box) return text;
  const around = text.slice(0, box.start) + text.slice(box.end);
  return /^[\s$.]*$/.test(around) ? box.content : text;
}

/** Dress, spacing and signs of multiplication apart; digits are never joined. */
function written(text: string): string {
  return plain(text)
    .replace(/[.,;]+$/, '')
    .replace(/\*\*/g, '^')
    .replace(/\{([A-Za-z0-9])\}(?!\d)/g, '$1')
    .replace(/(?<=\d)[\s·*×]+(?=\d)/g, '×')
    .replace(/[\s·*]+/g, '');
}

/** What stands behind `E =`, where one name stands before it. */
const behindName = (text: string): string =>
  /^[A-Za-zΑ-ω](?:_\{?\w{1,8}\}?)?(?:\([\w,]{1,12}\))?=([^=]+)$/.exec(text)?.[1] ?? text;
