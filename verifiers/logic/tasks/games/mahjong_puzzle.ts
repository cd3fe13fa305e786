/**
 * Cards are added and removed, round after round; what does the last card make with the hand:
 * Peng, Chi or nothing? The three results are equally frequent in ours.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { listOf } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z
  .strictObject({
    min_num_rounds: z.int().min(1).max(10_000).default(10),
    max_num_rounds: z.int().min(1).max(10_000).default(50),
  })
  .superRefine(ordered(['min_num_rounds', 'max_num_rounds']));

const metadata = z.looseObject({
  rounds: listOf<Round>(
    isRound,
    [1, Number.POSITIVE_INFINITY],
    'rounds: letters add, remove, cards',
  ),
});

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const results = ['Peng', 'Chi', 'Pass'] as const;
type Result = (typeof results)[number];
const handSize = 13;
const maxDraws = 40;

export const mahjongPuzzle = defineTask({
  name: 'mahjong_puzzle',
  category: 'games',
  summary: 'Follow a hand of cards through many rounds and name the last result',
  answerFormat: 'Peng, Chi or Pass',
  config,
  metadata,
  curriculum: [
    {
      kind: 'range',
      name: 'num_rounds',
      fields: ['min_num_rounds', 'max_num_rounds'],
      levels: [10, 50, 100, 500],
    },
  ],

  generate(rng, c) {
    const count = rng.randint(c.min_num_rounds, c.max_num_rounds);
    const wanted = rng.choice(results);
    let game = play(rng, count, wanted);
    // A hand without a pair has no Peng; nearly every other hand has all three results.
    for (let n = 1; n < maxDraws && game.result !== wanted; n++) game = play(rng, count, wanted);
    const { initial, rounds, result } = game;
    const lines = rounds.map(
      ({ add, remove }, i) => `${i + 1}. ${add} comes in, ${remove} goes out.`,
    );
    return {
      question: `You hold 13 cards, each with a letter. In every round a new card comes in, its result is determined by the 13 cards you hold at that moment, and then one card goes out.\n\nThe result is\n- Peng, if you hold two cards or more with the same letter as the new card;\n- otherwise Chi, if the new card and two cards you hold make three letters in a row of the alphabet, such as ABC or KLM, whatever the place of the new card among them;\n- otherwise Pass.\n\nThe card that goes out does not change the result of its round.\n\nYou begin with ${initial}. The rounds are:\n${lines.join('\n')}\n\nWhat is the result of the last round? Answer with Peng, Chi or Pass alone.`,
      answer: result,
      metadata: { initial_cards: initial, rounds, solution: result },
      difficulty: { num_rounds: [c.min_num_rounds, c.max_num_rounds] },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') return containsOracle(answer, oracle);
    const last = entry.metadata.rounds.at(-1) as Round;
    if (resultOf(handBefore(last), last.add) !== oracle) {
      return faultyEntry('Expected the answer to follow from the last round');
    }
    const given = unwrap(answer).toLowerCase();
    if (!results.some((result) => result.toLowerCase() === given)) {
      return malformed('Expected Peng, Chi or Pass');
    }
    return given === oracle.toLowerCase() ? right : wrong('Expected another result');
  },
});

interface Round {
  readonly add: string;
  readonly remove: string;
  /** The hand after the round. */
  readonly cards: string;
}

const isCard = (text: unknown) => typeof text === 'string' && /^[A-Z]$/.test(text);

function isRound(round: unknown): round is Round {
  if (typeof round !== 'object' || round === null) return false;
  const { add, remove, cards } = round as Partial<Round>;
  const held = typeof cards === 'string' && /^[A-Z]{1,100}$/.test(cards);
  return held && isCard(add) && isCard(remove);
}

/** The cards held when the new one came: the hand, with the card that left instead of the new. */
function handBefore({ add, remove, cards }: Round): string[] {
  const hand = [...cards, remove];
  hand.splice(hand.indexOf(add), 1);
  return hand;
}

function resultOf(hand: readonly string[], add: string): Result {
  if (hand.filter((held) => held === add).length >= 2) return 'Peng';
  const holds = (step: number) => hand.includes(String.fromCharCode(add.charCodeAt(0) + step));
  const makesRun = (holds(-2) && holds(-1)) || (holds(-1) && holds(1)) || (holds(1) && holds(2));
  return makesRun ? 'Chi' : 'Pass';
}

/** Random rounds; the last card is one that gives the wanted result, where there is one. */
function play(rng: Rng, count: number, wanted: Result) {
  const hand = Array.from({ length: handSize }, () => rng.choice(letters));
  const initial = hand.join('');
  const rounds: (Round & { result: Result })[] = [];
  for (let n = 1; n <= count; n++) {
    const fitting = n < count ? [] : letters.filter((letter) => resultOf(hand, letter) === wanted);
    const add = rng.choice(fitting.length > 0 ? fitting : letters);
    const result = resultOf(hand, add);
    hand.push(add);
    const [remove = ''] = hand.splice(rng.below(hand.length), 1);
    rounds.push({ add, remove, cards: hand.join(''), result });
  }
  return { initial, rounds, result: rounds.at(-1)?.result ?? 'Pass' };
}
