/**
 * What the switches of options.ts stand at: one profile of conventions for each preset.
 *
 * `default` is what most trainers want: an answer that a teacher would mark right is right, whatever
 * its dress, and every leniency that would let a wrong answer pass is off. `math-verify` follows what
 * Math-Verify 0.8 was measured to do. `paper` is ProRL's rule: right if either of two verifiers says so.
 */
export interface Conventions {
  readonly name: 'default' | 'math-verify' | 'strict';
  readonly bare_percent: 'off' | 'reference' | 'both';
  readonly bare_unit: 'off' | 'missing' | 'ignored';
  readonly rounded_reference: number | 'off';
  readonly rounded_response: number | 'off';
  readonly decimals: number | 'off';
  readonly set_tuple: 'off' | 'in_order' | 'any_order';
  readonly bare_tuple: boolean;
  readonly bare_set: boolean;
  readonly vector_tuple: boolean;
  readonly list_order: 'same' | 'any';
  readonly repeats: 'count' | 'spare' | 'ignore';
  readonly inequality_interval: 'off' | 'reference' | 'both';
  readonly ratio_fraction: boolean;
  readonly assignment: boolean;
  readonly base_value: boolean;
  readonly decimal_comma: boolean;
  readonly log_base: 'ten' | 'natural' | 'either';
  readonly imaginary: 'i' | 'i or j';
  readonly code_syntax: boolean;
  readonly loose_words: boolean;
  readonly phrases: boolean;
  readonly choice_label: boolean;
  readonly choice_order: boolean;
  readonly symbol_names: 'same' | 'any';
  readonly boxes: 'last' | 'joined' | 'all';
  readonly think: 'strip' | 'keep';
  readonly last_number: boolean;
  readonly latex_comments: boolean;
}

export const usual: Conventions = {
  name: 'default',
  // Datasets write 25 and 25 % for the same answer in both directions.
  bare_percent: 'both',
  bare_unit: 'missing',
  // A shorter decimal may be exact: 0.25 is not what 0.2512 rounds to.
  rounded_reference: 3,
  rounded_response: 6,
  // Rounding everything makes 0.0000001 and 0.0000002 the same.
  decimals: 'off',
  set_tuple: 'off',
  bare_tuple: true,
  bare_set: true,
  vector_tuple: true,
  // "Find all x" is asked far oftener than for a sequence.
  list_order: 'any',
  repeats: 'spare',
  inequality_interval: 'both',
  ratio_fraction: true,
  assignment: true,
  base_value: true,
  decimal_comma: true,
  log_base: 'either',
  // j is a variable or a unit vector as often.
  imaginary: 'i',
  code_syntax: true,
  loose_words: true,
  phrases: true,
  choice_label: true,
  // ABCD and DCBA may be words, codes or angles; only the data set knows.
  choice_order: false,
  symbol_names: 'same',
  boxes: 'joined',
  // An answer that is only thought was not given.
  think: 'strip',
  last_number: true,
  // Prose has more percent signs than LaTeX has comments in answers.
  latex_comments: false,
};

/** As measured on the policy rows: only a floating-point side is rounded, to six decimals. */
const mathVerify: Conventions = {
  ...usual,
  name: 'math-verify',
  bare_percent: 'off',
  bare_unit: 'ignored',
  rounded_reference: 'off',
  rounded_response: 'off',
  decimals: 6,
  set_tuple: 'any_order',
  vector_tuple: false,
  repeats: 'ignore',
  inequality_interval: 'reference',
  base_value: false,
  decimal_comma: false,
  log_base: 'ten',
  phrases: false,
  choice_label: false,
  choice_order: true,
  think: 'keep',
};

const strict: Conventions = {
  name: 'strict',
  bare_percent: 'off',
  bare_unit: 'off',
  rounded_reference: 'off',
  rounded_response: 'off',
  decimals: 'off',
  set_tuple: 'off',
  bare_tuple: false,
  bare_set: false,
  vector_tuple: false,
  list_order: 'same',
  repeats: 'count',
  inequality_interval: 'off',
  ratio_fraction: false,
  assignment: false,
  base_value: false,
  decimal_comma: false,
  log_base: 'ten',
  imaginary: 'i',
  code_syntax: false,
  loose_words: false,
  phrases: false,
  choice_label: false,
  choice_order: false,
  symbol_names: 'same',
  boxes: 'last',
  think: 'strip',
  last_number: false,
  latex_comments: false,
};

export const presetNames = ['default', 'math-verify', 'paper', 'strict'] as const;
export type Preset = (typeof presetNames)[number];

export const profiles: Readonly<Record<Preset, readonly Conventions[]>> = {
  default: [usual],
  'math-verify': [mathVerify],
  paper: [usual, mathVerify],
  strict: [strict],
};

export const conventionNames: ReadonlySet<string> = new Set(Object.keys(usual));
