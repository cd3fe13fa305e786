/**
 * Runs JavaScript and TypeScript jobs: a fresh isolate a sample, a fresh context a script case.
 * `call`, `eval` and `check` cases share one load of the program; after an interruption the rest
 * continues in a new isolate. Types are stripped in this process, which can be killed.
 */
import { stripTypeScriptTypes } from 'node:module';
import type ivm from 'isolated-vm';
import type { Case, Files, LanguageId, RunResult, RunStatus } from '../contract.ts';
import { failed, type Job } from '../visits.ts';
import type { JobHandler, JobOutput } from '../worker/child.ts';
import { type Clock, type Joined, join } from './apart.ts';
import { namesIn, seen } from './names.ts';
import { type CaseState, InterruptedError, property, type Realm } from './realm.ts';
import { openRealms, type Realms } from './realms.ts';
import { usesNode, wrapped } from './wrapped.ts';

export function openJavaScript(): JobHandler {
  const realms = openRealms();
  return {
    run: async (job, out) => runJob(job, out, realms),
    idle: async () => realms.idle(),
  };
}

function runJob(job: Job, out: JobOutput, realms: Realms): void {
  const { program } = job;
  let code: string | undefined; // compiled on the program's time
  let spent = 0;
  let at = 0;
  if (callsInOneGo(job)) {
    out.start(0);
    const results = inOneGo(job, realms);
    if (results) {
      for (const result of results) out.result(at++, result);
      return;
    }
  }
  while (at < job.cases.length) {
    const realm = realms.fresh(job.limits, 'whole');
    let loaded: Loaded | null = null;
    let apart: Apart | null = null;
    for (; at < job.cases.length; at++) {
      const one = job.cases[at] as Case;
      if (spent >= job.limits.totalMs) {
        out.result(at, failed('time_limit', 0));
        continue;
      }
      out.start(at);
      const clock = startClock(Math.min(job.limits.testMs, job.limits.totalMs - spent));
      const result = guarded(clock, () => {
        try {
          code ??= toJavaScript(program.source, program.language);
        } catch (error) {
          return { ...failed('compile_error', clock.ms()), error: text(error) };
        }
        const all = { ...program.files, ...(one.kind === 'script' && one.files) };
        const files = filesIn(all);
        if (one.kind === 'script') {
          realm.given(one.stdin, one.args ?? [], files, clock.left());
          return runScript(realm, code, files, clock);
        }
        if (program.files && !loaded) realm.given('', [], files, clock.left());
        loaded ??= load(realm, code, files, job.cases.some(isTogether), clock);
        if (!isApart(one)) return runCase(realm, loaded, one, program.language, clock);
        apart ??= { body: realms.second(job.limits) };
        return runApart(realm, loaded, apart, one, program.language, clock);
      });
      spent += result.ms;
      out.result(at, result);
      const interrupted = result.status.endsWith('_limit');
      if (interrupted && !loaded && one.kind !== 'script') {
        repeat(result, at + 1, job.cases.length, out);
        return;
      }
      if (interrupted || one.kind === 'script') {
        at++;
        break; // what is left needs a fresh isolate
      }
    }
  }
}

/** What may go on after a call has returned, or begin before the next. */
const later =
  /\b(?:async|await|Promise|then|setTimeout|setInterval|setImmediate|queueMicrotask|import|export|process)\b/;
/** Calls that take longer together go one by one, each on its own clock. */
const goMs = 500;

/** Calls of one function that settle at once need not enter the isolate one by one. */
function callsInOneGo({ program, cases, cautious }: Job): boolean {
  const [first] = cases;
  if (
    cautious ||
    program.files ||
    cases.length < 2 ||
    first?.kind !== 'call' ||
    later.test(program.source) ||
    usesNode(program.source)
  ) {
    return false;
  }
  return cases.every((one) => one.kind === 'call' && one.fn === first.fn);
}

