/**
 * The baseline: the answer by a regular expression, LaTeX turned into mathjs's spelling by a few
 * replacements, both sides compiled and compared at three points. It knows no sets, intervals, units,
 * words or exact arithmetic, and holds for equal whatever doubles do not tell apart.
 */
import { all, create } from 'mathjs';
import type { MathRow } from '../../test/support/math.ts';

const engine = create(all ?? {});
const points = [0.3, 1.1, 2.7];
const letters = [...'abcdfghklmnopqrstuvwyz'].map((name, k) => [name, 0.41 + 0.37 * k] as const);

/** Whether it holds both sides for equal; null when it cannot read one. */
export function plainEqual(row: MathRow): boolean | null {
  try {
    const [left, right] = [compiled(row.gold, row.gold_form), compiled(row.pred, row.pred_form)];
    return points.every((x) => {
      const scope = { ...Object.fromEntries(letters), x };
      const [a, b] = [left, right].map((side) => engine.complex(side.evaluate({ ...scope })));
      if (!a || !b) return false;
      const gap = Math.hypot(a.re - b.re, a.im - b.im);
      return gap <= 1e-9 * (1 + Math.hypot(a.re, a.im));
    });
  } catch {
    return null;
  }
}

/** The same asked of algebra: whether mathjs simplifies the difference to nothing. */
export function plainProved({ gold, pred }: MathRow): boolean {
  return engine.simplify(`(${spelled(gold)}) - (${spelled(pred)})`).toString() === '0';
}

function compiled(text: string, form: MathRow['gold_form']) {
  return engine.compile(spelled(form === 'text' ? lastAnswer(text) : text));
}

const lastAnswer = (text: string) =>
  [...text.matchAll(/\\boxed\{((?:[^{}]|\{[^{}]*\})*)\}/g)].at(-1)?.[1] ??
  text.match(/-?\d+(?:\.\d+)?(?!.*\d)/s)?.[0] ??
  text;

/** LaTeX as mathjs spells it, three levels of braces deep. */
function spelled(text: string): string {
  let out = text.replace(/\\left|\\right|\\[,;!]|\\boxed|\$/g, '').replaceAll('**', '^');
  for (let level = 0; level < 3; level++) {
    out = out
      .replace(/\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g, '(($1)/($2))')
      .replace(/\\sqrt\{([^{}]*)\}/g, ' sqrt($1)')
      .replace(/\^\{([^{}]*)\}/g, '^($1)');
  }
  return out
    .replace(/\\frac(\d)(\d)/g, '($1/$2)')
    .replace(/\\(?:cdot|times)/g, '*')
    .replace(/\\(pi|sin|cos|tan|exp|sqrt)\b/g, ' $1')
    .replace(/\\?\b(?:ln|log)\b/g, ' log')
    .replace(/\bI\b/g, 'i')
    .replace(/[{}]/g, (brace) => (brace === '{' ? '(' : ')'));
}
