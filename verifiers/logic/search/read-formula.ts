/**
 * Reads propositional formulas from text: `readFormula` takes the usual spellings with the usual
 * precedence (¬ ∧ ∨ → ↔, arrows to the right); `splitFormula` takes the text apart as the reference
 * does, for which any run of text is a variable.
 */
import type { Budget } from '../../budget.ts';
import { strip } from '../../text/python.ts';
import type { Connective, Formula } from './formula.ts';

const maxLength = 2_000;
const maxDepth = 100;

const spellings: readonly (readonly [RegExp, string])[] = [
  [/\\(?:leftrightarrow|Leftrightarrow|iff)\b|<->|<=>|⇔|⟷|⟺|\biff\b/g, '↔'],
  [/\\(?:rightarrow|Rightarrow|to|implies)\b|->|=>|⇒|⟶|⟹|\bimplies\b/g, '→'],
  [/\\(?:land|wedge)\b|\/\\|&&?|\band\b/gi, '∧'],
  [/\\(?:lor|vee)\b|\\\/|\|\|?|\bor\b/gi, '∨'],
  [/\\(?:neg|lnot)\b|[~!]|\bnot\b/gi, '¬'],
  [/\\left|\\right/g, ''],
  [/\[/g, '('],
  [/\]/g, ')'],
];

const binding: ReadonlyMap<string, number> = new Map([
  ['↔', 1],
  ['→', 2],
  ['∨', 3],
  ['∧', 4],
]);

/** The formula, its variables among `variables`; a message when the text is none. */
export function readFormula(
  text: string,
  variables: readonly string[],
): { readonly formula: Formula } | { readonly error: string } {
  if (text.length > maxLength) return { error: `Expected at most ${maxLength} characters` };
  const plain = spellings.reduce((t, [from, to]) => t.replace(from, to), text);
  const tokens = plain.match(/[∧∨→↔¬()]|[^\s∧∨→↔¬()]+/g) ?? [];
  let at = 0;
  let depth = 0;

  function binary(minimum: number): Formula {
    let left = unary();
    for (;;) {
      const kind = tokens[at] ?? '';
      const strength = binding.get(kind);
      if (strength === undefined || strength < minimum) return left;
      at++;
      const right = binary(kind === '→' ? strength : strength + 1);
      left = { kind: kind as Connective, left, right };
    }
  }
  function unary(): Formula {
    if (++depth > maxDepth) throw new SyntaxError(`Expected at most ${maxDepth} levels`);
    const token = tokens[at++] ?? 'the end';
    let formula: Formula;
    if (token === '¬') formula = { kind: 'not', part: unary() };
    else if (token === '(') {
      formula = binary(1);
      if (tokens[at++] !== ')') throw new SyntaxError('Expected a closing parenthesis');
    } else if (variables.includes(token)) formula = { kind: 'variable', name: token };
    else throw new SyntaxError(`Expected a variable, got ${token.slice(0, 40)}`);
    depth--;
    return formula;
  }

  try {
    const formula = binary(1);
    return at < tokens.length ? { error: 'Expected one formula' } : { formula };
  } catch (error) {
    if (error instanceof SyntaxError) return { error: error.message };
    throw error;
  }
}

const splitLength = 8_000;
const splitDepth = 900; // CPython stops a recursion a little below 1,000
const weakestFirst: readonly Connective[] = ['↔', '→', '∨', '∧'];

/** The formula as the reference reads it; null where it raises. Quadratic, counted in the budget. */
export function splitFormula(text: string, budget: Budget, depth = 0): Formula | null {
  if (depth > splitDepth || text.length > splitLength) return null;
  const expression = strip(text);
  budget.spend(1 + expression.length);
  if (expression === '') return null;
  if (isEnclosed(expression)) return splitFormula(expression.slice(1, -1), budget, depth + 1);
  for (const kind of weakestFirst) {
    const at = lastOutside(expression, kind);
    if (at < 0) continue;
    const left = splitFormula(expression.slice(0, at), budget, depth + 1);
    const right = left && splitFormula(expression.slice(at + 1), budget, depth + 1);
    return right ? { kind, left: left as Formula, right } : null;
  }
  if (expression.startsWith('¬')) {
    const part = splitFormula(expression.slice(1), budget, depth + 1);
    return part && { kind: 'not', part };
  }
  return { kind: 'variable', name: expression };
}

/** Whether the first and last characters are parentheses of one pair. */
function isEnclosed(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')') || text.length < 2) return false;
  let level = 0;
  for (let i = 1; i < text.length - 1; i++) {
    if (text[i] === '(') level++;
    else if (text[i] === ')' && --level < 0) return false;
  }
  return level === 0;
}

/** The last place of the mark outside parentheses, seen from the right; -1 for none. */
function lastOutside(text: string, mark: string): number {
  let level = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') level++;
    else if (text[i] === '(') level--;
    else if (level === 0 && text[i] === mark) return i;
  }
  return -1;
}
