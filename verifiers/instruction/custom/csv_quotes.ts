import { readCsv } from '../../text/csv.ts';
import { strip } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, quote } from '../kwargs.ts';
import { complainOfHeight, complainOfWidth, notCsv } from './table_shape.ts';

const header =
  /^(StudentID|"StudentID")\t *(Subject|"Subject")\t *(Grade|"Grade")\t *(Semester|"Semester")\t *(Score|"Score")$/;
const height = 4;
const width = 5;
const names = '"StudentID"\t"Subject"\t"Grade"\t"Semester"\t"Score"\n';

export const csvQuotes = defineInstruction({
  id: 'custom:csv_quotes',
  rule: 'The text is tab-separated: the asked header and three rows of five fields, each field in double quotes.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: `${names}${'"7"\t"Welsh"\t"A"\t"Spring"\t"91"\n'.repeat(3)}`,
    fails: `${names}${'"7"\t"Welsh"\t"A"\t"Spring"\t91\n'.repeat(3)}`,
  },
  check(text, _, { budget }) {
    if (!header.test(strip(text.split('\n', 1)[0] as string))) {
      return { passed: false, reason: 'the header is another' };
    }
    // With its quotes tripled, a quoted field keeps one pair when it is read.
    const rows = readCsv(text.replaceAll('"', '"""'), '\t', height + 1, budget);
    if (rows === null) return notCsv;
    const complaint = complainOfHeight(rows, height) ?? complainOfWidth(rows, width);
    if (complaint) return { passed: false, reason: complaint };
    const other = rows.flat().find((field) => !isQuoted(strip(field)));
    return other === undefined
      ? { passed: true, reason: 'the header and three rows, all quoted' }
      : { passed: false, reason: `${quote(other)} is not quoted` };
  },
});

const isQuoted = (field: string) => field.startsWith('"') && field.endsWith('"');
