/** One meaning for all engines: backwards against finite differences, the rest against its definition. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Engine } from '../../../src/learner/engines/contract.ts';
import { cases } from './cases.ts';
import { checkDifferences } from './differences.ts';
import { implementations, openOrReason } from './implementations.ts';
import { meanings } from './meanings.ts';

for (const { name, open } of implementations) {
  describe(`engine ${name}`, () => {
    let opened: Engine | string;
    before(async () => {
      opened = await openOrReason(open);
    });
    after(async () => {
      if (typeof opened !== 'string') await opened[Symbol.asyncDispose]();
    });
    const check = (title: string, run: (engine: Engine) => Promise<void>) =>
      test(title, (t) => (typeof opened === 'string' ? t.skip(opened) : run(opened)));

    for (const c of cases) {
      check(`${c.name}: backward equals finite differences`, (e) => checkDifferences(e, c));
    }
    for (const [meaning, run] of Object.entries(meanings)) check(meaning, run);
    check('a freed buffer is refused', async (engine) => {
      const buffer = engine.alloc(4);
      engine.free(buffer);
      await assert.rejects(async () => engine.read(buffer), /freed or foreign/);
    });
  });
}
