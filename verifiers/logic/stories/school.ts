/** School, games, families. */
import type { Story } from './story.ts';

export const school: readonly Story[] = [
  ({ int }) => {
    const [classes, groups, size] = [int('classes', 3, 14), int('groups', 3, 8), int('size', 3, 6)];
    const [adults, pupils] = [int('adults', 1, 3), classes * groups * size];
    return {
      text: `${classes} classes of ${groups * size} pupils go to a museum and walk round in groups of ${size} pupils. With every group ${adults === 1 ? 'goes 1 guide' : `go ${adults} guides`}. How many guides are needed?`,
      value: (pupils / size) * adults,
      steps: [
        `${classes} × ${groups * size} ÷ ${size} = ${pupils / size}`,
        `× ${adults} = ${(pupils / size) * adults}`,
      ],
      unit: 'guides',
    };
  },
  ({ int, who }) => {
    const [name, easy, points] = [who(), int('easy', 10, 30), int('points', 2, 4)];
    const [hard, more] = [int('hard', 6, 20), int('more', 5, 9)];
    const [missed, slips] = [int('missed', 1, 5), int('slips', 1, 6)];
    const value = (easy - slips) * points + (hard - missed) * more;
    return {
      text: `A test has ${easy} easy questions worth ${points} points each and ${hard} hard ones worth ${more} points each. ${name} gets everything right but ${slips} of the easy and ${missed} of the hard questions. How many points is that?`,
      value,
      steps: [
        `${easy - slips} × ${points} = ${(easy - slips) * points}`,
        `${hard - missed} × ${more} = ${(hard - missed) * more}`,
        `Together ${value}`,
      ],
      unit: 'points',
    };
  },
  ({ int }) => {
    const [shelves, books] = [int('shelves', 8, 40), int('books', 18, 60)];
    const [fresh, lent] = [int('fresh', 10, 90), int('lent', 15, 120)];
    const value = shelves * books + fresh - lent;
    return {
      text: `A library has ${shelves} shelves with ${books} books on each. It buys ${fresh} new books and lends ${lent} books out. How many books are in the library then?`,
      value,
      steps: [`${shelves} × ${books} = ${shelves * books}`, `+ ${fresh} − ${lent} = ${value}`],
      unit: 'books',
    };
  },
  ({ int, who }) => {
    const [young, old, age] = [who(), who(), int('age', 4, 17)];
    const [times, years] = [int('times', 2, 5), int('years', 3, 20)];
    const value = age * (times + 1) + 2 * years;
    return {
      text: `${young} is ${age} years old, and ${old} is ${times} times as old. How many years old will the two be together in ${years} years?`,
      value,
      steps: [
        `${age} × ${times} = ${age * times}`,
        `${age + years} + ${age * times + years} = ${value}`,
      ],
      unit: 'years',
    };
  },
  ({ int, who }) => {
    const [a, b, age, more] = [who(), who(), int('age', 5, 60), int('more', 2, 31)];
    return {
      text: `${a} and ${b} are ${2 * age + more} years old together, and ${a} is ${more} years older than ${b}. How many years old is ${a}?`,
      value: age + more,
      steps: [`(${2 * age + more} − ${more}) ÷ 2 = ${age}`, `${age} + ${more} = ${age + more}`],
      unit: 'years',
    };
  },
  ({ int, who }) => {
    const [name, thirds] = [who(), int('thirds', 8, 45)];
    const [packs, size] = [int('packs', 2, 9), int('size', 5, 12)];
    const value = 2 * thirds + packs * size;
    return {
      text: `${name} has ${3 * thirds} stamps, gives a third of them away and then buys ${packs} packets of ${size} stamps each. How many stamps does ${name} have now?`,
      value,
      steps: [`${3 * thirds} − ${thirds} = ${2 * thirds}`, `+ ${packs} × ${size} = ${value}`],
      unit: 'stamps',
    };
  },
  ({ int }) => {
    const [blue, times, more] = [int('blue', 9, 60), int('times', 2, 5), int('more', 4, 30)];
    const value = blue + 2 * times * blue + more;
    return {
      text: `In a bag there are ${blue} blue marbles, ${times} times as many red ones, and ${more} more green ones than red ones. How many marbles are in the bag?`,
      value,
      steps: [`Red: ${times * blue}`, `Green: ${times * blue + more}`, `Together ${value}`],
      unit: 'marbles',
    };
  },
  ({ int, pick }) => {
    const [team, wins, draws] = [
      pick('team', ['Falcons', 'Otters', 'Comets']),
      int('wins', 6, 24),
      int('draws', 2, 11),
    ];
    const [fewer, lost] = [int('fewer', 2, 17), int('lost', 1, 9)];
    const value = 6 * wins + 2 * draws - fewer;
    return {
      text: `A win counts 3 points, a draw 1 point and a defeat nothing. The ${team} win ${wins} games, draw ${draws} and lose ${lost}; the team behind them has ${fewer} points fewer. How many points have both teams together?`,
      value,
      steps: [
        `3 × ${wins} + ${draws} = ${3 * wins + draws}`,
        `${3 * wins + draws} + ${3 * wins + draws - fewer} = ${value}`,
      ],
      unit: 'points',
    };
  },
  ({ int }) => {
    const [quarter, away] = [int('quarter', 14, 90, 2), int('away', 3, 19)];
    return {
      text: `A school has ${4 * quarter} pupils. Three quarters of them learn a language; half of these sing in the choir. On the day of the concert ${away} of the singers are ill. How many sing?`,
      value: (3 * quarter) / 2 - away,
      steps: [
        `${4 * quarter} × 3/4 = ${3 * quarter}`,
        `÷ 2 = ${(3 * quarter) / 2}`,
        `− ${away} = ${(3 * quarter) / 2 - away}`,
      ],
      unit: 'pupils',
    };
  },
  ({ int }) => {
    const [players, minutes] = [int('players', 4, 12), int('minutes', 10, 45, 5)];
    const games = (players * (players - 1)) / 2;
    return {
      text: `${players} friends play chess, everybody against everybody else once, on a single board. Every game takes ${minutes} minutes. How many minutes do they play?`,
      value: games * minutes,
      steps: [
        `${players} × ${players - 1} ÷ 2 = ${games}`,
        `${games} × ${minutes} = ${games * minutes}`,
      ],
      unit: 'minutes',
    };
  },
  ({ int, who }) => {
    const [a, b, c] = [who(), who(), who()];
    const [first, more, less] = [int('first', 15, 80), int('more', 5, 40), int('less', 3, 14)];
    const value = 3 * first + 2 * more - less;
    return {
      text: `${a} has collected ${first} shells, ${b} has ${more} more than ${a}, and ${c} has ${less} fewer than ${b}. How many shells have the three together?`,
      value,
      steps: [`${b}: ${first + more}`, `${c}: ${first + more - less}`, `Together ${value}`],
      unit: 'shells',
    };
  },
];
