import { digitValue, strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, plural, quote } from '../kwargs.ts';

const form = /^\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}$/u;
const firstYear = 1769;
const lastYear = 1821;
const lastDays = [99, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const dateFormatList = defineInstruction({
  id: 'custom:date_format_list',
  rule: 'The text is a list of dates YYYY-MM-DD of the years 1769 to 1821, parted by commas.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: '1796-05-10, 1805-12-02, 1815-06-18',
    fails: '1796-05-10, 1805-12-02, 1815-06-31',
  },
  check(text, _, { hardened }) {
    const dates = strip(text)
      .split(',')
      .map((date) => strip(date));
    const other = dates.find((date) => !isDate(date, hardened));
    return other === undefined
      ? { passed: true, reason: plural(dates.length, 'date') }
      : { passed: false, reason: `${quote(other)} is not a date of those years` };
  },
});

/** As published, months and days may be 00. */
function isDate(text: string, hardened: boolean): boolean {
  if (!form.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split('-').map(toNumber);
  if (hardened && (month === 0 || day === 0)) return false;
  if (year < firstYear || year > lastYear || month > 12) return false;
  return day <= (lastDays[month] as number);
}

const toNumber = (digits: string) =>
  Array.from(digits).reduce((number, digit) => number * 10 + digitValue(digit), 0);
