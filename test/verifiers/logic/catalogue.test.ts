/** The catalogue page is what the table of tasks says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { page } from '../../../scripts/logic-catalogue.ts';

test('docs/logic.md is made from the table: npm run -s catalogues', () => {
  const file = new URL('../../../docs/logic.md', import.meta.url);
  assert.equal(readFileSync(file, 'utf8'), page());
});
