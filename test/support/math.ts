/**
 * The rows of the public math data and how one is run. A row goes by `expected`, also where its
 * source asserts something else (`suite_expected`). It is run under the configuration its source had
 * and, if it is about a convention, under the switch that follows it.
 */
import type { Judgement, Refusal, Task } from '../../verifiers/contract.ts';
import { type MathOptions, type MathReference, math } from '../../verifiers/math/index.ts';
import { missing, rows } from './data.ts';

export interface MathRow {
  readonly id: string;
  readonly tier: string;
  readonly category: string;
  readonly gold: string;
  readonly pred: string;
  readonly gold_form: 'answer' | 'text';
  readonly pred_form: 'answer' | 'text';
  readonly expected: boolean;
  /** The configuration of Math-Verify that the row's test had. */
  readonly opts?: {
    readonly precision?: number;
    readonly strict?: boolean;
    readonly match_types?: readonly string[];
    readonly allow_set_relation_comp?: boolean;
  };
  /** The convention that the row is about, if reasonable graders disagree. */
  readonly policy?: string;
}

export const mathFiles = [
  'suite-mathverify',
  'suite-latex2sympy',
  'suite-others',
  'gold-rewrites',
  'e2e-real-models',
  'symbolic-generated',
  'own-equivalence',
  'own-extract-adversarial',
  'hard-hardverify',
  'dos',
] as const;
export type MathFile = (typeof mathFiles)[number];

export const mathRows = (name: MathFile): MathRow[] => rows<MathRow>(`math/${name}.jsonl`);
export const mathMissing = (name: MathFile): string | false => missing(`math/${name}.jsonl`);

/** No switch: it is read or decided this way under every preset. */
const always = 'always';

/** For each `policy` of the data, what follows it: the value of a switch, or no switch at all. */
export const policies: Readonly<Record<string, object | typeof always>> = {
  'assign-tuple': { bare_tuple: true },
  'base-value': { base_value: true },
  'correct-rounding': { rounding: 'six', decimals: 'off' },
  'decimal-comma': { decimal_comma: true },
  'ineq-vs-interval': { inequality_interval: 'both' },
  'j-imaginary': { imaginary: 'i or j' },
  'last-boxed': { boxes: 'last' },
  'last-number': { last_number: true },
  'latex-comment': { latex_comments: true },
  'list-order': { list_order: 'same' },
  'log-base': { log_base: 'either' },
  'lost-backslash': { code_syntax: true },
  mcq: { choice_label: true },
  'mcq-label-value': { choice_label: true },
  'mcq-multi': { choice_order: true, loose_words: true },
  'multi-boxed-join': { boxes: 'joined', bare_set: true },
  'multiset-list': { repeats: 'spare' },
  'number-words': { phrases: true },
  'percent-bare': { bare_percent: 'both' },
  'percent-strict': { bare_percent: 'off' },
  'ratio-as-fraction': { ratio_fraction: true },
  rounding: { rounded_reference: 2, rounded_response: 4 },
  'rounding-6dp': { rounding: 'six' },
  'semicolon-list': { bare_set: true },
  'set-dup': { repeats: 'spare' },
  'sympy-syntax': { code_syntax: true },
  text: { loose_words: true },
  'text-set': { phrases: true },
  'think-only': { think: 'strip' },
  'think-unclosed': { think: 'strip' },
  time: { bare_unit: 'missing' },
  'unit-mismatch': { bare_unit: 'missing' },
  'unit-stripping': { bare_unit: 'missing' },
  'vector-as-tuple': { vector_tuple: true },

  'C-notation': always,
  'approx-symbol': always,
  'array-in-box': always,
  base: always,
  'base-word': always,
  'bidi-mark': always,
  'brace-list': always,
  'code-as-answer': always,
  conjugate: always,
  'dangling-op': always,
  date: always,
  'degree-to-radian': always,
  'degree-trig': always,
  'digit-space': always,
  'div-by-zero': always,
  'double-factorial': always,
  'exact-int': always,
  'false-equation': always,
  fbox: always,
  'inf-word': always,
  'math-alphanumeric': always,
  multilingual: always,
  nan: always,
  'nul-byte': always,
  ordinal: always,
  phantom: always,
  'principal-branch': always,
  punct: always,
  'ratio-scale': always,
  'real-cube-root': always,
  'real-domain': always,
  'removable-singularity': always,
  'text-in-box': always,
  'thin-space-thousands': always,
  unbalanced: always,
  unclosed: always,
  'underscore-separator': always,
  'unknown-macro': always,
  'zero-width': always,
  'infinite-sum': always,
  integral: always,
  limit: always,
};

/** Rows that no value of the switch of their policy follows, as its other rows ask for the opposite. */
export const contradicted: ReadonlySet<string> = new Set([
  // 42 | 42 % is wrong here; 10 | 10 % and 25 | 25 % are right elsewhere.
  'own-5d6f9929951d',
]);

/** Math-Verify compares at six decimals unless a test says otherwise; that is no special wish. */
const usualPrecision = 6;
/** What Math-Verify finds by its LaTeX target alone. */
const formulas = ['box', 'phrase', 'math'];

function configured({ opts = {} }: MathRow): object {
  const { precision = usualPrecision, strict, match_types: types } = opts;
  return {
    ...(precision !== usualPrecision && { decimals: precision }),
    ...(strict === false && { symbol_names: 'any' }),
    ...(types?.join() === 'latex' && { sources: formulas }),
    ...(opts.allow_set_relation_comp === false && { inequality_interval: 'reference' }),
  };
}

/** The switch that follows the policy of a row; none where there is none. */
function followed({ policy }: MathRow): object {
  const rule = policies[policy ?? ''] ?? always;
  return typeof rule === 'object' ? rule : {};
}

export interface How {
  /** Whether a row is run under the switch of its policy; true unless said otherwise. */
  readonly switches?: boolean;
  /** More options, a preset for instance. */
  readonly options?: object;
}

export function mathTask(row: MathRow, how: How = {}): Task<MathReference, MathOptions> {
  const { switches = true, options = {} } = how;
  return {
    response: row.pred,
    prompt: undefined,
    reference: math.reference.parse({ answer: row.gold }),
    options: math.options.parse({
      form: row.pred_form,
      referenceForm: row.gold_form,
      ...options,
      ...configured(row),
      ...(switches ? followed(row) : {}),
    }),
  };
}

export interface Outcome {
  readonly row: MathRow;
  readonly kind: 'right' | 'false positive' | 'false negative';
  readonly verdict: Judgement | Refusal;
}

/** Runs one row. */
export function runMathRow(row: MathRow, how: How = {}): Outcome {
  const verdict = math.score(mathTask(row, how));
  const equal = verdict.status === 'scored' && verdict.reward === 1;
  const kind =
    equal === row.expected ? 'right' : equal ? 'false positive' : ('false negative' as const);
  return { row, kind, verdict };
}
