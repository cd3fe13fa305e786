/** What the arithmetic tasks stand on: the calendar, durations, bits, rounding, the word problems. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateBits } from '../../../verifiers/logic/arithmetic/bits.ts';
import { toFixed, toSignificant } from '../../../verifiers/logic/arithmetic/rounding.ts';
import {
  civilDate,
  dayNumber,
  isoDate,
  parseDate,
  weekdayOf,
} from '../../../verifiers/logic/calendar.ts';
import { readDuration } from '../../../verifiers/logic/durations/read.ts';
import { stories } from '../../../verifiers/logic/stories/index.ts';
import { createDraw } from '../../../verifiers/logic/stories/story.ts';
import { parseQuantity } from '../../../verifiers/logic/text/quantity.ts';
import { createRng } from '../../../verifiers/random.ts';
import { ratio } from '../../../verifiers/rational.ts';

describe('calendar', () => {
  it('agrees with that of JavaScript', () => {
    const from = Date.UTC(1600, 0, 1) / 86_400_000;
    for (let day = from; day < from + 600_000; day += 97) {
      const date = new Date(day * 86_400_000);
      assert.equal(isoDate(day), date.toISOString().slice(0, 10));
      const { year, month, day: ofMonth } = civilDate(day);
      assert.equal(dayNumber(year, month, ofMonth), day);
      assert.equal(parseDate(isoDate(day)), day);
    }
    assert.equal(weekdayOf(0), 'Thursday');
    assert.equal(weekdayOf(-1), 'Wednesday');
  });
  it('knows which dates there are', () => {
    for (const text of ['1900-02-29', '2022-13-01', '2022-04-31', '2022-1-1', 'today']) {
      assert.equal(parseDate(text), null, text);
    }
    assert.notEqual(parseDate('2000-02-29'), null);
  });
});

it('reads durations', () => {
  const rows: readonly (readonly [string, number | null])[] = [
    ['01:02:03', 3_723_000],
    ['01:02', 3_720_000],
    ['01:02:03.5', 3_723_500],
    ['1 day, 0:00', 86_400_000],
    ['-1 days, 14:00', -36_000_000],
    ['-10:00', -36_000_000],
    ['2 h and 5 min', 7_500_000],
    ['1.5 hours', 5_400_000],
    ['3', 259_200_000],
    ['5 min 2 h', null],
    ['1:60', null],
    ['1:2:3:4', null],
    ['3 apples', null],
    ['two hours', null],
    ['', null],
  ];
  for (const [text, expected] of rows) assert.equal(readDuration(text), expected, text);
});

it('evaluates bits as Python does', () => {
  const rows: readonly (readonly [string, bigint | null])[] = [
    ['(0xff + 1) << 0x2', 1024n],
    ['-0x7 >> 1', -4n],
    ['1 | 2 ^ 3 & 4', 3n],
    ['~5 * -2', 12n],
    ['1 << 2 + 1', 8n],
    ['1 << -1', null],
    ['1 << 99999', null],
    ['(1', null],
    ['1 2', null],
    ['2 ** 3', null],
    ['012', null],
    [`${'('.repeat(500)}1${')'.repeat(500)}`, null],
  ];
  for (const [text, expected] of rows) assert.equal(evaluateBits(text), expected, text);
});

it('rounds half away from zero', () => {
  assert.equal(toFixed(ratio(-5n, 1_000n), 2), '-0.01');
  assert.equal(toFixed(ratio(1n, 3n), 3), '0.333');
  assert.equal(toFixed(ratio(-1n, 1_000n), 2), '0.00');
  assert.equal(toSignificant(ratio(2n, 3n), 4), '0.6667');
  assert.equal(toSignificant(ratio(12_345n, 1n), 3), '12300');
  assert.equal(toSignificant(ratio(9_996n, 10n), 3), '1000');
  assert.equal(toSignificant(ratio(1n, 200n), 3), '0.005');
});

it('reads quantities and how fine they are written', () => {
  const show = (text: string) => {
    const read = parseQuantity(text);
    return read && [read.value, read.unit].map((x) => x && `${x.n}/${x.d}`).join(' ');
  };
  assert.equal(show('1.50e3'), '1500/1 10/1');
  assert.equal(show('-2,000.5'), '-4001/2 1/10');
  assert.equal(show('12.5\\%'), '1/8 1/1000');
  assert.equal(show('3 × 10⁻²'), '3/100 1/100');
  assert.equal(show('-\\frac{3}{4}'), '-3/4 ');
  for (const text of ['1 2', '1e', '.', '1e9999', 'ten', '1/0', '10^', '%', '--1']) {
    assert.equal(show(text), null, text);
  }
});

it('tells stories whose answers are whole numbers', () => {
  assert.ok(stories.length >= 60);
  for (const [at, story] of stories.entries()) {
    for (let seed = 0; seed < 300; seed++) {
      const { text, value, steps, unit } = story(createDraw(createRng(1_000 * at + seed)));
      assert.ok(Number.isSafeInteger(value) && value > 0, text);
      assert.doesNotMatch(`${text} ${steps.join(' ')}`, /NaN|undefined|\d\.\d|(?<!\d) ?-\d/, text);
      assert.match(unit, /^[a-z]+$/);
      assert.ok(steps.join(' ').includes(String(value)), text);
    }
  }
});
