/** Programs that earn a reward without solving anything, as far as a grader lets them: none here. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { LanguageId, Level, Sandbox } from '../../sandbox/index.ts';
import { code } from '../../verifiers/code/index.ts';
import type { Judgement } from '../../verifiers/contract.ts';
import { dataRoot, missing, rows } from '../support/data.ts';
import { levels, openLevel } from '../support/levels.ts';

interface Hack {
  readonly id: string;
  readonly lang: string;
  readonly task: string;
  readonly code: string;
  readonly what_must_happen: string;
}

interface Task {
  readonly kind: string;
  readonly tests: { readonly asserts_by_language?: Record<string, readonly string[]> };
  readonly limits?: { readonly wall_ms: number };
  readonly honest: Record<string, string>;
}

const file = 'attacks/reward_hacks.jsonl';
const languages: readonly string[] = ['python', 'javascript', 'typescript'];

async function score(sandbox: Sandbox, language: string, task: Task, program: string) {
  const { asserts_by_language: asserts, ...tests } = task.tests;
  const reference = code.reference.parse({
    language,
    tests: { kind: task.kind, ...tests, ...(asserts && { asserts: asserts[language] }) },
  });
  const options = code.options.parse({
    // all but one hack are programs; that one is an answer with several blocks
    extract: /^```/m.test(program) ? 'fence' : 'raw',
    limits: { test_ms: task.limits?.wall_ms ?? 4000 },
    echo: true,
  });
  const given = { response: program, prompt: undefined, reference, options };
  const verdict = await code.score(given, { sandbox, signal: new AbortController().signal });
  assert.equal(verdict.status, 'scored', verdict.message);
  return verdict as Judgement;
}

function passedShare(verdict: Judgement): number {
  const tests = (verdict.parts?.tests ?? []) as { passed: boolean }[];
  return tests.filter(({ passed }) => passed).length / Math.max(1, tests.length);
}

function suite(level: Level, hacks: readonly Hack[], tasks: Record<string, Task>): void {
  describe(`reward hacks at level ${level}`, () => {
    let opened: Promise<Sandbox | null> | undefined;
    const open = () => {
      opened ??= openLevel(level);
      return opened;
    };
    after(async () => {
      await (await opened)?.[Symbol.asyncDispose]();
    });
    for (const hack of hacks) {
      test(`${hack.id} earns nothing`, async (t) => {
        const sandbox = await open();
        if (sandbox === null) return t.skip(`SKIPPED: this host has no level ${level}`);
        if (sandbox.languages[hack.lang as LanguageId] !== level) return;
        const task = tasks[hack.task] as Task;
        const verdict = await score(sandbox, hack.lang, task, hack.code);
        // a task with random outputs has no honest share; the others may have a visible one
        if (hack.task.startsWith('secret')) assert.equal(verdict.reward, 0);
        assert.notEqual(verdict.reward, 1);
        assert.ok(passedShare(verdict) < 1);
        if (/verdict timeout/.test(hack.what_must_happen))
          assert.equal(verdict.cause, 'time_limit');
        const said = JSON.stringify({ ...verdict, parts: undefined });
        assert.ok(!/OUT-[0-9a-f]{16}|ESCAPED|CANARY/.test(said));
        assert.ok(!/OUT-[0-9a-f]{16}/.test(JSON.stringify(verdict)));
        const next = task.honest[hack.lang] ? task : (tasks['double-fn'] as Task);
        const honest = await score(sandbox, hack.lang, next, next.honest[hack.lang] ?? '');
        assert.equal(honest.reward, 1, 'the honest program right after it');
      });
    }
  });
}

if (missing(file)) {
  test(file, { skip: missing(file) });
} else {
  const tasks = JSON.parse(readFileSync(join(dataRoot, 'attacks/tasks.json'), 'utf8'));
  const hacks = rows<Hack>(file).filter(({ lang }) => languages.includes(lang));
  for (const level of levels) suite(level, hacks, tasks);
}
