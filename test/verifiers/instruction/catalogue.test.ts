/** The catalogue page is what the table of instructions says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { page } from '../../../scripts/instruction-catalogue.ts';

test('docs/instruction.md is made from the table: npm run -s catalogues', () => {
  const file = new URL('../../../docs/instruction.md', import.meta.url);
  assert.equal(readFileSync(file, 'utf8'), page());
});
