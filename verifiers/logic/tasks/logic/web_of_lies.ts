/** A web of lies: who tells the truth, from what people say about each other. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { deduce, fits, type Saying, type Statement, sayings } from '../../search/liars.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { readTruths } from '../../text/truths.ts';
import { firstNames } from '../../words/names.ts';

const config = z
  .strictObject({
    min_people: z.int().min(7).max(30).default(8),
    max_people: z.int().min(7).max(30).default(12),
    /** People asked about at once. */
    asked: z.int().min(3).max(6).default(6),
    /** The share of the statements that speak of two people. */
    p_pairs: z.number().min(0).max(1).default(0.4),
    /** The chance that a person is linked to the last one of the chain, not to anybody. */
    p_chain: z.number().min(0).max(1).default(0.6),
  })
  .superRefine(ordered(['min_people', 'max_people']));
type Config = z.infer<typeof config>;

const person = z.int().min(0).max(49);
const metadata = z.looseObject({
  names: z.array(z.string().min(1).max(40)).min(2).max(50),
  facts: z.array(z.looseObject({ person, honest: z.boolean() })).max(50),
  statements: z
    .array(
      z.looseObject({
        speaker: person,
        saying: z.enum(Object.keys(sayings) as [Saying, ...Saying[]]),
        about: z.array(person).min(1).max(2),
      }),
    )
    .max(200),
  asked: z.array(person).min(1).max(50),
  solution: z.array(z.boolean()).min(1).max(50),
});

/** Every person asked about can be made out, and is what the solution says. */
const isSound = perEntry((of: z.infer<typeof metadata>) => {
  const mentioned = [...of.statements.flatMap((s) => [s.speaker, ...s.about]), ...of.asked];
  if (mentioned.some((p) => p >= of.names.length)) return false;
  if (of.facts.some((f) => f.person >= of.names.length)) return false;
  const kinds = deduce(of.names.length, of.facts, of.statements);
  return (
    kinds !== null &&
    of.asked.length === of.solution.length &&
    of.asked.every((p, i) => kinds[p] === of.solution[i])
  );
});

export const webOfLies = defineTask({
  name: 'web_of_lies',
  category: 'logic',
  summary: 'Say who of several people tells the truth, from what people say about each other',
  answerFormat: 'yes or no for every person asked about, in order, separated by commas',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'people', fields: ['min_people', 'max_people'], levels: [7, 9, 14, 22] },
    { kind: 'scalar', name: 'asked', field: 'asked', levels: [5, 6, 6, 6] },
    { kind: 'scalar', name: 'pairs', field: 'p_pairs', levels: [0, 0.25, 0.4, 0.5] },
    { kind: 'scalar', name: 'chain', field: 'p_chain', levels: [0.4, 0.5, 0.6, 0.7] },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_people, c.max_people);
    const names = rng.sample(firstNames, count);
    const { kinds, statements } = drawWeb(rng, c, count);
    const facts = [{ person: 0, honest: kinds[0] as boolean }];
    // The last people of the web are the farthest from what is known; the others distract.
    const asked = rng.sample(
      Array.from({ length: Math.min(count - 1, c.asked + 2) }, (_, i) => count - 1 - i),
      c.asked,
    );
    rng.shuffle(statements);
    const solution = asked.map((p) => kinds[p] as boolean);
    const texts = statements.map((s) => sentence(s, names));
    return {
      question: `Each of these people either always tells the truth or always lies: ${[...names].sort().join(', ')}.\n\n${texts.join('\n')}\n${names[0]} ${kinds[0] ? 'tells the truth' : 'lies'}.\n\nDo these people tell the truth: ${asked.map((p) => names[p]).join(', ')}? Answer with yes or no for each of them, in this order, separated by commas.`,
      answer: solution.map((honest) => (honest ? 'yes' : 'no')).join(', '),
      metadata: { names, facts, statements, asked, solution },
      difficulty: {
        people: [c.min_people, c.max_people],
        asked: c.asked,
        pairs: c.p_pairs,
        chain: c.p_chain,
      },
    };
  },

  score(answer, { entry, budget }) {
    const { solution } = entry.metadata;
    budget.spend(answer.length);
    if (!isSound(entry.metadata)) {
      return faultyEntry('Expected statements from which the stored answer follows');
    }
    const values = readTruths(answer, solution.length);
    if (!values) return malformed(`Expected yes or no, ${solution.length} times`);
    return values.every((value, i) => value === solution[i])
      ? right
      : wrong('Expected answers that agree with what everyone says');
  },
});

const single: readonly Saying[] = ['honest', 'liar'];
const double = (Object.keys(sayings) as Saying[]).filter((saying) => !single.includes(saying));

/**
 * Everybody is settled by one statement together with people settled before: either speaks of them,
 * or is spoken of by one of them. So there is one solution, and `deduce` finds it.
 */
function drawWeb(rng: Rng, c: Config, count: number) {
  const kinds = Array.from({ length: count }, () => rng.below(2) === 1);
  const statements: Statement[] = [];
  for (let p = 1; p < count; p++) {
    const link = rng.random() < c.p_chain ? p - 1 : rng.below(p);
    const isPair = p >= 2 && rng.random() < c.p_pairs;
    const other = isPair ? (link + 1 + rng.below(p - 1)) % p : -1;
    const backward = rng.below(3) === 0;
    const about = backward ? (isPair ? [p, other] : [p]) : isPair ? [link, other] : [link];
    // Spoken of together with another, the kind is always settled by likeness alone.
    const forms: readonly Saying[] = !isPair ? single : backward ? ['alike', 'unlike'] : double;
    rng.shuffle(about);
    const speaker = backward ? link : p;
    const fitting = forms.filter((saying) => fits({ speaker, saying, about }, kinds));
    statements.push({ speaker, saying: rng.choice(fitting), about });
  }
  return { kinds, statements };
}

function sentence({ speaker, saying, about }: Statement, names: readonly string[]): string {
  const [x, y] = about.map((p) => names[p] as string);
  const content: Record<Saying, string> = {
    honest: `${x} tells the truth`,
    liar: `${x} lies`,
    alike: `${x} and ${y} either both tell the truth or both lie`,
    unlike: `exactly one of ${x} and ${y} tells the truth`,
    both_honest: `${x} and ${y} both tell the truth`,
    both_liars: `${x} and ${y} both lie`,
    some_honest: `at least one of ${x} and ${y} tells the truth`,
    some_liar: `at least one of ${x} and ${y} lies`,
  };
  return `${names[speaker]} says that ${content[saying]}.`;
}
