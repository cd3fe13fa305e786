/**
 * Evaluate a drawn logic circuit. Outputs are drawn first and inputs fitted to them, so that zeros
 * and ones are equally frequent (the reference: 62 % zeros).
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, integer } from '../../../rational.ts';
import { strip } from '../../../text/python.ts';
import { codePoints, faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_terms: z.int().min(1).max(60).default(3),
    max_terms: z.int().min(1).max(60).default(5),
    min_inputs: z.int().min(1).max(20).default(2),
    max_inputs: z.int().min(1).max(20).default(4),
    neg_prob: z.number().min(0).max(1).default(0.3),
    allow_reuse: z.boolean().default(true),
  })
  .superRefine(ordered(['min_terms', 'max_terms'], ['min_inputs', 'max_inputs']));
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  assignments: z.record(z.string().max(20), z.int()).optional(),
  term_strings: z.array(z.string().max(2_000)).max(200).optional(),
  final_gate: z.string().optional(),
});

type Bit = 0 | 1;
interface Gate {
  readonly name: string;
  readonly sign: string;
  of(bits: readonly Bit[]): Bit;
}
const bit = (truth: boolean): Bit => (truth ? 1 : 0);
const every = (bits: readonly Bit[]) => bits.every((b) => b === 1);
const some = (bits: readonly Bit[]) => bits.includes(1);
const odd = (bits: readonly Bit[]) => bits.filter((b) => b === 1).length % 2 === 1;

const and: Gate = { name: 'AND', sign: '&', of: (bits) => bit(every(bits)) };
const nand: Gate = { name: 'NAND', sign: '↑', of: (bits) => bit(!every(bits)) };
const xor: Gate = { name: 'XOR', sign: '⊕', of: (bits) => bit(odd(bits)) };
const or: Gate = { name: 'OR', sign: '+', of: (bits) => bit(some(bits)) };
const nor: Gate = { name: 'NOR', sign: '↓', of: (bits) => bit(!some(bits)) };
const inner = [and, nand, xor];
const outer = [or, nor, xor, and];

interface Literal {
  readonly input: number;
  readonly negated: boolean;
}
interface Term {
  readonly gate: Gate;
  readonly literals: readonly Literal[];
}

const maxDraws = 200;

const computedOf = perEntry((of: z.infer<typeof metadata>) => outputOf(of));

export const circuitLogic = defineTask({
  name: 'circuit_logic',
  category: 'logic',
  summary: 'Evaluate a logic circuit drawn in characters',
  answerFormat: '0 or 1',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'terms',
      fields: ['min_terms', 'max_terms'],
      levels: [3, 5, 10, 20, 30],
      interval: true,
    },
    {
      kind: 'range',
      name: 'inputs',
      fields: ['min_inputs', 'max_inputs'],
      levels: [2, 4, 6, 8, 10],
      interval: true,
    },
  ],

  generate(rng, c) {
    const wanted = rng.below(2);
    let circuit = draw(rng, c);
    for (let n = 0; n < maxDraws && circuit.output !== wanted; n++) circuit = draw(rng, c);
    const { terms, last, bits, output } = circuit;
    const names = bits.map((_, i) => inputName(i));
    const spell = ({ input, negated }: Literal) => `${names[input]}${negated ? "'" : ''}`;
    const strings = terms.map((term) => term.literals.map(spell).join(term.gate.sign));
    const used = [...new Set([...terms.map((t) => t.gate), last])];
    const legend = used.map((g) => `${g.sign} ${g.name}`).join(', ');
    const given = names.map((name, i) => `${name} = ${bits[i]}`).join(', ');
    return {
      question: `The inputs of this circuit run down from the top. A wire leaves an input at ├ and crosses others at ┼; >o turns a signal round. All gates lead to the last one, which gives the output.\n\n${picture(names, terms, last)}\n\nGates: ${legend}\nInputs: ${given}\n\nWhat is the output, 0 or 1?`,
      answer: String(output),
      metadata: {
        expression: strings.map((text) => `(${text})`).join(last.sign),
        assignments: Object.fromEntries(names.map((name, i) => [name, bits[i]])),
        term_strings: strings,
        final_gate: last.name,
        inputs: names,
      },
      difficulty: {
        terms: [c.min_terms, c.max_terms],
        inputs: [c.min_inputs, c.max_inputs],
      },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') {
      if (answer === '') return graded(0);
      if (answer === oracle) return right;
      return graded(strip(answer) === oracle ? codePoints(oracle) / codePoints(answer) : 0);
    }
    const expected = oracle.trim();
    if (expected !== '0' && expected !== '1') return faultyEntry('Expected an answer of 0 or 1');
    const computed = computedOf(entry.metadata);
    if (computed !== null && String(computed) !== expected) {
      return faultyEntry(`Expected the output ${computed} of the entry's own circuit`);
    }
    const given = unwrap(answer).replace(/^(?:out(?:put)?)\s*[:=]\s*/i, '');
    const named = /^(?:true|high)$/i.test(given) ? 1 : /^(?:false|low)$/i.test(given) ? 0 : null;
    const value = named === null ? parseNumber(given) : integer(named);
    if (!value) return malformed('Expected 0 or 1');
    return equal(value, integer(Number(expected))) ? right : wrong('Expected the other output');
  },
});

