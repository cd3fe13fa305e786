/** One case of a job in a realm where its program is loaded, or is the main program. */
import type ivm from 'isolated-vm';
import type { Case, Files, LanguageId, RunResult } from '../contract.ts';
import { failed } from '../visits.ts';
import { type Joined, join } from './apart.ts';
import type { Clock } from './clock.ts';
import { drive, ended, text, toResult } from './drive.ts';
import { bind, expose, finding, type Loaded, look, looksLikeModule, toJavaScript } from './load.ts';
import { seen } from './names.ts';
import { InterruptedError, type Realm } from './realm.ts';
import { wrapped } from './wrapped.ts';

export function runCase(
  realm: Realm,
  loaded: Loaded,
  one: Case,
  language: LanguageId,
  clock: Clock,
): RunResult {
  if (loaded.failure)
    return { ...failed(loaded.failure.status, clock.ms()), error: loaded.failure.error };
  switch (one.kind) {
    case 'call': {
      if (loaded.bound !== one.fn) {
        bind(realm, loaded, one.fn, clock);
        loaded.bound = one.fn;
      }
      return drive(realm, 'call', [one.args], clock);
    }
    case 'eval': {
      expose(realm, loaded, `${one.setup ?? ''}\n${one.expression}`, clock);
      if (one.setup) realm.script(toJavaScript(one.setup, language), clock.left());
      const expression = toJavaScript(`(${one.expression}\n)`, language);
      return drive(realm, 'keep', [realm.script(expression, clock.left())], clock);
    }
    case 'check': {
      expose(realm, loaded, one.code, clock);
      const [need, loud] = loaded.tools;
      const body = `(function (require, console) {${toJavaScript(one.code, language)}\n})`;
      const code = realm.script(body, clock.left());
      return drive(realm, 'body', [code, need, loud], clock);
    }
    default:
      return failed('runtime_error', clock.ms());
  }
}

type Tested = Extract<Case, { kind: 'eval' | 'check' }>;

export const isApart = (one: Case): one is Tested =>
  (one.kind === 'check' || one.kind === 'eval') && one.names !== undefined;
export const isTogether = (one: Case) => one.kind === 'check' && one.names === undefined;

/** The realm of the test bodies of a loaded program. */
export interface Apart {
  readonly body: Realm;
  joined?: Joined;
  loaded?: Loaded;
}

export function runApart(
  realm: Realm,
  loaded: Loaded,
  apart: Apart,
  one: Tested,
  language: LanguageId,
  clock: Clock,
): RunResult {
  if (loaded.failure) return runCase(realm, loaded, one, language, clock);
  apart.joined ??= join(realm, apart.body, loaded.exports, (names, words, now) => {
    const pairs = [
      ...words.map((name) => `['${name}', ${seen(name)}]`),
      ...names.map((name) => `[${JSON.stringify(name)}, ${finding(name)}, 0]`),
    ];
    return look(realm, loaded, `[${pairs.join(', ')}]`, now);
  });
  apart.loaded ??= { tools: apart.body.tools(clock.left()) };
  const { joined } = apart;
  try {
    const words = one.kind === 'check' ? one.code : `${one.setup ?? ''}\n${one.expression}`;
    joined.bind(one.names ?? [], words, clock);
    const result = runCase(apart.body, apart.loaded, one, language, clock);
    return joined.trouble() === null ? result : inTrouble(joined, clock);
  } catch (error) {
    if (joined.trouble() === null) throw error;
    return inTrouble(joined, clock);
  }
}

function inTrouble(joined: Joined, clock: Clock): RunResult {
  const trouble = joined.trouble();
  if (trouble === 'not_apart') return failed('not_apart', clock.ms());
  throw new InterruptedError(trouble ?? 'time_limit');
}

export function runScript(realm: Realm, code: string, files: Files, clock: Clock): RunResult {
  const main = wrapped(code);
  const wrong = realm.syntaxError(main);
  if (wrong && !looksLikeModule.test(code)) return unreadable(wrong);
  if (!wrong) return drive(realm, 'main', [realm.script(main, clock.left())], clock, true);
  realm.invoke('begin', [], clock.left());
  realm.invoke('globals', [], clock.left());
  let evaluation: ivm.Reference;
  try {
    evaluation = realm.module(code, files, clock.left()).evaluation;
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    const { name } = error as Error;
    return name === 'SyntaxError'
      ? unreadable(error)
      : toResult(ended(realm, error, clock), clock.ms());
  }
  return drive(realm, 'settle', [evaluation], clock, true);
}

const unreadable = (error: unknown): RunResult => ({
  ...failed('compile_error', 0),
  error: text(error),
  exitCode: 1,
});
