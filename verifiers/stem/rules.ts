/** The rules in words, each with an answer that passes and one that fails: for docs/stem.md, and tested. */
import type { StemKind, StemReference } from './reference.ts';

export interface Rule {
  readonly rule: string;
  readonly reference: Pick<StemReference, 'answer'> & Partial<StemReference>;
  readonly passes: string;
  readonly fails: string;
}

const acids = { A: 'hydrogen chloride', B: 'sodium chloride', C: 'acetic acid' };

export const rules: Readonly<Record<StemKind, readonly Rule[]>> = {
  quantity: [
    {
      rule: 'A whole number without a unit is a count: another whole number is wrong.',
      reference: { answer: '1024' },
      passes: '1,024',
      fails: '1023',
    },
    {
      rule: 'A measured number (a decimal, or any number with a unit) may be off by 1 %.',
      reference: { answer: '9.81 m/s^2' },
      passes: '9.8 m/s^2',
      fails: '9.6 m/s^2',
    },
    {
      rule: 'A decimal of one or two figures is itself rounded: half a unit of its last figure is allowed, up to 2.5 %.',
      reference: { answer: '2.3 m' },
      passes: '2.26 m',
      fails: '2.2 m',
    },
    {
      rule: 'A fraction, root or constant without a unit asks for three figures.',
      reference: { answer: '2/3' },
      passes: '0.667',
      fails: '0.66',
    },
    {
      rule: 'A tolerance of the reference, or of the options, decides alone.',
      reference: { answer: '50.7 K', tolerance: { rel: 0.05 } },
      passes: '52 K',
      fails: '55 K',
    },
    {
      rule: 'Powers of ten are part of the number, however they are written.',
      reference: { answer: '6.02e23' },
      passes: '6.02 × 10^23',
      fails: '6.02 × 10^22',
    },
    {
      rule: 'Units are converted; a unit of another dimension is wrong, whatever the number.',
      reference: { answer: '90 km/h' },
      passes: '25 m/s',
      fails: '90 km',
    },
    {
      rule: 'A missing unit is taken as that of the reference (`unit: strict` refuses it); a wrong one never is.',
      reference: { answer: '5 N' },
      passes: '5',
      fails: '5 J',
    },
    {
      rule: 'Percent is a unit: 25 % is 0.25.',
      reference: { answer: '25 %' },
      passes: '0.25',
      fails: '0.25 %',
    },
    {
      rule: 'A bare temperature is converted with its zero point.',
      reference: { answer: '25 °C' },
      passes: '298.15 K',
      fails: '25 K',
    },
    {
      rule: 'Prefixes are read by letter case: milli is no mega.',
      reference: { answer: '3 MW' },
      passes: '3000 kW',
      fails: '3 mW',
    },
    {
      rule: 'One answer: two numbers offered are none.',
      reference: { answer: '42 kg' },
      passes: 'The mass is 42 kg.',
      fails: '42 kg or 43 kg',
    },
  ],
  mcq: [
    {
      rule: 'The letter, in any of the usual forms.',
      reference: { answer: 'B', choices: acids },
      passes: 'The correct answer is (B).',
      fails: 'The correct answer is (C).',
    },
    {
      rule: 'The text of exactly one choice stands for its letter.',
      reference: { answer: 'C', choices: acids },
      passes: 'acetic acid',
      fails: 'an acid',
    },
    {
      rule: 'Several letters, alternatives and negations are no answer.',
      reference: { answer: 'A', choices: acids },
      passes: '\\boxed{A}',
      fails: 'A or B',
    },
    {
      rule: 'A letter beside the text of another choice contradicts itself.',
      reference: { answer: 'A', choices: acids },
      passes: 'A) hydrogen chloride',
      fails: 'A) sodium chloride',
    },
  ],
  chemistry: [
    {
      rule: 'Formulas by composition and charge, however they are set.',
      reference: { answer: 'SO4^2-' },
      passes: '\\mathrm{SO_4^{2-}}',
      fails: 'SO4^-',
    },
    {
      rule: 'A reference that shows structure asks for the order of the parts.',
      reference: { answer: 'CH3COOH' },
      passes: 'CH_3COOH',
      fails: 'HCOOCH3',
    },
    {
      rule: 'Hydrates and isotopes are part of the formula.',
      reference: { answer: 'CuSO4·5H2O' },
      passes: 'CuSO_4 \\cdot 5H_2O',
      fails: 'CuSO4',
    },
    {
      rule: 'States must agree where both name one.',
      reference: { answer: 'H2O(l)' },
      passes: 'H2O',
      fails: 'H2O(g)',
    },
    {
      rule: 'Reactions: the species of each side in any order, coefficients up to one factor, direction kept.',
      reference: { answer: '2H2 + O2 -> 2H2O' },
      passes: 'O_2 + 2H_2 \\rightarrow 2H_2O',
      fails: 'H2 + O2 -> H2O',
    },
    {
      rule: 'Electron configurations by subshell; a noble gas in brackets stands for its own.',
      reference: { answer: '[Ar] 3d^5 4s^1' },
      passes: '1s2 2s2 2p6 3s2 3p6 4s1 3d5',
      fails: '[Ar] 3d^4 4s^2',
    },
  ],
  expression: [
    {
      rule: 'Compared by the math verifier: the same value wherever both have one.',
      reference: { answer: '\\frac{1}{2} m v^2' },
      passes: '0.5 m v^2',
      fails: 'm v^2',
    },
    {
      rule: 'A name before the equals sign may be left out.',
      reference: { answer: 'E = m c^2' },
      passes: 'm c^2',
      fails: 'm c',
    },
    {
      rule: 'Lists of numbers in any order, each under the tolerance.',
      reference: { answer: '1.5, 2.5' },
      passes: '2.5, 1.5',
      fails: '1.5',
    },
  ],
  short_text: [
    {
      rule: 'Letter case, articles, quotes and marks at the end are dress; everything else is the answer.',
      reference: { answer: 'the mitochondria' },
      passes: 'Mitochondria.',
      fails: 'mitochondrion',
    },
    {
      rule: 'Negations and alternatives are other answers.',
      reference: { answer: 'entropy' },
      passes: 'Entropy',
      fails: 'entropy or enthalpy',
    },
  ],
};
