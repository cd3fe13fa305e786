/** Who tells the truth and who lies: knights and knaves with one solution. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { splitSpaces, strip } from '../../../text/python.ts';
import { graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { defineTask } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { firstNames } from '../../words/names.ts';

const config = z.strictObject({
  n_people: z.int().min(2).max(8).default(2),
  depth_constraint: z.int().min(1).max(6).default(2),
  width_constraint: z.int().min(2).max(6).default(2),
});
type Config = z.infer<typeof config>;

const metadata = z.looseObject({
  names: z.array(z.string().min(1).max(100)).min(1).max(50),
  solution: z.array(z.boolean()).min(1).max(50),
  knight_knave_terms: z.looseObject({ knight: z.string().min(1), knave: z.string().min(1) }),
});
type Metadata = z.infer<typeof metadata>;

/** As the reference writes them: ["telling-truth", 1], ["and", …], ["->", a, b], ["not", a]. */
type Statement = readonly [string, ...(Statement | number)[]];

const roles: readonly (readonly [knight: string, knave: string])[] = [
  ['knight', 'knave'],
  ['pioneer', 'laggard'],
  ['saint', 'sinner'],
  ['hero', 'villain'],
  ['angel', 'devil'],
  ['altruist', 'egoist'],
  ['sage', 'fool'],
];
const everyRole = new Set(roles.flat());

const sayings = [
  '{} says: "#."',
  '{} claims that #.',
  'According to {}, #.',
  '"#," says {}.',
  '{} tells you that #.',
  '{} insists: "#."',
];

const maxDraws = 5_000;

export const knightsKnaves = defineTask({
  name: 'knights_knaves',
  category: 'logic',
  summary: 'Find out who always tells the truth and who always lies',
  answerFormat: 'one clause a person: "Ada is a knight, and Alan is a knave"',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'n_people', field: 'n_people', levels: [2, 3, 4, 5, 6, 7, 8] },
    { kind: 'scalar', name: 'depth_constraint', field: 'depth_constraint', levels: [2, 3] },
    { kind: 'scalar', name: 'width_constraint', field: 'width_constraint', levels: [2, 3] },
  ],

  generate(rng, c) {
    const { statements, solution } = drawPuzzle(rng, c);
    const people = rng.sample(firstNames, c.n_people);
    const [knight, knave] = rng.choice(roles);
    const role = (truthful: boolean) => withArticle(truthful ? knight : knave);
    const spoken = statements.map((statement, i) => {
      const content = speak(statement, people, role);
      return rng
        .choice(sayings)
        .replace('{}', people[i] as string)
        .replace('#', content);
    });
    const sentence = (say: (i: number) => string) =>
      enumerate(people.map((p, i) => `${p} is ${say(i)}`));
    const form = sentence(() => `${withArticle(knight)} or ${withArticle(knave)}`);
    return {
      question: `On an island every inhabitant is either ${withArticle(knight)}, who only says what is true, or ${withArticle(knave)}, who only says what is false. You meet ${people.length} of them: ${people.join(', ')}. ${spoken.join(' ')} Who is what? Answer in the form: ${form}.`,
      answer: `${sentence((i) => role(solution[i] as boolean))}.`,
      metadata: {
        statements,
        solution,
        names: people,
        knight_knave_terms: terms(knight, knave),
      },
      difficulty: { ...c },
    };
  },

  score(answer, { entry, mode, budget }) {
    budget.spend(answer.length);
    return mode === 'compat' ? compat(answer, entry.answer ?? '') : strict(answer, entry.metadata);
  },
});

const fillers = new Set(['is', 'are', 'a', 'an', 'the', 'and', 'both', 'all', 'so', 'while']);

/** All or nothing: a share of right roles would pay a constant answer. */
function strict(
  answer: string,
  { names: people, solution, knight_knave_terms: terms }: Metadata,
): Mark {
  const given = new Map<string, boolean>();
  const known = new Set(people.map((name) => name.toLowerCase()));
  let pending: string[] = [];
  for (const word of unwrap(answer)
    .toLowerCase()
    .split(/[\s.,;:*()|—–-]+/)) {
    const role = roleOf(word, terms);
    if (known.has(word)) pending.push(word);
    else if (role !== null) {
      if (pending.length === 0)
        return malformed('Expected every role after the name it belongs to');
      for (const name of pending) {
        if ((given.get(name) ?? role) !== role) return wrong('Expected one role for every person');
        given.set(name, role);
      }
      pending = [];
    } else if (word !== '' && !fillers.has(word)) {
      return malformed('Expected only names and roles');
    }
  }
  if (pending.length > 0 || given.size === 0) return malformed('Expected a role for every person');
  const fits = people.every((name, i) => given.get(name.toLowerCase()) === solution[i]);
  return fits ? right : wrong('Expected roles that agree with what everyone says');
}

function roleOf(word: string, terms: Metadata['knight_knave_terms']): boolean | null {
  for (const form of [word, word.replace(/e?s$/, ''), word.replace(/s$/, '')]) {
    if (form === terms.knight.toLowerCase()) return true;
    if (form === terms.knave.toLowerCase()) return false;
  }
  return null;
}