/** null when that did not work out, for whatever reason: then nothing has happened yet. */
function inOneGo({ program, cases, limits }: Job, realms: Realms): readonly RunResult[] | null {
  const realm = realms.fresh(limits, 'calls');
  const clock = startClock(Math.min(goMs, limits.testMs, limits.totalMs));
  try {
    const code = toJavaScript(program.source, program.language);
    const [first] = cases;
    if (first?.kind !== 'call') return null;
    const found = realm.script(`${code}\n;${finding(first.fn)}`, clock.left());
    const args = cases.map((one) => (one.kind === 'call' ? one.args : ''));
    const states = realm.calls(found, first.fn, args, clock.left());
    if (states.length < cases.length || states.some(({ kind }) => kind === 'pending')) return null;
    const ms = clock.ms() / cases.length;
    return states.map((state) => toResult(state, ms));
  } catch {
    return null;
  }
}

/** A program that cannot be loaded in time has the same result in all its cases. */
function repeat(result: RunResult, from: number, to: number, out: JobOutput): void {
  for (let i = from; i < to; i++) out.result(i, { ...result, ms: 0 });
}

/** @throws SyntaxError (or what the compiler throws) for TypeScript that does not parse. */
function toJavaScript(source: string, language: LanguageId): string {
  return language === 'typescript' ? stripTypeScriptTypes(source, { mode: 'transform' }) : source;
}

/** Files of a program, those in TypeScript as JavaScript. @throws as `toJavaScript` */
function filesIn(files: Files): Files {
  const ready = Object.entries(files).map(([path, source]) => [
    path,
    /\.m?ts$/.test(path) ? toJavaScript(source, 'typescript') : source,
  ]);
  return Object.fromEntries(ready);
}

/** What was loaded: how it failed, or the module's name space if it is one. */
interface Loaded {
  readonly failure?: { readonly status: RunStatus; readonly error: string };
  readonly exports?: ivm.Reference;
  /** Evaluates text where the program's names are known, in a module. */
  readonly finder?: ivm.Reference;
  /** What test bodies use, made before the program could patch anything. */
  readonly tools: readonly ivm.Reference[];
  bound?: string;
}

/** Not everything that a program means to be called is exported. */
const finderName = 'assayFinder';
const evaluator = '(text) => eval(text)';
const finder = `\n;export const ${finderName} = ${evaluator};`;

function loadWrapped(realm: Realm, code: string, clock: Clock): ivm.Reference {
  const script = realm.script(wrapped(code, evaluator), clock.left());
  return realm.result(realm.part('api', 'load'), [script], clock.left());
}

/** What an expression of ours comes to in the program. */
function look(realm: Realm, { finder }: Loaded, expression: string, clock: Clock): ivm.Reference {
  if (finder) return realm.result(finder, [expression], clock.left());
  return realm.script(expression, clock.left());
}

const looksLikeModule = /\b(?:import|export|await)\b/;

