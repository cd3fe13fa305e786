/**
 * A small grammar of answers in LaTeX, as data: `<name>` in a template stands for one of the rule
 * `name`. Fuzzing draws from it by a seeded generator, the properties through fast-check.
 */
import fc from 'fast-check';
import type { Rng } from '../../verifiers/random.ts';

type Grammar = Readonly<Record<string, readonly string[]>>;

/** The first templates of a rule are its leaves, one at least; they are taken at the greatest depth. */
export const latex = {
  answer: [
    '<value>',
    '$<value>$',
    '\\boxed{<value>}',
    '<value> = <value>',
    '<name> = <value>',
    '<value> < <name> \\le <value>',
    '<name> \\ge <value>',
    '(<value>, <value>)',
    '[<value>, \\infty)',
    '(-\\infty, <value>) \\cup [<value>, <value>]',
    '\\{<value>, <value>\\}',
    '\\{<name> \\mid <name> > <value>\\}',
    '<value>, <value>, <value>',
    '<value> \\text{ or } <value>',
    '<value> \\text{ cm}',
    '<value>^\\circ',
    '<number>\\%',
    '<number>_{<number>}',
    '<number>:<number>',
    '\\begin{pmatrix} <value> & <value> \\\\ <value> & <value> \\end{pmatrix}',
    '\\begin{cases} <value> & <name> > <value> \\\\ <value> & <name> \\le <value> \\end{cases}',
    '<name> \\in \\mathbb{R} \\setminus \\{<value>\\}',
    '\\text{(B) } <value>',
    'f(<name>) = <value>',
  ],
  value: [
    '<number>',
    '<name>',
    '\\pi',
    'i',
    'e',
    '\\infty',
    '<value> + <value>',
    '<value> - <value>',
    '-<value>',
    '\\pm <value>',
    '<value> \\cdot <value>',
    '<value><name>',
    '\\frac{<value>}{<value>}',
    '\\left(<value>\\right)',
    '(<value>)^{<value>}',
    '<name>^{<number>}',
    'e^{<value>}',
    '<value>_{<number>}',
    '\\sqrt{<value>}',
    '\\sqrt[<number>]{<value>}',
    '|<value>|',
    '\\lfloor <value> \\rfloor',
    '<value>!',
    '\\binom{<number>}{<number>}',
    '\\sin <value>',
    '\\cos^2 <value>',
    '\\tan^{-1}(<value>)',
    '\\ln <value>',
    '\\log_{<number>} <value>',
    '\\gcd(<number>, <number>)',
    '<number> \\bmod <number>',
    '\\max\\{<value>, <value>\\}',
    '\\overline{<value>}',
    '\\sum_{k=1}^{<number>} <value>',
    '\\prod_{k=1}^{<number>} <value>',
    '\\int_{0}^{<value>} <value> \\, dx',
    '\\lim_{x\\to<value>} <value>',
    "f'(<value>)",
  ],
  number: ['0', '1', '2', '3', '7', '12', '100', '-4', '0.5', '2.718', '0.\\overline{3}', '1,234', '10^{9}', '1\\frac{1}{2}', '3.0e8', '99999999999'], // biome-ignore format: a list
  name: ['x', 'y', 'n', 'k', 'a', '\\theta', 'x_{1}', '\\alpha'],
} as const satisfies Grammar;
export type LatexRule = keyof typeof latex;

const leaves: Readonly<Record<LatexRule, number>> = { answer: 1, value: 6, number: 16, name: 8 };
const hole = /<(answer|value|number|name)>/;

/** A text drawn from the grammar. */
export function randomLatex(rng: Rng, depth: number, rule: LatexRule = 'answer'): string {
  const templates = latex[rule];
  const template = templates[rng.below(depth > 0 ? templates.length : leaves[rule])] as string;
  return template
    .split(hole)
    .map((part, k) => (k % 2 === 0 ? part : randomLatex(rng, depth - 1, part as LatexRule)))
    .join('');
}

/** The same for fast-check, which can shrink it. */
export const latexText: fc.Arbitrary<string> = fc.letrec<Record<LatexRule, string>>((tie) => {
  const of = (template: string) =>
    fc
      .tuple(
        ...template
          .split(hole)
          .map((part, k) => (k % 2 ? tie(part as LatexRule) : fc.constant(part))),
      )
      .map((parts) => parts.join(''));
  const rule = (name: LatexRule) =>
    fc.oneof({ maxDepth: 4, depthIdentifier: 'latex' }, ...latex[name].map(of));
  return {
    answer: rule('answer'),
    value: rule('value'),
    number: rule('number'),
    name: rule('name'),
  };
}).answer;
