/**
 * Draw a conclusion from propositional premises.
 *
 * The reference pays for any consequence, so a copy of a premise, or a premise weakened by an "or",
 * earns full marks there. Here a conclusion has to be drawn: every clause it says must follow from
 * the premises together, from none of them alone, and must not be weaker than what follows (it is
 * a prime implicate). Ours always allow one; where an entry of the reference does not, a clause taken
 * out of a longer premise counts instead, and where there is none either, it is no puzzle.
 */
import { z } from 'zod';
import { type Budget, createBudget } from '../../../budget.ts';
import type { Rng } from '../../../random.ts';
import {
  faultyEntry,
  graded,
  type Mark,
  malformed,
  type Outcome,
  right,
  wrong,
} from '../../mark.ts';
import {
  allFalse,
  allTrue,
  type Clause,
  clauseTable,
  conjunction,
  entails,
  type Formula,
  maxVariables,
  primeImplicates,
  show,
  type Table,
  tableOf,
  variablesOf,
} from '../../search/formula.ts';
import { readFormula, splitFormula } from '../../search/read-formula.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_vars: z.int().min(2).max(10).default(2),
    max_vars: z.int().min(2).max(10).default(4),
    min_statements: z.int().min(2).max(20).default(2),
    max_statements: z.int().min(2).max(20).default(4),
    /** Levels of a statement; 1 is a bare variable, and at least one statement has more. */
    min_complexity: z.int().min(1).max(6).default(1),
    max_complexity: z.int().min(1).max(6).default(3),
  })
  .superRefine(
    ordered(
      ['min_vars', 'max_vars'],
      ['min_statements', 'max_statements'],
      ['min_complexity', 'max_complexity'],
    ),
  );
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  premises: z.array(z.string().max(20_000)).min(1).max(100),
  variables: z.array(z.string().min(1).max(10)).min(1).max(maxVariables),
});
type Metadata = z.infer<typeof metadata>;

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const maxDraws = 60;
/** Literals of the longest conclusion we plan for. */
const plannedSize = 3;

export const propositionalLogic = defineTask({
  name: 'propositional_logic',
  category: 'logic',
  summary: 'Draw a conclusion that follows from premises together and from none alone',
  answerFormat: 'a formula over the variables with ¬ ∧ ∨ → ↔',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'vars', fields: ['min_vars', 'max_vars'], levels: [2, 4, 6, 8, 10] },
    {
      kind: 'range',
      name: 'statements',
      fields: ['min_statements', 'max_statements'],
      levels: [2, 4, 6, 8, 10],
    },
    {
      kind: 'range',
      name: 'complexity',
      fields: ['min_complexity', 'max_complexity'],
      levels: [1, 2, 3, 4, 5],
    },
  ],

  generate(rng, c) {
    const { premises, variables, conclusion } = drawPuzzle(rng, c);
    const texts = premises.map(show);
    return {
      question: `Premises:\n${texts.map((p, i) => `${i + 1}. ${p}`).join('\n')}\n\nDraw a conclusion that needs at least two of the premises: it must follow from all of them together but from no single one. Say no less than what follows: give a variable, a negated variable or an "or" of these of which no shorter part follows already. Write it with the signs ¬ (not), ∧ (and), ∨ (or), → (implies), ↔ (if and only if).`,
      answer: show(conclusion),
      metadata: {
        premises: texts,
        variables,
        complexity: sizeOf(conclusion),
        example_answer: show(conclusion),
      },
      difficulty: {
        vars: [c.min_vars, c.max_vars],
        statements: [c.min_statements, c.max_statements],
        complexity: [c.min_complexity, c.max_complexity],
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    return mode === 'compat'
      ? compat(answer, entry.metadata, budget)
      : strict(answer, entry.metadata, budget);
  },
});

function strict(answer: string, m: Metadata, budget: Budget): Outcome {
  const premises: Table[] = [];
  for (const premise of m.premises) {
    const read = readFormula(premise, m.variables);
    if ('error' in read) return faultyEntry(`premise ${premise.slice(0, 80)}: ${read.error}`);
    premises.push(tableOf(read.formula, m.variables, budget));
  }
  const theory = conjunction(premises);
  if (allFalse(theory))
    return faultyEntry('Expected premises that can all be true, got a contradiction');
  const mark = judge(answer, m, theory, budget, (clause) =>
    premises.some((premise) => entails(premise, clause)),
  );
  const count = m.variables.length;
  if (mark.score === 1 || jointConclusions(premises, count, budget).length > 0) return mark;
  // Entries of the reference may join nothing; then a clause taken out of a longer premise counts.
  const isPremise = (clause: Table) =>
    premises.some((premise) => entails(premise, clause) && entails(clause, premise));
  if (primeImplicates(theory, count, budget).every((c) => isPremise(clauseTable(c)))) {
    return faultyEntry('Expected premises from which something follows that is not one of them');
  }
  return judge(answer, m, theory, budget, isPremise);
}

/** Full marks when every clause the answer says is prime in the theory and none `repeats` a premise. */
function judge(
  answer: string,
  { variables }: Metadata,
  theory: Table,
  budget: Budget,
  repeats: (clause: Table) => boolean,
): Mark {
  const read = readFormula(unwrap(answer), variables);
  if ('error' in read) return malformed(read.error);
  const conclusion = tableOf(read.formula, variables, budget);
  if (allTrue(conclusion)) return vacuous('It is always true');
  if (!entails(theory, conclusion)) return wrong('It does not follow from the premises');
  // Only its own variables can occur in the clauses it says.
  const own = [...variablesOf(read.formula)];
  for (const said of primeImplicates(tableOf(read.formula, own, budget), own.length, budget)) {
    const clause = variables.map((name) => said[own.indexOf(name)] ?? 0);
    if (repeats(clauseTable(clause))) return vacuous('It repeats what a premise says');
    if (!isPrime(clause, theory)) return wrong('A stronger conclusion follows');
  }
  return right;
}

