/** The room's readme lists every switch with the value that it has by default. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Conventions, conventionNames, usual } from '../../../verifiers/math/presets.ts';

test('the readme lists every switch with its default', () => {
  const readme = readFileSync(
    new URL('../../../verifiers/math/README.md', import.meta.url),
    'utf8',
  );
  const listed = [...readme.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|/gm)];
  const shown = (value: Conventions[keyof Conventions]) =>
    typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  assert.deepEqual(
    listed.map(([, name, value]) => [name, value]).sort(),
    [...conventionNames]
      .filter((name) => name !== 'name')
      .map((name) => [name, shown(usual[name as keyof Conventions])])
      .sort(),
  );
});
