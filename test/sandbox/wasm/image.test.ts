/** The cached image of the interpreter: made once, kept private, never trusted blindly. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openParts } from '../../../sandbox/wasm/image.ts';

const base = mkdtempSync(join(tmpdir(), 'assay-image-'));
const old = process.env.XDG_CACHE_HOME;
process.env.XDG_CACHE_HOME = base;
after(() => {
  if (old === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = old;
  rmSync(base, { recursive: true, force: true });
});

test('the image is kept, private and verified', () => {
  const made = openParts().image;
  const folder = join(base, 'assay');
  const [name] = readdirSync(folder);
  const file = join(folder, name as string);
  assert.equal(readdirSync(folder).length, 1, 'no temporary file is left');
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(openParts().image?.data, made?.data);

  const kept = readFileSync(file);
  const spoilt = Buffer.from(kept);
  spoilt[1_000_000] = (spoilt[1_000_000] ?? 0) ^ 1;
  writeFileSync(file, spoilt);
  assert.deepEqual(openParts().image?.runs, made?.runs);
  assert.notDeepEqual(readFileSync(file), spoilt, 'a spoilt image is replaced');

  chmodSync(folder, 0o777);
  writeFileSync(file, spoilt);
  assert.deepEqual(openParts().image?.runs, made?.runs);
  assert.deepEqual(readFileSync(file), spoilt, 'a folder that others can write is not used');
});
