/** Apply the first rule that fits, again and again, until none does or a string comes back. */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { drawRules, type Rule } from '../../text/rewriting.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_string_length: z.int().min(5).max(10_000).default(5),
    max_string_length: z.int().min(5).max(10_000).default(20),
    min_num_rules: z.int().min(3).max(20).default(3),
    max_num_rules: z.int().min(3).max(20).default(8),
  })
  .superRefine(
    ordered(['min_string_length', 'max_string_length'], ['min_num_rules', 'max_num_rules']),
  );

const metadata = z.looseObject({ string: z.string(), solution: z.string() });

const alphabet = [...'abc'];
const maxDraws = 60;
const maxSteps = 120;
/** Letters of all intermediate strings that metadata may hold. */
const maxShown = 4_000;

export const stringManipulation = defineTask({
  name: 'string_manipulation',
  category: 'algorithmic',
  summary: 'Rewrite a string by rules until nothing changes',
  answerFormat: 'the final string',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'string_length',
      fields: ['min_string_length', 'max_string_length'],
      levels: [10, 50, 100, 500],
    },
    {
      kind: 'range',
      name: 'num_rules',
      fields: ['min_num_rules', 'max_num_rules'],
      levels: [3, 5, 10, 15, 20],
    },
  ],

  generate(rng, c) {
    const { string, rules, states } = draw(rng, c);
    const solution = states.at(-1) as string;
    const list = rules.map((rule, i) => `${i + 1}. ${rule.text}`).join('\n');
    return {
      question: `Rewrite a string by these rules:\n\n${list}\n\nIn every step apply the first rule of the list that fits, and only that one. Stop when no rule fits. Stop as well when a step would give a string that was there before (the first one included): the string before that step is the result.\n\nThe string is:\n\n${string}\n\nWhat is the result? Answer with the string only.`,
      answer: solution,
      metadata: {
        string,
        solution,
        selected_rules: rules.map((rule) => rule.text),
        num_steps: states.length - 1,
        ...(states.join('').length <= maxShown ? { states } : {}),
        string_length: string.length,
        num_rules: rules.length,
      },
      difficulty: {
        string_length: [c.min_string_length, c.max_string_length],
        num_rules: [c.min_num_rules, c.max_num_rules],
      },
    };
  },

  /** Strict: the letters count, not what separates them. */
  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    if (oracle !== entry.metadata.solution) {
      return faultyEntry('The stored answer is not the solution');
    }
    const got = unwrap(answer).replace(/[\s,;"'`[\]()]+/g, '');
    const isEmpty = oracle === '' && /^\\emptyset$|^ε$|^<?(?:the)?empty(?:string)?>?$/i.test(got);
    return got === oracle || isEmpty ? right : wrong('Expected the final string');
  },
});

/** The strings from the first to the last; null when they become too many or too long. */
function rewrite(string: string, rules: readonly Rule[]): string[] | null {
  const states = [string];
  const seen = new Set(states);
  const longest = 2 * string.length + 20;
  for (let last = string; states.length <= maxSteps; ) {
    const rule = rules.find(({ fits }) => fits(last));
    const next = rule?.apply(last);
    if (next === undefined || seen.has(next)) return states;
    if (next.length > longest) return null;
    states.push(next);
    seen.add(next);
    last = next;
  }
  return null;
}

/** Some steps and a result that is not short: neither the string itself nor a guess will do. */
function draw(rng: Rng, c: z.infer<typeof config>) {
  for (let n = 0; ; n++) {
    const length = rng.randint(c.min_string_length, c.max_string_length);
    const string = Array.from({ length }, () => rng.choice(alphabet)).join('');
    const count = rng.randint(c.min_num_rules, c.max_num_rules);
    const rules = drawRules(rng, alphabet, length, count);
    const states = rewrite(string, rules) ?? [];
    if (states.length >= 3 && (states.at(-1) as string).length >= 4) {
      return { string, rules, states };
    }
    // at last with fewer rules, so that it ends
    for (let kept = rules.length; n >= maxDraws && kept >= 0; kept--) {
      const fewer = rules.slice(0, kept);
      const made = rewrite(string, fewer);
      if (made) return { string, rules: fewer, states: made };
    }
  }
}
