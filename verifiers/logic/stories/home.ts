/** House, garden, farm and weather. */
import type { Story } from './story.ts';

export const home: readonly Story[] = [
  ({ int }) => {
    const [length, width] = [int('length', 3, 14), int('width', 2, 9)];
    const [plants, lost] = [int('plants', 4, 16), int('lost', 2, 20)];
    const all = length * width * plants;
    return {
      text: `A bed is ${length} metres long and ${width} metres wide. On every square metre ${plants} seedlings are planted; the snails eat ${lost} of them. How many seedlings are left?`,
      value: all - lost,
      steps: [`${length} × ${width} × ${plants} = ${all}`, `− ${lost} = ${all - lost}`],
      unit: 'seedlings',
    };
  },
  ({ int }) => {
    const [gap, a, b] = [int('gap', 2, 5), int('a', 6, 40), int('b', 4, 30)];
    return {
      text: `A rectangular meadow of ${a * gap} by ${b * gap} metres is fenced all round, with a post every ${gap} metres and at each corner. How many posts are needed?`,
      value: 2 * (a + b),
      steps: [`2 × (${a * gap} + ${b * gap}) = ${2 * (a + b) * gap}`, `÷ ${gap} = ${2 * (a + b)}`],
      unit: 'posts',
    };
  },
  ({ int }) => {
    const [long, wide, high] = [int('long', 6, 15), int('wide', 3, 8), int('high', 4, 9)];
    const gap = int('gap', 1, 2);
    const value = long * wide * (high - gap);
    return {
      text: `An aquarium is ${long} decimetres long, ${wide} wide and ${high} high inside. It is filled up to ${gap} decimetre${gap === 1 ? '' : 's'} below the rim. A cubic decimetre is a litre. How many litres of water are in it?`,
      value,
      steps: [`${high} − ${gap} = ${high - gap}`, `${long} × ${wide} × ${high - gap} = ${value}`],
      unit: 'litres',
    };
  },
  ({ int }) => {
    const [start, rate, hours] = [int('start', 10, 60), int('rate', 3, 9), int('hours', 4, 15)];
    const [melts, later] = [int('melts', 1, 2), int('later', 2, 10)];
    const value = start + rate * hours - melts * later;
    return {
      text: `${start} millimetres of snow lie on a roof. It snows for ${hours} hours, ${rate} millimetres an hour; then ${melts} millimetre${melts === 1 ? '' : 's'} an hour melt${melts === 1 ? 's' : ''} for ${later} hours. How many millimetres lie there then?`,
      value,
      steps: [
        `${start} + ${rate} × ${hours} = ${start + rate * hours}`,
        `− ${melts} × ${later} = ${value}`,
      ],
      unit: 'millimetres',
    };
  },
  ({ int, who }) => {
    const [name, cans, size] = [who(), int('cans', 4, 20), int('size', 6, 14)];
    const [rain, left] = [int('rain', 10, 80), int('left', 5, 130)];
    const before = cans * size + left - rain;
    const held = Math.max(before, 15);
    const value = held + rain - cans * size;
    return {
      text: `There are ${held} litres in a rain barrel when a shower adds ${rain} litres. Then ${name} takes out ${cans} cans of ${size} litres each. How many litres stay in the barrel?`,
      value,
      steps: [`${held} + ${rain} = ${held + rain}`, `− ${cans} × ${size} = ${value}`],
      unit: 'litres',
    };
  },
  ({ int, who }) => {
    const [keeper, hives, kilos] = [who(), int('hives', 3, 15), int('kilos', 8, 25)];
    const sold = int('sold', 10, 45);
    return {
      text: `${keeper} keeps ${hives} hives of bees, and each gives ${kilos} kilograms of honey, which is filled into jars of 500 grams. ${sold} jars are sold at the market. How many jars are left?`,
      value: 2 * hives * kilos - sold,
      steps: [
        `${hives} × ${kilos} = ${hives * kilos}`,
        `× 2 = ${2 * hives * kilos}`,
        `− ${sold} = ${2 * hives * kilos - sold}`,
      ],
      unit: 'jars',
    };
  },
  ({ int, pick }) => {
    const [plant, start] = [pick('plant', ['vine', 'hop', 'bean']), int('start', 10, 60, 2)];
    const [grows, weeks, more] = [int('grows', 4, 20, 2), int('weeks', 3, 12), int('more', 5, 45)];
    const top = start + grows * weeks;
    return {
      text: `A ${plant} is ${start} centimetres high and grows ${grows} centimetres a week. After ${weeks} weeks it is cut back to half its height; after that it grows another ${more} centimetres. How many centimetres high is it then?`,
      value: top / 2 + more,
      steps: [
        `${start} + ${weeks} × ${grows} = ${top}`,
        `${top} ÷ 2 + ${more} = ${top / 2 + more}`,
      ],
      unit: 'centimetres',
    };
  },
  ({ int }) => {
    const [tens, black, wool] = [int('tens', 3, 20), int('black', 10, 40, 10), int('wool', 2, 6)];
    const white = (tens * (100 - black)) / 10;
    return {
      text: `A flock has ${tens * 10} sheep; ${black}% of them are black, the others white. Every white sheep gives ${wool} kilograms of wool. How many kilograms of white wool are there?`,
      value: white * wool,
      steps: [
        `${tens * 10} × ${100 - black}/100 = ${white}`,
        `${white} × ${wool} = ${white * wool}`,
      ],
      unit: 'kilograms',
    };
  },
  ({ int }) => {
    const [every, times, rows] = [int('every', 3, 9), int('times', 2, 6), int('rows', 4, 15)];
    const [trees, fresh] = [every * times * rows, int('fresh', 5, 40)];
    const value = trees - trees / every + fresh;
    return {
      text: `An orchard has ${rows} rows of ${every * times} trees. A storm fells one tree in ${every}; afterwards ${fresh} young trees are planted. How many trees has the orchard then?`,
      value,
      steps: [
        `${rows} × ${every * times} = ${trees}`,
        `${trees} − ${trees / every} + ${fresh} = ${value}`,
      ],
      unit: 'trees',
    };
  },
  ({ int }) => {
    const [burns, hours, days] = [int('burns', 4, 15), int('hours', 2, 4), int('days', 3, 9)];
    const left = int('left', 8, 90);
    const used = burns * hours * days;
    return {
      text: `A candle is ${used + left} millimetres long and loses ${burns} millimetres in an hour of burning. On ${days} evenings it burns for ${hours} hours each. How many millimetres of it are left?`,
      value: left,
      steps: [`${burns} × ${hours} × ${days} = ${used}`, `${used + left} − ${used} = ${left}`],
      unit: 'millimetres',
    };
  },
  ({ int, who }) => {
    const [name, shelves, books] = [who(), int('shelves', 4, 16), int('books', 17, 48)];
    const [sold, box] = [int('sold', 5, 40), int('box', 12, 30)];
    const rest = shelves * books - sold;
    return {
      text: `${name} is moving house and has ${shelves} shelves with ${books} books on each. ${sold} books are sold; the others go into boxes that hold ${box} books. How many boxes are needed?`,
      value: Math.ceil(rest / box),
      steps: [
        `${shelves} × ${books} − ${sold} = ${rest}`,
        `${rest} ÷ ${box}, rounded up, is ${Math.ceil(rest / box)}`,
      ],
      unit: 'boxes',
    };
  },
  ({ int }) => {
    const [hundreds, tens, price] = [
      int('hundreds', 2, 20),
      int('tens', 2, 25),
      int('price', 2, 7),
    ];
    const used = hundreds * tens;
    return {
      text: `A heater of ${hundreds * 100} watts is on for ${tens * 10} hours. A kilowatt hour costs ${price} coins. How many coins does the current cost?`,
      value: used * price,
      steps: [
        `${hundreds * 100} × ${tens * 10} ÷ 1000 = ${used}`,
        `${used} × ${price} = ${used * price}`,
      ],
      unit: 'coins',
    };
  },
  ({ int }) => {
    const [length, width] = [int('length', 3, 12), int('width', 2, 9)];
    const [pack, price] = [int('pack', 6, 20), int('price', 8, 30)];
    const tiles = 4 * length * width;
    const packs = Math.ceil(tiles / pack);
    return {
      text: `A floor of ${length} by ${width} metres is covered with square tiles whose sides are 50 centimetres long. Tiles come in packs of ${pack} for ${price} coins a pack. How many coins do the packs cost that are needed?`,
      value: packs * price,
      steps: [
        `4 × ${length} × ${width} = ${tiles}`,
        `${tiles} ÷ ${pack}, rounded up, is ${packs}`,
        `${packs} × ${price} = ${packs * price}`,
      ],
      unit: 'coins',
    };
  },
];
