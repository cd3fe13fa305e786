/**
 * `npm run -s table -- NAME [--rows] [--plain] [--preset NAME]`: agreement with the public data, a
 * line a file and category. `--rows` lists what disagrees and why, `--plain` leaves out the switches
 * of the conventions that rows are about.
 */
import { parseArgs } from 'node:util';
import type { TableOptions } from './math/table.ts';

type Table = (options: TableOptions) => Iterable<string>;

const tables: Readonly<Record<string, () => Promise<{ readonly default: Table }>>> = {
  math: () => import('./math/table.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
    preset: { type: 'string' },
  },
});
const [name, ...more] = positionals;
const load = name !== undefined && Object.hasOwn(tables, name) ? tables[name] : undefined;
if (load === undefined || more.length > 0) {
  console.error(
    `table: expected one name among ${Object.keys(tables).join(', ')}; got ${positionals.join(' ') || 'none'}`,
  );
  process.exit(2);
}
const { default: table } = await load();
for (const line of table(values)) console.log(line);
