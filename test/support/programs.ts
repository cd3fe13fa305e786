/** Tables of whole programs that must earn one and the same reward at every level of this host. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type LanguageId, type Level, languages, type Sandbox } from '../../sandbox/index.ts';
import { type ProgramCase, programs } from '../../src/audit/suites/index.ts';
import { code } from '../../verifiers/code/index.ts';
import { levels, openLevel } from './levels.ts';

/** What a level does not claim. */
const absent: Readonly<Record<Level, readonly string[]>> = {
  isolate: ['threads', 'processes', 'signals'],
  namespaces: [],
  cgroup: [],
};

/** Does this level run the row's language, and offer what it needs? */
function isClaimed({ language, needs = [] }: ProgramCase, level: Level): boolean {
  const { engine } = languages[language as LanguageId];
  if (engine === 'isolate' && level !== 'isolate') return false;
  if (engine === 'native' && level === 'isolate') return false;
  return !needs.some((need) => absent[level].includes(need));
}

export function eachRow(suite: 'exploits' | 'idioms', reward: number): void {
  const rows = programs(suite);
  for (const level of levels) {
    describe(`${suite} at level ${level}`, () => {
      let opened: Promise<Sandbox | null> | undefined;
      const open = () => {
        opened ??= openLevel(level);
        return opened;
      };
      after(async () => (await opened)?.[Symbol.asyncDispose]());
      for (const row of rows.filter((one) => isClaimed(one, level))) {
        test(`${row.id}: ${row.why}`, async (t) => {
          const sandbox = await open();
          if (sandbox === null) return t.skip(`SKIPPED: this host has no level ${level}`);
          const there = sandbox.languages[row.language as LanguageId];
          if (there === undefined) return t.skip(`SKIPPED: this host has no ${row.language}`);
          const task = {
            response: row.code,
            prompt: undefined,
            reference: code.reference.parse({ language: row.language, tests: row.tests }),
            options: code.options.parse({ extract: 'raw' }),
          };
          const signal = new AbortController().signal;
          const verdict = await code.score(task, { sandbox, signal });
          assert.equal(verdict.status, 'scored', verdict.message);
          assert.ok('reward' in verdict);
          assert.equal(verdict.reward, reward, JSON.stringify(verdict).slice(0, 600));
        });
      }
    });
  }
}