function vacuous(message: string): Mark {
  return { score: 0, cause: 'vacuous', message };
}

/** Whether no shorter part of the clause follows. */
function isPrime(clause: Clause, theory: Table): boolean {
  return clause.every((sign, i) => {
    if (sign === 0) return true;
    const shorter = clause.map((s, k) => (k === i ? 0 : s));
    return shorter.every((s) => s === 0) || !entails(theory, clauseTable(shorter));
  });
}

/** The prime implicates of all premises together that no premise entails alone. */
function jointConclusions(
  premises: readonly Table[],
  variables: number,
  budget: Budget,
  maxSize = variables,
): Clause[] {
  return primeImplicates(conjunction(premises), variables, budget, maxSize).filter((clause) => {
    const table = clauseTable(clause);
    return !premises.some((premise) => entails(premise, table));
  });
}

/** The reference: 1 entailed, 0.25 entailed but a variable or tautology, 0.05 not entailed, else 0. */
function compat(answer: string, m: Metadata, budget: Budget): Mark {
  const capitals = answer.match(/[A-Z]/g) ?? [];
  if (capitals.some((letter) => !m.variables.includes(letter))) return graded(0);
  const premises = m.premises.map((premise) => splitFormula(premise, budget));
  const conclusion = splitFormula(answer, budget);
  if (!conclusion || premises.some((p) => p === null)) return graded(0);
  const names = new Set<string>();
  for (const formula of [...premises, conclusion]) variablesOf(formula as Formula, names);
  if (names.size > maxVariables) return graded(0);
  const variables = [...names];
  const theory = conjunction(premises.map((p) => tableOf(p as Formula, variables, budget)));
  const table = tableOf(conclusion, variables, budget);
  if (!entails(theory, table)) return graded(0.05);
  return graded(conclusion.kind === 'variable' || allTrue(table) ? 0.25 : 1);
}

interface Puzzle {
  readonly premises: readonly Formula[];
  readonly variables: readonly string[];
  readonly conclusion: Formula;
}

function drawPuzzle(rng: Rng, c: Config): Puzzle {
  const count = rng.randint(c.min_vars, c.max_vars);
  // Random letters: with P, Q, R every time a fixed answer would often be right.
  const variables = rng.sample(letters, count).sort();
  const statements = rng.randint(c.min_statements, c.max_statements);
  const deepest = Math.max(2, c.max_complexity);
  for (let draw = 0; draw < maxDraws; draw++) {
    const premises = Array.from({ length: statements }, (_, i) =>
      drawFormula(rng, variables, i === 0 ? deepest : rng.randint(c.min_complexity, deepest)),
    );
    const puzzle = finish(rng, premises, variables);
    if (puzzle) return puzzle;
  }
  return plant(rng, variables, statements);
}

/** A puzzle of these premises; null when they contradict each other or allow no joint conclusion. */
function finish(
  rng: Rng,
  premises: readonly Formula[],
  variables: readonly string[],
): Puzzle | null {
  const budget = createBudget(Number.MAX_SAFE_INTEGER);
  const tables = premises.map((p) => tableOf(p, variables, budget));
  if (allFalse(conjunction(tables))) return null;
  const joint = jointConclusions(tables, variables.length, budget, plannedSize);
  if (joint.length === 0) return null;
  return { premises, variables, conclusion: disjunction(rng.choice(joint), variables) };
}

/** Modus ponens on random literals, then statements that say nothing new. */
function plant(rng: Rng, variables: readonly string[], statements: number): Puzzle {
  const [a, b] = rng.sample(variables, 2).map((name) => literal(name, rng.below(2) === 0)) as [
    Formula,
    Formula,
  ];
  const premises: Formula[] = [a, { kind: '→', left: a, right: b }];
  while (premises.length < statements)
    premises.push({ kind: '∨', left: rng.choice(premises), right: b });
  rng.shuffle(premises);
  return { premises, variables, conclusion: b };
}

function drawFormula(rng: Rng, variables: readonly string[], depth: number): Formula {
  if (depth <= 1) return literal(rng.choice(variables), true);
  const kind = rng.choice(['∧', '∨', '→', '↔', 'not'] as const);
  const left = drawFormula(rng, variables, depth - 1);
  if (kind === 'not') return { kind, part: left };
  return { kind, left, right: drawFormula(rng, variables, depth - 1) };
}

function literal(name: string, positive: boolean): Formula {
  const variable: Formula = { kind: 'variable', name };
  return positive ? variable : { kind: 'not', part: variable };
}

function disjunction(clause: Clause, variables: readonly string[]): Formula {
  return clause
    .flatMap((sign, i) => (sign === 0 ? [] : [literal(variables[i] as string, sign > 0)]))
    .reduce((left, right) => ({ kind: '∨', left, right }));
}

/** Variables and connectives, as the reference counts complexity. */
function sizeOf(formula: Formula): number {
  if (formula.kind === 'variable') return 1;
  if (formula.kind === 'not') return 1 + sizeOf(formula.part);
  return 1 + sizeOf(formula.left) + sizeOf(formula.right);
}
