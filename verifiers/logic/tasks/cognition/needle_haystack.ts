/**
 * Find the one statement among many that answers a question. What is asked is said of one person
 * only; in the reference two people may fit.
 */
import { z } from 'zod';
import { strip } from '../../../text/python.ts';
import { malformed, right, wrong } from '../../mark.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';
import { calledNames } from '../../words/called.ts';
import { attitudes, subjects } from '../../words/likes.ts';

const config = z
  .strictObject({
    min_num_statements: z.int().min(1).max(5_000).default(10),
    max_num_statements: z.int().min(1).max(5_000).default(100),
  })
  .superRefine(ordered(['min_num_statements', 'max_num_statements']));

const metadata = z.looseObject({});

export const needleHaystack = defineTask({
  name: 'needle_haystack',
  category: 'cognition',
  summary: 'Find who is said to like or dislike something in a long list',
  answerFormat: 'one name',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_statements',
      fields: ['min_num_statements', 'max_num_statements'],
      levels: [10, 100, 500, 1000],
      interval: true,
    },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_num_statements, c.max_num_statements);
    const needle = rng.below(count);
    const pairs = attitudes.length * subjects.length;
    const asked = rng.below(pairs);
    const say = (pair: number) =>
      `${attitudes[pair % attitudes.length]} ${subjects[Math.floor(pair / attitudes.length)]}`;
    const statements: string[] = [];
    let answer = '';
    for (let i = 0; i < count; i++) {
      const name = rng.choice(calledNames);
      // Any pair but the one asked for, which the needle alone has.
      const other = rng.below(pairs - 1);
      const pair = i === needle ? asked : other < asked ? other : other + 1;
      if (i === needle) answer = name;
      statements.push(`${name} ${say(pair)}.`);
    }
    const question = `Who ${say(asked)}? Answer with the name alone.`;
    return {
      question: `${statements.join(' ')}\n${question}`,
      answer,
      metadata: { question, num_statements: count },
      difficulty: { num_statements: [c.min_num_statements, c.max_num_statements] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = strip(entry.answer ?? '').toLowerCase();
    if (mode === 'compat') {
      const given = strip(answer.replaceAll(' ', '')).toLowerCase();
      return given === oracle ? right : wrong('Expected the exact name');
    }
    const given = unwrap(answer).toLowerCase();
    if (given === oracle) return right;
    const isName = /^\p{L}[\p{L}\p{M} .'’-]*$/u.test(given) && given.length <= 100;
    return isName ? wrong('Expected another name') : malformed('Expected one name');
  },
});