function load(realm: Realm, code: string, files: Files, checks: boolean, clock: Clock): Loaded {
  const tools = checks ? realm.tools(clock.left()) : [];
  const plain = usesNode(code) ? wrapped(code, 'false') : code;
  const wrong = realm.syntaxError(plain);
  const asModule = wrong !== null && looksLikeModule.test(code);
  if (wrong && !asModule)
    return { tools, failure: { status: 'compile_error', error: text(wrong) } };
  try {
    if (asModule) {
      realm.invoke('globals', [], clock.left());
      const { exports, evaluation } = realm.module(code + finder, files, clock.left());
      const state = run(realm, 'settle', [evaluation], clock, false);
      if (state.kind === 'failed') throw new Error(state.error);
      return { tools, exports, finder: property(exports, finderName) };
    }
    if (plain === code) realm.script(code, clock.left());
    else return { tools, finder: loadWrapped(realm, code, clock) };
    return { tools };
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    const syntax = asModule && (error as Error).name === 'SyntaxError';
    const status = syntax ? 'compile_error' : 'runtime_error';
    return { tools, failure: { status, error: text(error) } };
  }
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function runCase(
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

const isApart = (one: Case): one is Tested =>
  (one.kind === 'check' || one.kind === 'eval') && one.names !== undefined;
const isTogether = (one: Case) => one.kind === 'check' && one.names === undefined;

/** The realm of the test bodies of a loaded program. */
interface Apart {
  readonly body: Realm;
  joined?: Joined;
  loaded?: Loaded;
}

function runApart(
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

/** Tests see the names of an ES module as they see a script's. */
function expose(realm: Realm, loaded: Loaded, words: string, clock: Clock): void {
  if (!loaded.finder) return;
  const pairs = namesIn(words).map((name) => `['${name}', ${seen(name)}]`);
  realm.invoke('expose', [look(realm, loaded, `[${pairs.join(', ')}]`, clock)], clock.left());
}

function bind(realm: Realm, loaded: Loaded, fn: string, clock: Clock): void {
  const found = look(realm, loaded, finding(fn), clock);
  realm.invoke('bind', [found, fn, ...(loaded.exports ? [loaded.exports] : [])], clock.left());
}

/** An expression for where a function of that name may be: see `bind` of the prelude. */
function finding(fn: string): string {
  const seen = (n: string) => `typeof ${n} === 'undefined' ? undefined : ${n}`;
  const exported = 'typeof module === "object" && module ? module.exports : undefined';
  return `[${seen(identifier.test(fn) ? fn : 'undefined')}, ${seen('Solution')}, ${exported}]`;
}

function runScript(realm: Realm, code: string, files: Files, clock: Clock): RunResult {
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

/** Enters the candidate and lets its promises and timers run until the case is decided. */
function drive(
  realm: Realm,
  entry: 'call' | 'keep' | 'body' | 'main' | 'settle',
  args: readonly unknown[],
  clock: Clock,
  drain = entry === 'body',
): RunResult {
  return toResult(run(realm, entry, args, clock, drain), clock.ms());
}

/** @param drain a main program ends when no timer is left */
function run(
  realm: Realm,
  entry: string,
  args: readonly unknown[],
  clock: Clock,
  drain: boolean,
): CaseState {
  try {
    let state = realm.invoke(entry, args, clock.left());
    while (state.kind === 'pending') state = realm.invoke('poll', [drain], clock.left());
    return state;
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return ended(realm, error, clock);
  }
}

/** A promise nobody waits for was rejected: Node ends with code 1, or with that of process.exit. */
function ended(realm: Realm, error: unknown, clock: Clock): CaseState {
  const last = realm.invoke('output', [], clock.left());
  return { ...last, kind: last.exit === null ? 'failed' : 'done', error: text(error) };
}

function toResult(state: CaseState, ms: number): RunResult {
  const output = { stdout: state.stdout ?? '', stderr: state.stderr ?? '', ms };
  if (state.kind === 'failed') {
    const error = state.error ?? 'Error';
    const status = error.endsWith('Array buffer allocation failed')
      ? 'memory_limit'
      : 'runtime_error';
    return { status, exitCode: 1, error, ...output };
  }
  const exitCode = state.exit ?? 0;
  if (exitCode !== 0) {
    return { status: 'runtime_error', exitCode, error: `exit code ${exitCode}`, ...output };
  }
  const value = state.value === undefined ? {} : { value: state.value };
  return { status: 'ok', exitCode, ...value, ...output };
}

/** Turns what was thrown while untrusted code ran into a result of the program. */
function guarded(clock: Clock, run: () => RunResult): RunResult {
  try {
    return run();
  } catch (error) {
    if (error instanceof InterruptedError) return failed(error.interruption, clock.ms());
    return { ...failed('runtime_error', clock.ms()), exitCode: 1, error: text(error) };
  }
}

function startClock(allowed: number): Clock {
  const start = performance.now();
  const ms = () => performance.now() - start;
  return {
    ms,
    left() {
      const left = allowed - ms();
      if (left <= 0) throw new InterruptedError('time_limit');
      return left;
    },
  };
}

function text(error: unknown): string {
  try {
    return error instanceof Error
      ? `${error.name}: ${error.message}`.slice(0, 500)
      : String(error).slice(0, 500);
  } catch {
    return 'Error';
  }
}
