/** On the way: distances, times, seats. */
import type { Story } from './story.ts';

export const travel: readonly Story[] = [
  ({ int }) => {
    const [fast, hours] = [int('fast', 90, 180, 5), int('hours', 2, 7)];
    const [slow, more] = [int('slow', 40, 85, 5), int('more', 2, 6)];
    const value = fast * hours + slow * more;
    return {
      text: `A train goes ${fast} kilometres an hour for ${hours} hours and then, in the hills, ${slow} kilometres an hour for ${more} hours. How many kilometres does it go in all?`,
      value,
      steps: [
        `${fast} × ${hours} = ${fast * hours}`,
        `${slow} × ${more} = ${slow * more}`,
        `Together ${value}`,
      ],
      unit: 'kilometres',
    };
  },
  ({ int, who }) => {
    const [name, hundreds, litres] = [who(), int('hundreds', 2, 12), int('litres', 5, 11)];
    const price = int('price', 2, 5);
    const used = 2 * hundreds * litres;
    return {
      text: `The car of ${name} burns ${litres} litres of petrol on 100 kilometres, and a litre costs ${price} coins. ${name} drives to a town ${hundreds * 100} kilometres away and back. How many coins does the petrol cost?`,
      value: used * price,
      steps: [`2 × ${hundreds} × ${litres} = ${used}`, `${used} × ${price} = ${used * price}`],
      unit: 'coins',
    };
  },
  ({ int }) => {
    const [off, on, half] = [int('off', 2, 9), int('on', 2, 14), int('half', 10, 29)];
    const [start, last] = [2 * half - on + off, int('last', 1, 15)];
    return {
      text: `A bus sets out with ${start} passengers. At the first stop ${off} get off and ${on} get on. At the second stop half of the passengers get off and ${last} get on. How many are on the bus then?`,
      value: half + last,
      steps: [
        `${start} − ${off} + ${on} = ${2 * half}`,
        `${2 * half} ÷ 2 + ${last} = ${half + last}`,
      ],
      unit: 'passengers',
    };
  },
  ({ int, who }) => {
    const [a, b, first] = [who(), who(), int('first', 12, 28)];
    const [second, hours] = [int('second', 11, 30), int('hours', 2, 8)];
    const apart = (first + second) * hours;
    return {
      text: `${a} and ${b} live ${apart} kilometres apart and start cycling towards each other at the same time, ${a} with ${first} and ${b} with ${second} kilometres an hour. How many kilometres has ${a} gone when they meet?`,
      value: first * hours,
      steps: [
        `${apart} ÷ (${first} + ${second}) = ${hours}`,
        `${hours} × ${first} = ${first * hours}`,
      ],
      unit: 'kilometres',
    };
  },
  ({ int, who }) => {
    const [name, floors, steps] = [who(), int('floors', 4, 25), int('steps', 12, 24)];
    const times = int('times', 2, 9);
    const value = 2 * times * floors * steps;
    return {
      text: `A tower has ${floors} flights of stairs with ${steps} steps each. ${name} runs up to the top and down again ${times} times. How many steps is that?`,
      value,
      steps: [`${floors} × ${steps} = ${floors * steps}`, `× 2 × ${times} = ${value}`],
      unit: 'steps',
    };
  },
  ({ int }) => {
    const [cars, room, gone] = [int('cars', 60, 400), int('room', 9, 35), int('gone', 3, 25)];
    const trips = Math.ceil((cars - gone) / room);
    return {
      text: `${cars} cars wait for a ferry that takes ${room} cars at a time. ${gone} of them turn round and drive away. How many times must the ferry cross to bring over all the others?`,
      value: trips,
      steps: [
        `${cars} − ${gone} = ${cars - gone}`,
        `${cars - gone} ÷ ${room}, rounded up, is ${trips}`,
      ],
      unit: 'times',
    };
  },
  ({ int, who }) => {
    const [name, first] = [who(), int('first', 9, 26)];
    const [more, left] = [int('more', 2, 10, 2), int('left', 4, 60)];
    const two = 2 * first + more;
    return {
      text: `${name} hikes ${first} kilometres on the first day, ${more} more on the second day, and on the third day half as many as on the first two together. The trail is ${two + two / 2 + left} kilometres long. How many kilometres are left?`,
      value: left,
      steps: [
        `${first} + ${first + more} = ${two}`,
        `${two} + ${two / 2} = ${two + two / 2}`,
        `${left} are left`,
      ],
      unit: 'kilometres',
    };
  },
  ({ int }) => {
    const [rows, seats] = [int('rows', 18, 44), int('seats', 4, 9)];
    const [empty, single] = [int('empty', 2, 6), int('single', 3, 20)];
    const value = (rows - empty) * seats - single;
    return {
      text: `An aeroplane has ${rows} rows of ${seats} seats. On a flight ${empty} whole rows are empty, and ${single} single seats in the other rows. How many passengers are there, if each has one seat?`,
      value,
      steps: [
        `(${rows} − ${empty}) × ${seats} = ${(rows - empty) * seats}`,
        `− ${single} = ${value}`,
      ],
      unit: 'passengers',
    };
  },
  ({ int }) => {
    const [hours, minutes] = [int('hours', 2, 9), int('minutes', 5, 55, 5)];
    const [stops, stop] = [int('stops', 2, 8), int('stop', 3, 15)];
    const value = 60 * hours + minutes + stops * stop;
    return {
      text: `Without stopping a coach would need ${hours} hours and ${minutes} minutes. It stops ${stops} times for ${stop} minutes each. How many minutes does the journey take?`,
      value,
      steps: [
        `60 × ${hours} + ${minutes} = ${60 * hours + minutes}`,
        `+ ${stops} × ${stop} = ${value}`,
      ],
      unit: 'minutes',
    };
  },
  ({ int }) => {
    const [people, limit] = [int('people', 2, 6), int('limit', 15, 30)];
    const [bags, over] = [int('bags', 2, 5), int('over', 1, 6)];
    const [fee, all] = [int('fee', 3, 12), people * bags];
    return {
      text: `${people} travellers have ${bags} suitcases each, ${all} in all, and every suitcase weighs ${limit + over} kilograms. A suitcase may weigh ${limit} kilograms; every kilogram beyond that costs ${fee} coins. How many coins do they pay together?`,
      value: all * over * fee,
      steps: [
        `${limit + over} − ${limit} = ${over}`,
        `${all} × ${over} × ${fee} = ${all * over * fee}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, who }) => {
    const [name, length, laps] = [who(), int('length', 200, 600, 50), int('laps', 6, 25)];
    const more = int('more', 100, 950, 50);
    const value = length * laps + more;
    return {
      text: `${name} runs ${laps} laps on a track of ${length} metres and then ${more} metres home. Another runner does twice that distance in all. How many metres does the other one run?`,
      value: 2 * value,
      steps: [`${laps} × ${length} + ${more} = ${value}`, `2 × ${value} = ${2 * value}`],
      unit: 'metres',
    };
  },
];