/** The reference: the set of (name, role) pairs; 0.3 and a share of 0.7 for a partial match. */
function compat(answer: string, oracle: string): Mark {
  const wanted = pairsOf(oracle);
  const given = pairsOf(answer);
  if (wanted.size !== given.size) return graded(0);
  const matching = [...wanted].filter((pair) => given.has(pair)).length;
  if (matching === wanted.size) return graded(answer === '' ? 0 : 1);
  return graded(matching > 0 ? 0.3 + (0.7 * matching) / wanted.size : 0);
}

function pairsOf(text: string): Set<string> {
  const spaced = strip(text.toLowerCase()).replaceAll('.', ' ').replaceAll(',', ' ');
  const pairs = new Set<string>();
  let name: string | null = null;
  for (const word of splitSpaces(spaced.replaceAll(' and ', ' '))) {
    if (word === 'is' || word === 'a' || word === 'an') continue;
    if (!everyRole.has(word)) name = word;
    else if (name !== null) {
      pairs.add(`${name} ${word}`);
      name = null;
    }
  }
  return pairs;
}

/** Statements whose only solution is `solution`. */
function drawPuzzle(rng: Rng, c: Config): { statements: Statement[]; solution: boolean[] } {
  for (let draw = 0; draw < maxDraws; draw++) {
    const statements = Array.from({ length: c.n_people }, (_, speaker) =>
      drawStatement(rng, c, speaker, c.depth_constraint),
    );
    const solutions = solve(statements);
    if (solutions.length === 1) return { statements, solution: solutions[0] as boolean[] };
  }
  throw new RangeError(`Expected a config with a unique puzzle, found none in ${maxDraws} draws`);
}

function drawStatement(rng: Rng, c: Config, speaker: number, depth: number): Statement {
  const kind = depth <= 1 ? 0 : rng.below(6);
  if (kind === 0) {
    // Nobody can say "I lie"; saying "I tell the truth" says nothing.
    const person = (speaker + 1 + rng.below(c.n_people - 1)) % c.n_people;
    return [rng.below(2) === 0 ? 'telling-truth' : 'lying', person];
  }
  if (kind === 1) return ['not', drawStatement(rng, c, speaker, depth - 1)];
  const operator = (['and', 'or', '->', '<=>'] as const)[kind - 2] as string;
  const wide = operator === 'and' || operator === 'or';
  return [operator, ...drawParts(rng, c, depth - 1, wide ? rng.randint(2, c.width_constraint) : 2)];
}

/** Different parts; two plain ones never speak of the same person. */
function drawParts(rng: Rng, c: Config, depth: number, count: number): Statement[] {
  const parts: Statement[] = [];
  const used = new Set<string>();
  for (let tries = 0; parts.length < count; tries++) {
    const speaker = rng.below(c.n_people); // inside a compound anyone may be spoken of
    const part = drawStatement(rng, c, speaker, depth);
    const key = isPlain(part) ? String(part[1]) : JSON.stringify(part);
    if (used.has(key)) {
      if (tries > 50) break;
      continue;
    }
    used.add(key);
    parts.push(part);
  }
  return parts.length >= 2 ? parts : drawParts(rng, c, depth, 2);
}

function isPlain(statement: Statement): boolean {
  return statement[0] === 'telling-truth' || statement[0] === 'lying';
}

/** All role assignments in which everyone's statement is true exactly when they tell the truth. */
function solve(statements: readonly Statement[]): boolean[][] {
  const count = statements.length;
  const solutions: boolean[][] = [];
  for (let mask = 0; mask < 1 << count; mask++) {
    const truthful = (i: number) => ((mask >> i) & 1) === 1;
    if (statements.every((statement, i) => holds(statement, truthful) === truthful(i))) {
      solutions.push(statements.map((_, i) => truthful(i)));
    }
  }
  return solutions;
}

function holds(statement: Statement, truthful: (person: number) => boolean): boolean {
  const [operator, ...parts] = statement;
  if (operator === 'telling-truth') return truthful(parts[0] as number);
  if (operator === 'lying') return !truthful(parts[0] as number);
  const of = (part: Statement | number | undefined) => holds(part as Statement, truthful);
  switch (operator) {
    case 'not':
      return !of(parts[0]);
    case 'and':
      return parts.every(of);
    case 'or':
      return parts.some(of);
    case '->':
      return !of(parts[0]) || of(parts[1]);
    default:
      return of(parts[0]) === of(parts[1]);
  }
}

function speak(
  statement: Statement,
  people: readonly string[],
  role: (truthful: boolean) => string,
  inner = false,
): string {
  const [operator, ...parts] = statement;
  if (isPlain(statement)) {
    return `${people[parts[0] as number]} is ${role(operator === 'telling-truth')}`;
  }
  const [a = '', b = '', ...more] = parts.map((part) =>
    speak(part as Statement, people, role, true),
  );
  const text =
    operator === 'not'
      ? `it is not true that ${a}`
      : operator === '->'
        ? `if ${a} then ${b}`
        : operator === '<=>'
          ? `${a} if and only if ${b}`
          : [a, b, ...more].join(` ${operator} `);
  return inner ? `(${text})` : text;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

function enumerate(parts: readonly string[]): string {
  return `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

function terms(knight: string, knave: string): Record<string, string> {
  const capital = (noun: string) => noun.charAt(0).toUpperCase() + noun.slice(1);
  return {
    knight,
    knave,
    a_knight: withArticle(knight),
    a_knave: withArticle(knave),
    Knight: capital(knight),
    Knave: capital(knave),
  };
}