function draw(rng: Rng, c: Config) {
  const last = rng.choice(outer);
  let inputs = 0;
  const terms: Term[] = [];
  const count = rng.randint(c.min_terms, c.max_terms);
  for (let t = 0; t < count; t++) {
    const size = rng.randint(c.min_inputs, c.max_inputs);
    const literals: Literal[] = [];
    for (let k = 0; k < size; k++) {
      const again = c.allow_reuse && inputs > 0 && rng.below(2) === 0;
      literals.push({
        input: again ? rng.below(inputs) : inputs++,
        negated: rng.random() < c.neg_prob,
      });
    }
    // A gate with one leg is a wire: NAND of one would be a negation nobody sees.
    terms.push({ gate: size === 1 ? and : rng.choice(inner), literals });
  }
  const bits = Array.from({ length: inputs }, () => rng.below(2) as Bit);
  const values = terms.map(({ gate, literals }) =>
    gate.of(
      literals.map(({ input, negated }) => (negated ? flip(bits[input]) : bits[input]) as Bit),
    ),
  );
  return { terms, last, bits, output: last.of(values) };
}

const flip = (b: Bit | undefined): Bit => (b === 1 ? 0 : 1);

/** The output by the metadata's terms; null where they are missing or not of this form. */
function outputOf({
  assignments,
  term_strings: strings,
  final_gate: last,
}: z.infer<typeof metadata>): Bit | null {
  const gate = outer.find((g) => g.name === last);
  if (!gate || !assignments || !strings) return null;
  const values: Bit[] = [];
  for (const text of strings) {
    const operator = inner.find((g) => text.includes(g.sign)) ?? and;
    const bits: Bit[] = [];
    for (const literal of text.split(operator.sign)) {
      const negated = literal.endsWith("'");
      const value = assignments[negated ? literal.slice(0, -1) : literal];
      if (value !== 0 && value !== 1) return null;
      bits.push(negated ? flip(value) : value);
    }
    values.push(operator.of(bits));
  }
  return gate.of(values);
}

/** A … Z, AA, AB … */
function inputName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : inputName(Math.floor(index / 26) - 1) + letter;
}

/** One row a leg; the gates' outputs are gathered on a line at the right. */
function picture(names: readonly string[], terms: readonly Term[], last: Gate): string {
  const width = (names.at(-1) ?? '').length + 2;
  const lines = [
    names
      .map((name) => name.padEnd(width))
      .join('')
      .trimEnd(),
  ];
  const down = names.map(() => '│'.padEnd(width)).join('');
  lines.push(down.trimEnd());
  const middle = Math.floor((terms.length - 1) / 2);
  for (const [t, { gate, literals }] of terms.entries()) {
    const only = terms.length === 1;
    const join = only ? '─' : t === 0 ? '┐' : t === terms.length - 1 ? '┘' : '┤';
    const out =
      t === middle ? (only ? '─' : t === 0 ? '┬' : t === terms.length - 1 ? '┴' : '┼') : join;
    for (const [k, { input, negated }] of literals.entries()) {
      const wires = names.map((_, i) =>
        i < input ? '│'.padEnd(width) : (i === input ? '├' : '┼').padEnd(width, '─'),
      );
      const box = literals.length === 1 ? '───' : `┤${gate.sign}${k === 0 ? '├' : '│'}`;
      const tail =
        k === 0
          ? `──${out}${t === middle ? `──[${last.sign}]── OUT` : ''}`
          : `  ${t < terms.length - 1 ? '│' : ''}`;
      lines.push(`${wires.join('')}${negated ? '>o─' : '───'}${box}${tail}`.trimEnd());
    }
    if (t < terms.length - 1) lines.push(`${down}${' '.repeat(8)}│`);
  }
  return lines.join('\n');
}
