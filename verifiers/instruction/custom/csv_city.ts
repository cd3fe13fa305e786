import { readCsv } from '../../text/csv.ts';
import { defineInstruction } from '../define.ts';
import { none } from '../kwargs.ts';
import { complainOfHeight, complainOfWidth, notCsv } from './table_shape.ts';

const header = ['ID', 'Country', 'City', 'Year', 'Count'];
const height = 8;

export const csvCity = defineInstruction({
  id: 'custom:csv_city',
  rule: 'The text is CSV: the header ID, Country, City, Year, Count and seven rows of five fields.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: `ID,Country,City,Year,Count\n${'1,Wales,"Bangor, Gwynedd",2020,5\n'.repeat(7)}`,
    fails: `ID,Country,City,Year,Count\n${'1,Wales,Bangor,Gwynedd,2020,5\n'.repeat(7)}`,
  },
  check(text, _, { budget }) {
    const rows = readCsv(text, ',', height + 1, budget);
    if (rows === null) return notCsv;
    const complaint = complainOfHeight(rows, height) ?? complainOfWidth(rows, header.length);
    if (complaint) return { passed: false, reason: complaint };
    const passed = header.every((name, i) => name === rows[0]?.[i]);
    return { passed, reason: passed ? 'the header and seven rows' : 'the header is another' };
  },
});
