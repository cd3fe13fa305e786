/** Short made-up sentences of a wanted number of words. */
import type { Rng } from '../../random.ts';
import { firstNames } from './names.ts';

const nouns = [
  ...[
    'baker',
    'captain',
    'farmer',
    'gardener',
    'grandmother',
    'guard',
    'painter',
    'pilot',
    'sailor',
  ],
  ...['stranger', 'tailor', 'teacher', 'traveller', 'donkey', 'fox', 'owl', 'goose', 'kitten'],
];
const things = [
  ...['basket', 'bell', 'blanket', 'bridge', 'candle', 'chest', 'clock', 'drum', 'feather', 'kite'],
  ...[
    'ladder',
    'lantern',
    'letter',
    'map',
    'mirror',
    'picture',
    'ring',
    'rope',
    'umbrella',
    'violin',
  ],
];
const adjectives = [
  ...[
    'brave',
    'broken',
    'clever',
    'curious',
    'dusty',
    'famous',
    'gentle',
    'golden',
    'heavy',
    'lonely',
  ],
  ...[
    'narrow',
    'old',
    'patient',
    'proud',
    'quiet',
    'silver',
    'sleepy',
    'small',
    'strange',
    'young',
  ],
];
const acts = [
  ...['bought', 'carried', 'described', 'dropped', 'found', 'hid', 'lost', 'mended', 'noticed'],
  ...['opened', 'painted', 'polished', 'remembered', 'sold', 'stole', 'watched', 'wrapped'],
];
const doings = [
  ...['danced', 'hesitated', 'hummed', 'laughed', 'listened', 'rested', 'sang', 'shivered'],
  ...['slept', 'smiled', 'waited', 'wandered', 'whispered', 'whistled', 'worked', 'yawned'],
];
const manners = [
  ...['again', 'alone', 'calmly', 'carefully', 'happily', 'nervously', 'outside', 'politely'],
  ...['quickly', 'secretly', 'silently', 'slowly', 'suddenly', 'there', 'today', 'yesterday'],
];
const places = [
  ...['castle', 'cellar', 'desert', 'forest', 'garden', 'harbour', 'kitchen', 'library', 'market'],
  ...[
    'meadow',
    'museum',
    'orchard',
    'station',
    'theatre',
    'tower',
    'valley',
    'village',
    'workshop',
  ],
];
const times = [
  'at dawn',
  'at noon',
  'at midnight',
  'before breakfast',
  'after dinner',
  'on Sunday',
];
const joints = ['and', 'but', 'while', 'because', 'although', 'so', 'until', 'after'];

type Part = (rng: Rng) => string;

/** What a clause is made of; every part has a fixed number of words. */
const subjects: readonly Part[] = [
  (rng) => rng.choice(firstNames),
  (rng) => `the ${rng.choice(nouns)}`,
  (rng) => `the ${rng.choice(adjectives)} ${rng.choice(nouns)}`,
];
const predicates: readonly Part[] = [
  (rng) => rng.choice(doings),
  (rng) => `${rng.choice(acts)} the ${rng.choice(things)}`,
  (rng) => `${rng.choice(acts)} the ${rng.choice(adjectives)} ${rng.choice(things)}`,
];
const predicateWords = [1, 3, 4];
const tails: readonly Part[] = [
  () => '',
  (rng) => rng.choice(manners),
  (rng) => rng.choice(times),
  (rng) => `in the ${rng.choice(places)}`,
];
/** The longest clause that is drawn; longer sentences have several. */
const longest = 9;

/** One sentence of exactly so many words. */
export function sentence(rng: Rng, words: number): string {
  let text = '';
  let left = words;
  while (left > longest) {
    const part = rng.randint(3, Math.min(longest, left - 4));
    text += `${clause(rng, part)}${rng.below(2) === 0 ? ',' : ''} ${rng.choice(joints)} `;
    left -= part + 1;
  }
  text += left >= 2 ? clause(rng, left) : rng.choice(manners);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${rng.below(4) === 0 ? '!' : '.'}`;
}

function clause(rng: Rng, words: number): string {
  const choices: (readonly [Part, Part, Part])[] = [];
  for (const [s, subject] of subjects.entries()) {
    for (const [p, predicate] of predicates.entries()) {
      const tail = tails[words - (s + 1) - (predicateWords[p] as number)];
      if (tail) choices.push([subject, predicate, tail]);
    }
  }
  const parts = rng.choice(choices).map((part) => part(rng));
  return parts.filter((part) => part !== '').join(' ');
}
