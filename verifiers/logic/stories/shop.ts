/** Buying, selling and saving. */
import type { Story } from './story.ts';

export const shop: readonly Story[] = [
  ({ int, who }) => {
    const [baker, trays, each] = [who(), int('trays', 4, 25), int('each', 8, 24)];
    const [left, price] = [int('left', 2, 15), int('price', 2, 6)];
    const sold = trays * each - left;
    return {
      text: `${baker} bakes ${trays} trays of rolls, with ${each} rolls on every tray. In the evening ${left} rolls are left over, all the others were sold for ${price} coins each. How many coins did the rolls bring in?`,
      value: sold * price,
      steps: [`${trays} × ${each} − ${left} = ${sold}`, `${sold} × ${price} = ${sold * price}`],
      unit: 'coins',
    };
  },
  ({ int, pick }) => {
    const [price, cut] = [int('price', 40, 400, 20), int('cut', 10, 60, 5)];
    const [item, shoes] = [pick('item', ['coat', 'tent', 'lamp', 'desk']), int('other', 15, 95)];
    const reduced = (price * (100 - cut)) / 100;
    return {
      text: `A ${item} used to cost ${price} coins and is now sold for ${cut}% less. Somebody buys it together with a pair of shoes for ${shoes} coins. What is the bill in coins?`,
      value: reduced + shoes,
      steps: [
        `${price} × ${100 - cut}/100 = ${reduced}`,
        `${reduced} + ${shoes} = ${reduced + shoes}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, who }) => {
    const [buyer, books, price] = [who(), int('books', 3, 14), int('price', 4, 17)];
    const [pens, pen, extra] = [int('pens', 4, 20), int('pen', 2, 7), int('change', 1, 60)];
    const cost = books * price + pens * pen;
    return {
      text: `${buyer} buys ${books} exercise books at ${price} coins each and ${pens} pens at ${pen} coins each, and hands over ${cost + extra} coins. How many coins does ${buyer} get back?`,
      value: extra,
      steps: [
        `${books} × ${price} + ${pens} × ${pen} = ${cost}`,
        `${cost + extra} − ${cost} = ${extra}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, who }) => {
    const [seller, crates, size] = [who(), int('crates', 3, 12), int('size', 20, 60, 5)];
    const [cost, gain, rotten] = [int('cost', 2, 6), int('gain', 2, 7), int('rotten', 2, 9)];
    const all = crates * size;
    const value = (all - rotten) * (cost + gain) - all * cost;
    return {
      text: `${seller} buys ${crates} crates with ${size} melons each and pays ${cost} coins for every melon. ${rotten} melons are rotten and thrown away; the rest are sold for ${cost + gain} coins each. How many coins does ${seller} gain in all?`,
      value,
      steps: [
        `Paid: ${all} × ${cost} = ${all * cost}`,
        `Taken in: ${all - rotten} × ${cost + gain} = ${(all - rotten) * (cost + gain)}`,
        `Gain: ${value}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, pick }) => {
    const [place, join] = [
      pick('place', ['gym', 'swimming club', 'film club']),
      int('join', 10, 75),
    ];
    const [fee, months, free] = [int('fee', 12, 48), int('months', 5, 24), int('free', 1, 3)];
    return {
      text: `Joining a ${place} costs ${join} coins once and ${fee} coins a month, but for the first ${free === 1 ? 'month' : `${free} months`} no monthly fee is taken. What does a membership of ${months} months cost altogether, in coins?`,
      value: join + (months - free) * fee,
      steps: [
        `(${months} − ${free}) × ${fee} = ${(months - free) * fee}`,
        `plus ${join}, that is ${join + (months - free) * fee}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, who }) => {
    const [cook, trays, boxes] = [who(), int('trays', 2, 9), int('boxes', 1, 4)];
    const [tray, box] = [int('tray', 6, 11), int('box', 2, 5)];
    return {
      text: `Eggs are sold in trays of 30 for ${tray} coins and in boxes of 6 for ${box} coins. ${cook} needs exactly ${30 * trays + 6 * boxes} eggs and takes as many trays as possible, the rest in boxes. How many coins is that?`,
      value: trays * tray + boxes * box,
      steps: [
        `${30 * trays + 6 * boxes} = ${trays} × 30 + ${boxes} × 6`,
        `${trays} × ${tray} + ${boxes} × ${box} = ${trays * tray + boxes * box}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, who }) => {
    const [name, spent, per] = [who(), int('fives', 7, 60), int('per', 2, 6)];
    const [had, used] = [int('had', 20, 90), int('used', 5, 19)];
    const value = had + spent * per - used;
    return {
      text: `A shop gives ${per} points for every 5 coins that are spent. ${name} has ${had} points, spends ${spent * 5} coins and then trades ${used} points for a mug. How many points has ${name} now?`,
      value,
      steps: [
        `${spent * 5} ÷ 5 × ${per} = ${spent * per}`,
        `${had} + ${spent * per} − ${used} = ${value}`,
      ],
      unit: 'points',
    };
  },
  ({ int, pick }) => {
    const [show, adults] = [
      pick('show', ['concert', 'puppet play', 'circus']),
      int('adults', 30, 180),
    ];
    const [children, price] = [int('children', 20, 150), int('price', 6, 24, 2)];
    const value = adults * price + (children * price) / 2;
    return {
      text: `A ticket for the ${show} costs ${price} coins, for children half of that. ${adults} adults and ${children} children come. How many coins are taken for tickets?`,
      value,
      steps: [
        `${adults} × ${price} = ${adults * price}`,
        `${children} × ${price / 2} = ${(children * price) / 2}`,
        `Together ${value}`,
      ],
      unit: 'coins',
    };
  },
  ({ int }) => {
    const [guests, tens, tip] = [int('guests', 3, 12), int('tens', 1, 5), int('tip', 10, 30, 10)];
    const meal = guests * tens * 10;
    return {
      text: `${guests} friends eat out, and every meal costs ${tens * 10} coins. On top of the bill they leave a tip of ${tip}%. How many coins do they pay together?`,
      value: meal + (meal * tip) / 100,
      steps: [
        `${guests} × ${tens * 10} = ${meal}`,
        `${meal} + ${(meal * tip) / 100} = ${meal + (meal * tip) / 100}`,
      ],
      unit: 'coins',
    };
  },
  ({ int, who, pick }) => {
    const [name, thing] = [who(), pick('thing', ['guitar', 'bicycle', 'telescope', 'kayak'])];
    const [weeks, spends] = [int('weeks', 5, 48), int('spends', 2, 9)];
    const [saves, has] = [int('saves', 4, 21), int('has', 10, 90)];
    const price = has + weeks * saves;
    return {
      text: `${name} wants a ${thing} that costs ${price} coins and has put aside ${has} coins already. Every week ${name} earns ${saves + spends} coins and spends ${spends} of them. After how many weeks is there enough money?`,
      value: weeks,
      steps: [`${price} − ${has} = ${price - has}`, `${price - has} ÷ ${saves} = ${weeks}`],
      unit: 'weeks',
    };
  },
  ({ int }) => {
    const [friends, base] = [int('friends', 3, 9), int('base', 2, 12)];
    const [rate, hours] = [int('rate', 2, 9), int('hours', 2, 11)];
    const total = friends * (base + rate * hours);
    return {
      text: `Hiring a boat costs ${friends * base} coins and another ${friends * rate} coins for every hour. ${friends} friends hire it for ${hours} hours and share the cost equally. How many coins does each of them pay?`,
      value: total / friends,
      steps: [
        `${friends * base} + ${hours} × ${friends * rate} = ${total}`,
        `${total} ÷ ${friends} = ${total / friends}`,
      ],
      unit: 'coins',
    };
  },
];
