/** Work, machines and things that are made. */
import type { Story } from './story.ts';

export const work: readonly Story[] = [
  ({ int, who }) => {
    const [painter, rooms, walls] = [who(), int('rooms', 3, 9), int('walls', 3, 6)];
    const [minutes, pause] = [int('minutes', 12, 45), int('pause', 5, 30, 5)];
    const value = rooms * walls * minutes + (rooms - 1) * pause;
    return {
      text: `${painter} paints ${rooms} rooms with ${walls} walls each. A wall takes ${minutes} minutes, and between one room and the next there is a break of ${pause} minutes. After how many minutes is everything painted?`,
      value,
      steps: [
        `${rooms} × ${walls} × ${minutes} = ${rooms * walls * minutes}`,
        `${rooms - 1} breaks: ${(rooms - 1) * pause}`,
        `Together ${value}`,
      ],
      unit: 'minutes',
    };
  },
  ({ int, pick }) => {
    const [part, first, more] = [
      pick('part', ['screws', 'lids', 'valves']),
      int('first', 20, 90),
      int('more', 5, 40),
    ];
    const [hours, faulty] = [int('hours', 3, 12), int('faulty', 3, 50)];
    const all = (2 * first + more) * hours;
    return {
      text: `The old machine makes ${first} ${part} an hour, the new one ${more} more than that. Both run for ${hours} hours; ${faulty} of the ${part} turn out to be faulty. How many good ${part} are there?`,
      value: all - faulty,
      steps: [
        `${first} + ${first + more} = ${2 * first + more}`,
        `× ${hours} = ${all}`,
        `− ${faulty} = ${all - faulty}`,
      ],
      unit: part,
    };
  },
  ({ int }) => {
    const [few, times, days] = [int('few', 2, 8), int('times', 2, 6), int('days', 2, 15)];
    return {
      text: `${few * times} workers dig a ditch in ${days} days. How many days would ${few} workers need for it at the same pace?`,
      value: times * days,
      steps: [`${few * times} × ${days} = ${few * times * days}`, `÷ ${few} = ${times * days}`],
      unit: 'days',
    };
  },
  ({ int, who }) => {
    const [name, rate, extra] = [who(), int('rate', 9, 28), int('extra', 2, 9)];
    const [normal, over] = [int('normal', 30, 40), int('over', 2, 14)];
    const value = normal * rate + over * (rate + extra);
    return {
      text: `${name} earns ${rate} coins an hour; every hour beyond ${normal} in a week is paid with ${extra} coins more. How many coins does ${name} earn in a week of ${normal + over} hours?`,
      value,
      steps: [
        `${normal} × ${rate} = ${normal * rate}`,
        `${over} × ${rate + extra} = ${over * (rate + extra)}`,
        `Together ${value}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, who }) => {
    const [reader, pages, days] = [who(), int('pages', 8, 40), int('days', 3, 9)];
    const [later, left] = [int('later', 2, 8), int('left', 11, 140)];
    const read = pages * days + 2 * pages * later;
    return {
      text: `${reader} reads ${pages} pages of a novel a day for ${days} days, then twice as many a day for ${later} days. The novel has ${read + left} pages. How many of them has ${reader} not read yet?`,
      value: left,
      steps: [
        `${pages} × ${days} + ${2 * pages} × ${later} = ${read}`,
        `${read + left} − ${read} = ${left}`,
      ],
      unit: 'pages',
    };
  },
  ({ int, who }) => {
    const [name, pace, minutes] = [who(), int('pace', 30, 80), int('minutes', 12, 50)];
    const [cut, rest] = [int('cut', 40, 190), int('rest', 60, 700)];
    const kept = pace * minutes - cut;
    return {
      text: `${name} types ${pace} words a minute for ${minutes} minutes and then deletes ${cut} words. The report is to have ${kept + rest} words. How many words are missing?`,
      value: rest,
      steps: [`${pace} × ${minutes} − ${cut} = ${kept}`, `${kept + rest} − ${kept} = ${rest}`],
      unit: 'words',
    };
  },
  ({ int }) => {
    const [one, two, leak] = [int('one', 12, 40), int('two', 8, 30), int('leak', 1, 7)];
    const minutes = int('minutes', 6, 75);
    const net = one + two - leak;
    return {
      text: `Two pumps fill a pool with ${one} and ${two} litres a minute, while ${leak} litres a minute run out through a crack. The pool is empty and holds ${net * minutes} litres. After how many minutes is it full?`,
      value: minutes,
      steps: [`${one} + ${two} − ${leak} = ${net}`, `${net * minutes} ÷ ${net} = ${minutes}`],
      unit: 'minutes',
    };
  },
  ({ int }) => {
    const [walls, rows, each] = [int('walls', 2, 6), int('rows', 9, 30), int('each', 15, 60)];
    const pallet = int('pallet', 80, 250, 10);
    const bricks = walls * rows * each;
    return {
      text: `${walls} equal walls are to be built, each of ${rows} rows with ${each} bricks in a row. Bricks come on pallets of ${pallet}, and only whole pallets can be ordered. How many pallets are needed?`,
      value: Math.ceil(bricks / pallet),
      steps: [
        `${walls} × ${rows} × ${each} = ${bricks}`,
        `${bricks} ÷ ${pallet}, rounded up, is ${Math.ceil(bricks / pallet)}`,
      ],
      unit: 'pallets',
    };
  },
  ({ int, who }) => {
    const [name, monday, fewer] = [who(), int('monday', 20, 90), int('fewer', 3, 40)];
    const wednesday = 3 * monday - fewer;
    return {
      text: `${name} delivers ${monday} parcels on Monday and twice as many on Tuesday. On Wednesday it is ${fewer} fewer than on the two days before together. How many parcels are that in three days?`,
      value: 3 * monday + wednesday,
      steps: [
        `${monday} + ${2 * monday} = ${3 * monday}`,
        `${3 * monday} − ${fewer} = ${wednesday}`,
        `Together ${3 * monday + wednesday}`,
      ],
      unit: 'parcels',
    };
  },
  ({ int }) => {
    const [mean, above, below] = [int('mean', 45, 160), int('above', 2, 30), int('below', 2, 30)];
    return {
      text: `A workshop mended ${mean + above} bicycles in May and ${mean - below} in June. How many must it mend in July so that the average of the three months is ${mean}?`,
      value: mean - above + below,
      steps: [
        `3 × ${mean} = ${3 * mean}`,
        `${3 * mean} − ${mean + above} − ${mean - below} = ${mean - above + below}`,
      ],
      unit: 'bicycles',
    };
  },
  ({ int }) => {
    const [trucks, trips, tons] = [int('trucks', 3, 9), int('trips', 3, 12), int('tons', 4, 18)];
    const left = int('left', 12, 240);
    const moved = trucks * trips * tons;
    return {
      text: `${moved + left} tonnes of gravel have to be moved. ${trucks} trucks make ${trips} trips each and take ${tons} tonnes on every trip. How many tonnes are left after that?`,
      value: left,
      steps: [`${trucks} × ${trips} × ${tons} = ${moved}`, `${moved + left} − ${moved} = ${left}`],
      unit: 'tonnes',
    };
  },
  ({ int, who }) => {
    const [name, hours, weekly] = [who(), int('hours', 4, 9), int('weekly', 2, 6)];
    const [weeks, rest] = [int('weeks', 2, 9), int('rest', 3, 40)];
    const done = hours * weekly * weeks;
    return {
      text: `${name} owes a club ${done + rest * hours} hours of work, in shifts of ${hours} hours. For ${weeks} weeks ${name} works ${weekly} shifts a week. How many shifts remain?`,
      value: rest,
      steps: [
        `${weeks} × ${weekly} × ${hours} = ${done}`,
        `(${done + rest * hours} − ${done}) ÷ ${hours} = ${rest}`,
      ],
      unit: 'shifts',
    };
  },
];
