/**
 * Propositional formulas and their truth tables. A table over n variables has 2^n bits, packed in
 * 32-bit words; row i gives variable j the value of bit j of i. With fewer than five variables the
 * rows repeat within the one word.
 */
import type { Budget } from '../../budget.ts';

export type Connective = '∧' | '∨' | '→' | '↔';

export type Formula =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'not'; readonly part: Formula }
  | {
      readonly kind: Connective;
      readonly left: Formula;
      readonly right: Formula;
    };

export type Table = Uint32Array;

/** The most variables a table may have. */
export const maxVariables = 16;

/** The names of the variables, in order of first use. */
export function variablesOf(formula: Formula, found: Set<string> = new Set()): Set<string> {
  if (formula.kind === 'variable') found.add(formula.name);
  else if (formula.kind === 'not') variablesOf(formula.part, found);
  else {
    variablesOf(formula.left, found);
    variablesOf(formula.right, found);
  }
  return found;
}

/** The truth table over these variables, which must hold all of the formula's. */
export function tableOf(formula: Formula, variables: readonly string[], budget: Budget): Table {
  const words = Math.max(1, 2 ** variables.length / 32);
  budget.spend(words);
  if (formula.kind === 'variable') return column(variables.indexOf(formula.name), words);
  if (formula.kind === 'not') return tableOf(formula.part, variables, budget).map((w) => ~w);
  const left = tableOf(formula.left, variables, budget);
  const right = tableOf(formula.right, variables, budget);
  switch (formula.kind) {
    case '∧':
      return left.map((w, i) => w & (right[i] as number));
    case '∨':
      return left.map((w, i) => w | (right[i] as number));
    case '→':
      return left.map((w, i) => ~w | (right[i] as number));
    case '↔':
      return left.map((w, i) => ~(w ^ (right[i] as number)));
  }
}

const patterns = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000];

function column(variable: number, words: number): Table {
  const pattern = patterns[variable];
  if (pattern !== undefined) return new Uint32Array(words).fill(pattern);
  return new Uint32Array(words).map((_, i) => ((i >> (variable - 5)) & 1 ? 0xffffffff : 0));
}

export function allTrue(table: Table): boolean {
  return table.every((w) => w === 0xffffffff);
}

export function allFalse(table: Table): boolean {
  return table.every((w) => w === 0);
}

/** Whether every row in which `premise` is true makes `conclusion` true. */
export function entails(premise: Table, conclusion: Table): boolean {
  return premise.every((w, i) => (w & ~(conclusion[i] as number)) === 0);
}

export function conjunction(tables: readonly Table[]): Table {
  const [first, ...rest] = tables as [Table, ...Table[]];
  return rest.reduce((all, table) => all.map((w, i) => w & (table[i] as number)), first);
}

export function show(formula: Formula): string {
  if (formula.kind === 'variable') return formula.name;
  if (formula.kind === 'not') return `¬${show(formula.part)}`;
  return `(${show(formula.left)} ${formula.kind} ${show(formula.right)})`;
}

/** A clause: for every variable, 1 it occurs, -1 its negation occurs, 0 neither. */
export type Clause = readonly number[];

/**
 * The prime implicates of a table: the clauses it entails of which no part is entailed already.
 * Clauses of more than `maxSize` literals are left out.
 */
export function primeImplicates(
  table: Table,
  variables: number,
  budget: Budget,
  maxSize = variables,
): Clause[] {
  const found: Clause[] = [];
  for (let size = 1; size <= Math.min(variables, maxSize); size++) {
    for (const clause of clausesOfSize(variables, size)) {
      budget.spend(table.length);
      if (found.some((part) => part.every((sign, i) => sign === 0 || sign === clause[i]))) continue;
      if (entails(table, clauseTable(clause))) found.push(clause);
    }
  }
  return found;
}

export function clauseTable(clause: Clause): Table {
  const words = Math.max(1, 2 ** clause.length / 32);
  const table = new Uint32Array(words);
  clause.forEach((sign, i) => {
    if (sign === 0) return;
    const literal = column(i, words);
    for (let w = 0; w < words; w++) {
      const bits = literal[w] as number;
      table[w] = (table[w] as number) | (sign > 0 ? bits : ~bits);
    }
  });
  return table;
}

/** Every clause of exactly `size` literals, depth first. */
function* clausesOfSize(variables: number, size: number): Generator<number[]> {
  const clause = new Array<number>(variables).fill(0);
  function* from(at: number, left: number): Generator<number[]> {
    if (left === 0) {
      yield [...clause];
      return;
    }
    for (let i = at; i <= variables - left; i++) {
      for (const sign of [1, -1]) {
        clause[i] = sign;
        yield* from(i + 1, left - 1);
      }
      clause[i] = 0;
    }
  }
  yield* from(0, size);
}
