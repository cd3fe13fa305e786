import { readCsv } from '../../text/csv.ts';
import { space, strip, word } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';
import { complainOfHeight, complainOfWidth, notCsv } from './table_shape.ts';

const header =
  /^(ProductID|"ProductID"),[ \t]*(Category|"Category"),[ \t]*(Brand|"Brand"),[ \t]*(Price|"Price"),[ \t]*(Stock|"Stock")$/;
const height = 15;
const width = 5;

export const csvSpecialCharacter = defineInstruction({
  id: 'custom:csv_special_character',
  rule: 'The text is CSV: the asked header, fourteen rows of five fields, and a quoted field with a special character.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: `ProductID,Category,Brand,Price,Stock\n${'1,Tea,"Finch & Co",3,9\n'.repeat(14)}`,
    fails: `ProductID,Category,Brand,Price,Stock\n${'1,Tea,Finch & Co,3,9\n'.repeat(14)}`,
  },
  check(text, _, { budget, hardened }) {
    if (!header.test(strip(text.split('\n', 1)[0] as string))) {
      return { passed: false, reason: 'the header is another' };
    }
    // With its quotes tripled, a quoted field keeps one pair when it is read.
    const rows = readCsv(text.replaceAll('"', '"""'), ',', height + 1, budget);
    if (rows === null) return notCsv;
    const found = rows.findIndex((row, i) => i > 0 && row.some(isSpecial));
    // As published, the rows after the one with the special character may have any width.
    const judged = hardened || found < 0 ? rows : rows.slice(0, found + 1);
    const complaint = complainOfHeight(rows, height) ?? complainOfWidth(judged, width);
    if (complaint) return { passed: false, reason: complaint };
    return found < 0
      ? { passed: false, reason: 'no quoted field has a special character' }
      : { passed: true, reason: `the quoted special character is in line ${found + 1}` };
  },
});

const special = new RegExp(`[^${word}${space}]`, 'u');

/** True when the field's first line has quotes with a special character between them. */
function isSpecial(field: string): boolean {
  const line = field.split('\n', 1)[0] as string;
  if (!line.startsWith('"')) return false;
  return special.test(line.slice(1, Math.max(1, line.lastIndexOf('"'))));
}
