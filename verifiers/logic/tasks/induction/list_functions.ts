/**
 * The rule behind four examples, applied to a new list. There are 17 families of rules; an entry is
 * redrawn until every rule of every family that explains its examples gives the same output.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal, type Rational } from '../../../rational.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, perEntry } from '../../task.ts';
import { readList } from '../../text/list.ts';
import { parseNumber } from '../../text/number.ts';

const config = z.object({});
const metadata = z.looseObject({});
const maxItems = 10_000;

type List = readonly number[];
type Rule = (list: List) => List;

const upTo3 = [1, 2, 3];
const byValue = (a: number, b: number) => a - b;
const sum = (list: List) => list.reduce((total, n) => total + n, 0);
const at = (list: List, i: number) => list[i] as number;
const digitSum = (n: number) => sum([...String(n)].map(Number));

/** The families; lists have five elements at least. */
const families: readonly (readonly Rule[])[] = [
  [(list) => [...list].reverse()],
  [(list) => [...list].sort(byValue), (list) => [...list].sort(byValue).reverse()],
  upTo3.map((k) => (list) => [...list.slice(k), ...list.slice(0, k)]),
  upTo3.map((k) => (list) => list.slice(k)),
  upTo3.map((k) => (list) => list.slice(0, -k)),
  [0, 1].map((odd) => (list) => list.filter((_, i) => i % 2 === odd)),
  [2, 3, 4].map((k) => (list) => list.map((n) => n * k)),
  [3, 7, 11, -5].map((k) => (list) => list.map((n) => n + k)),
  [0, 1].map((odd) => (list) => list.filter((n) => n % 2 === odd)),
  [30, 50, 70].map((k) => (list) => list.filter((n) => n > k)),
  [(list) => list.map((_, i) => sum(list.slice(0, i + 1)))],
  [(list) => list.slice(1).map((n, i) => n - at(list, i))],
  [(list) => [sum(list)], (list) => [Math.max(...list) - Math.min(...list)]],
  [(list) => [at(list, list.length - 1), ...list.slice(1, -1), at(list, 0)]],
  upTo3.map((k) => (list) => [at([...list].sort(byValue), k), at([...list].sort(byValue), 0)]),
  [(list) => list.slice(1).map((n, i) => n + at(list, i))],
  [(list) => list.map(digitSum)],
];
const rules = families.flat();

const expectedOf = perEntry(({ answer }: { readonly answer: string | null }) =>
  readNumbers((answer ?? '').trim()),
);

export const listFunctions = defineTask({
  name: 'list_functions',
  category: 'induction',
  summary: 'Find the rule that makes lists from lists and apply it.',
  answerFormat: 'the list, such as [3, 14, 15]',
  config,
  metadata,
  curriculum: [],

  generate(rng) {
    const rule = rng.choice(rng.choice(families));
    const lists = drawLists(rng, rule);
    const asked = lists[4] as List;
    const examples = lists
      .slice(0, 4)
      .map((list, i) => `Input ${i + 1}: ${show(list)}\nOutput ${i + 1}: ${show(rule(list))}`);
    return {
      question: `One rule makes every output list below from its input list.\n\n${examples.join('\n')}\n\nApply the rule to this list:\nInput 5: ${show(asked)}\n\nAnswer with the output list alone, in brackets.`,
      answer: show(rule(asked)),
      metadata: {},
    };
  },

  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const expected = expectedOf(entry);
    if (!expected) return faultyEntry('Expected a list of numbers as the answer');
    const list = readNumbers(answer);
    if (!list) return malformed('Expected one list of numbers');
    return list.length === expected.length &&
      list.every((n, i) => equal(n, expected[i] as Rational))
      ? right
      : wrong('Expected another list');
  },
});

function show(list: List): string {
  return `[${list.join(', ')}]`;
}

function readNumbers(text: string): readonly Rational[] | null {
  if (!/\d/.test(text) && !/^\s*\[\s*\]\s*$/.test(text)) return null;
  const items = readList(text);
  if (!items || items.length > maxItems) return null;
  const numbers = items.map(parseNumber);
  return numbers.every((n) => n !== null) ? numbers : null;
}

/** Four lists of examples and one to ask for; long lists of distinct numbers tell rules apart. */
function drawLists(rng: Rng, rule: Rule): List[] {
  let lists: List[] = [];
  for (let n = 0; n < 100; n++) {
    lists = Array.from({ length: 5 }, () => drawList(rng));
    const [asked, ...examples] = lists.toReversed() as [List, ...List[]];
    const output = show(rule(asked));
    const clear = rules.every(
      (other) =>
        show(other(asked)) === output ||
        examples.some((list) => show(other(list)) !== show(rule(list))),
    );
    if (clear && output !== '[]' && output !== show(asked)) break;
  }
  return lists;
}

const numbers = Array.from({ length: 99 }, (_, i) => i + 1);

function drawList(rng: Rng): List {
  return rng.sample(numbers, rng.randint(5, 9));
}
