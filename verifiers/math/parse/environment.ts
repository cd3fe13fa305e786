/** \begin{…} … \end{…}: matrices, determinants, and layouts that only wrap an expression. */
import { call, type Tree } from '../tree.ts';
import { expect, fresh, isOp, type Parser, peek, rawGroup, take, unexpected } from './cursor.ts';

const matrices = new Set([
  'matrix',
  'pmatrix',
  'bmatrix',
  'Bmatrix',
  'smallmatrix',
  'vmatrix',
  'Vmatrix',
  'array',
]);
const layouts = new Set(['align', 'aligned', 'equation', 'gather', 'gathered', 'split']);

/** Most entries of a matrix. */
const maxEntries = 4_096;

export function environment(p: Parser): Tree {
  expect(p, 'begin');
  const name = rawGroup(p).replace('*', '');
  if (!matrices.has(name) && !layouts.has(name))
    throw unexpected(p, `a known environment, not ${name},`);
  if (name === 'array' && isOp(p, '{')) rawGroup(p);
  const rows: Tree[][] = [[]];
  let entries = 0;
  fresh(p, () => {
    while (!isOp(p, 'end')) {
      if (!peek(p)) throw unexpected(p, '\\end');
      if (take(p, '\\\\')) rows.push([]);
      else if (!take(p, '&')) {
        if (++entries > maxEntries) throw unexpected(p, 'a smaller matrix');
        rows.at(-1)?.push(p.expression(0));
        if (!isOp(p, '&') && !isOp(p, '\\\\') && !isOp(p, 'end') && !take(p, ','))
          throw unexpected(p, 'the next entry');
      }
    }
  });
  expect(p, 'end');
  rawGroup(p);
  if (rows.at(-1)?.length === 0) rows.pop();
  const [first] = rows;
  const [only] = first ?? [];
  if (!first || !only) throw unexpected(p, 'an entry');
  if (rows.length === 1 && first.length === 1) return only;
  if (layouts.has(name)) throw unexpected(p, 'one expression');
  if (rows.some((row) => row.length !== first.length)) throw unexpected(p, 'rows of one length');
  const matrix: Tree = { kind: 'matrix', rows };
  return name === 'vmatrix' ? call('det', matrix) : matrix;
}
