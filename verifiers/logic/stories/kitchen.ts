/** Food, cooking and sharing. */
import type { Story } from './story.ts';

export const kitchen: readonly Story[] = [
  ({ int, who }) => {
    const [cook, serves, grams] = [who(), int('serves', 2, 6), int('grams', 150, 600, 25)];
    const [times, has] = [int('times', 3, 9), int('has', 75, 400, 25)];
    const value = grams * times - has;
    return {
      text: `A recipe for ${serves} people takes ${grams} grams of flour. ${cook} cooks for ${serves * times} people and has ${has} grams of flour at home. How many grams must ${cook} buy?`,
      value,
      steps: [`${serves * times} ÷ ${serves} × ${grams} = ${grams * times}`, `− ${has} = ${value}`],
      unit: 'grams',
    };
  },
  ({ int, who }) => {
    const [name, kilos, jars] = [who(), int('kilos', 8, 30), int('jars', 3, 6)];
    const [neighbours, gift] = [int('neighbours', 3, 7), int('gift', 1, 3)];
    const value = kilos * jars - neighbours * gift;
    return {
      text: `${name} picks ${kilos} kilograms of plums; every kilogram makes ${jars} jars of jam. Each of ${neighbours} neighbours is given ${gift === 1 ? 'a jar' : `${gift} jars`}. How many jars does ${name} keep?`,
      value,
      steps: [`${kilos} × ${jars} = ${kilos * jars}`, `− ${neighbours} × ${gift} = ${value}`],
      unit: 'jars',
    };
  },
  ({ int }) => {
    const [pizzas, slices, left] = [int('pizzas', 5, 20), int('slices', 6, 12), int('left', 1, 20)];
    const eaters = int('eaters', 3, 9);
    const each = Math.floor((pizzas * slices - left) / eaters);
    const value = pizzas * slices - eaters * each;
    return {
      text: `${pizzas} pizzas are cut into ${slices} slices each. ${eaters} hungry people eat ${each} slices each. How many slices are left?`,
      value,
      steps: [`${pizzas} × ${slices} = ${pizzas * slices}`, `− ${eaters} × ${each} = ${value}`],
      unit: 'slices',
    };
  },
  ({ int }) => {
    const [litres, drunk] = [int('litres', 6, 40), int('drunk', 9, 29)];
    return {
      text: `${litres} litres of juice are poured into glasses of 200 millilitres. ${drunk} of the glasses are drunk at once. How many full glasses remain?`,
      value: litres * 5 - drunk,
      steps: [`1000 ÷ 200 = 5`, `${litres} × 5 − ${drunk} = ${litres * 5 - drunk}`],
      unit: 'glasses',
    };
  },
  ({ int, pick }) => {
    const [a, b, times] = [int('a', 2, 9), int('b', 2, 9), int('times', 6, 40)];
    const [one, two] = [pick('one', ['lemon', 'walnut']), pick('two', ['cherry', 'vanilla'])];
    return {
      text: `In a jar there are ${a} ${one} biscuits for every ${b} ${two} biscuits, ${(a + b) * times} biscuits in all. How many ${one} biscuits are in the jar?`,
      value: a * times,
      steps: [`${(a + b) * times} ÷ (${a} + ${b}) = ${times}`, `${times} × ${a} = ${a * times}`],
      unit: 'biscuits',
    };
  },
  ({ int }) => {
    const [sacks, kilos, loss] = [
      int('sacks', 3, 15),
      int('kilos', 10, 50, 10),
      int('loss', 10, 30, 10),
    ];
    const all = sacks * kilos;
    return {
      text: `A canteen peels ${sacks} sacks of potatoes of ${kilos} kilograms each. ${loss}% of the weight goes into the bin as peel. How many kilograms of peeled potatoes are there?`,
      value: (all * (100 - loss)) / 100,
      steps: [
        `${sacks} × ${kilos} = ${all}`,
        `${all} × ${100 - loss}/100 = ${(all * (100 - loss)) / 100}`,
      ],
      unit: 'kilograms',
    };
  },
  ({ int, who }) => {
    const [farmer, boxes, eats] = [who(), int('boxes', 4, 30), int('eats', 5, 20)];
    const hens = int('hens', 10, 40);
    const rest = boxes * 10 + eats;
    const each = Math.ceil(rest / hens);
    const full = Math.floor((hens * each - eats) / 10);
    return {
      text: `${farmer} has ${hens} hens, and each lays ${each} eggs in the course of a month. The family eats ${eats} of the eggs; the others are packed into boxes of 10. How many boxes are full?`,
      value: full,
      steps: [
        `${hens} × ${each} − ${eats} = ${hens * each - eats}`,
        `÷ 10, without the rest, is ${full}`,
      ],
      unit: 'boxes',
    };
  },
  ({ int }) => {
    const [children, each, rest] = [int('children', 6, 30), int('each', 5, 18), int('rest', 1, 5)];
    const value = 2 * (children * each + rest);
    return {
      text: `When a bag of sweets is shared out, each of ${children} children gets ${each} sweets and ${rest === 1 ? 'one is' : `${rest} are`} left. How many sweets are there in two such bags?`,
      value,
      steps: [`${children} × ${each} + ${rest} = ${value / 2}`, `2 × ${value / 2} = ${value}`],
      unit: 'sweets',
    };
  },
  ({ int }) => {
    const [people, cups, days] = [int('people', 3, 12), int('cups', 2, 6), int('days', 7, 31)];
    const [all, size] = [people * cups * days, int('size', 20, 40, 10)];
    return {
      text: `${people} people in an office drink ${cups} cups of tea a day each, and every cup takes a new tea bag. Tea bags are sold in packets of ${size}. How many packets are enough for ${days} days?`,
      value: Math.ceil(all / size),
      steps: [
        `${people} × ${cups} × ${days} = ${all}`,
        `${all} ÷ ${size}, rounded up, is ${Math.ceil(all / size)}`,
      ],
      unit: 'packets',
    };
  },
  ({ int, who }) => {
    const [baker, cakes, slices] = [who(), int('cakes', 4, 18), int('slices', 8, 16)];
    const [price, cost] = [int('price', 2, 5), int('cost', 4, 12)];
    const value = cakes * (slices * price - cost);
    return {
      text: `${baker} bakes ${cakes} cakes; what goes into one of them costs ${cost} coins. Each cake is cut into ${slices} slices, and every slice is sold for ${price} coins. How many coins are left after paying for what went in?`,
      value,
      steps: [`${slices} × ${price} − ${cost} = ${slices * price - cost}`, `× ${cakes} = ${value}`],
      unit: 'coins',
    };
  },
];
