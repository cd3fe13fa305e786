/** Runs attack programs through the code verifier at one level and checks that the wall held. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LanguageId, Level, Sandbox } from '../../sandbox/index.ts';
import { code } from '../../verifiers/code/index.ts';
import type { Judgement } from '../../verifiers/contract.ts';
import { type Canaries, foreignProcesses, plantCanaries } from '../support/canaries.ts';
import { dataRoot, missing, rows } from '../support/data.ts';
import { openLevel } from '../support/levels.ts';

interface Attack {
  readonly id: string;
  readonly lang: LanguageId;
  readonly category: string;
  readonly task: string;
  readonly code: string;
}

interface Task {
  readonly kind: string;
  readonly tests: object;
  readonly honest: Readonly<Record<string, string>>;
}

/** These print or return the right answer beside their mischief: a reward is policy, not a break. */
const mayBeRight = new Set([
  'py-daemon-doublefork',
  'py-grandchild-holds-pipe',
  'py-poison-next-run',
  'py-close-stdout-run-on',
  'js-microtask-flood',
]);
const bombs = /_bomb$|^disk_fill$|^stdout_flood$|^cpu_spin$|^sleep$/;
const bombCauses = /^((time|memory|output|process|file|disk)_limit|runtime_error|wrong_answer)$/;
const limits = { test_ms: 500, total_ms: 2000, memory_mb: 256, output_bytes: 1 << 20 };
/** An honest program is not to be hurried on a busy machine. */
const patient = { ...limits, test_ms: 4000, total_ms: 16_000 };
/** All tests of a program, its restarts included, and a margin for a loaded machine. */
const hangMs = 40_000;

export function holds(file: string, level: Level, languages: readonly LanguageId[]): void {
  const absent = missing(file) || missing('attacks/tasks.json');
  if (absent) {
    test(`${file} at level ${level}`, { skip: absent }, () => {});
    return;
  }
  const tasks = JSON.parse(readFileSync(join(dataRoot, 'attacks/tasks.json'), 'utf8')) as Readonly<
    Record<string, Task>
  >;
  const attacks = rows<Attack>(file).filter(({ lang }) => languages.includes(lang));

  describe(`${file} at level ${level}`, () => {
    let sandbox: Sandbox | null = null;
    let canaries: Canaries;
    const mountsBefore = mounts();
    before(async () => {
      canaries = await plantCanaries();
      sandbox = await openLevel(level);
    });
    after(async () => {
      await sandbox?.[Symbol.asyncDispose]();
      for (let i = 0; i < 20 && groups().length > 0; i++) await sleep(50);
      assert.deepEqual(groups(), [], 'control groups are left');
      await canaries[Symbol.asyncDispose]();
    });
    const score = async (task: Task, language: LanguageId, program: string, bounds = limits) => {
      const given = {
        response: program,
        prompt: undefined,
        reference: code.reference.parse({ language, tests: { kind: task.kind, ...task.tests } }),
        options: code.options.parse({ extract: 'raw', limits: bounds, echo: true }),
      };
      const hang = AbortSignal.timeout(hangMs);
      const verdict = await code.score(given, { sandbox: sandbox as Sandbox, signal: hang });
      assert.equal(verdict.status, 'scored', `${verdict.cause}: ${verdict.message}`);
      return verdict as Judgement;
    };

    for (const attack of attacks) {
      test(`${attack.id} is held at level ${level}`, async (t) => {
        if (sandbox === null) return t.skip(`SKIPPED: this host has no level ${level}`);
        if (sandbox.languages[attack.lang] === undefined) {
          return t.skip(`SKIPPED: this host has no ${attack.lang}`);
        }
        const task = tasks[attack.task] as Task;
        const verdict = await score(task, attack.lang, attack.code);
        const said = JSON.stringify(verdict);
        assert.doesNotMatch(said, /ESCAPED|CANARY|OUT-[0-9a-f]/);
        if (!mayBeRight.has(attack.id)) assert.equal(verdict.reward, 0, said.slice(0, 500));
        if (attack.category === 'compile_bomb') assert.equal(verdict.cause, 'compile_error');
        else if (bombs.test(attack.category)) assert.match(verdict.cause, bombCauses);
        const honest = tasks[task.kind === 'stdin' ? 'double-stdin' : 'double-fn'] as Task;
        const program = honest.honest[attack.lang] as string;
        const next = await score(honest, attack.lang, program, patient);
        assert.equal(next.reward, 1, `the next honest run: ${next.cause}`);
        assert.deepEqual(canaries.disturbed(), []);
        assert.deepEqual(await left(), [], 'processes are left');
        assert.equal(mounts(), mountsBefore, 'mounts are left');
      });
    }
  });
}

/** What is still there a moment after the verdict; killing is not instantaneous. */
async function left(): Promise<string[]> {
  for (let i = 0; i < 20; i++) {
    if (foreignProcesses().length === 0) return [];
    await sleep(50);
  }
  return foreignProcesses();
}

function mounts(): number {
  return readFileSync('/proc/self/mountinfo', 'latin1').split('\n').length;
}

/** Control groups that this process made. */
function groups(): string[] {
  return globSync(`/sys/fs/cgroup/**/assay-${process.pid}-*`);
}
