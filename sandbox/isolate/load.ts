/** Brings a program into a realm, as a script, as Node wraps one or as an ES module, and finds its names there. */
import { stripTypeScriptTypes } from 'node:module';
import type ivm from 'isolated-vm';
import type { Files, LanguageId, RunStatus } from '../contract.ts';
import type { Clock } from './clock.ts';
import { run, text } from './drive.ts';
import { namesIn, seen } from './names.ts';
import { InterruptedError, property, type Realm } from './realm.ts';
import { usesNode, wrapped } from './wrapped.ts';

/** @throws SyntaxError (or what the compiler throws) for TypeScript that does not parse. */
export function toJavaScript(source: string, language: LanguageId): string {
  return language === 'typescript' ? stripTypeScriptTypes(source, { mode: 'transform' }) : source;
}

/** Files of a program, those in TypeScript as JavaScript. @throws as `toJavaScript` */
export function filesIn(files: Files): Files {
  const ready = Object.entries(files).map(([path, source]) => [
    path,
    /\.m?ts$/.test(path) ? toJavaScript(source, 'typescript') : source,
  ]);
  return Object.fromEntries(ready);
}

/** What was loaded: how it failed, or the module's name space if it is one. */
export interface Loaded {
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
export function look(
  realm: Realm,
  { finder }: Loaded,
  expression: string,
  clock: Clock,
): ivm.Reference {
  if (finder) return realm.result(finder, [expression], clock.left());
  return realm.script(expression, clock.left());
}

export const looksLikeModule = /\b(?:import|export|await)\b/;

export function load(
  realm: Realm,
  code: string,
  files: Files,
  checks: boolean,
  clock: Clock,
): Loaded {
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

/** Tests see the names of an ES module as they see a script's. */
export function expose(realm: Realm, loaded: Loaded, words: string, clock: Clock): void {
  if (!loaded.finder) return;
  const pairs = namesIn(words).map((name) => `['${name}', ${seen(name)}]`);
  realm.invoke('expose', [look(realm, loaded, `[${pairs.join(', ')}]`, clock)], clock.left());
}

export function bind(realm: Realm, loaded: Loaded, fn: string, clock: Clock): void {
  const found = look(realm, loaded, finding(fn), clock);
  realm.invoke('bind', [found, fn, ...(loaded.exports ? [loaded.exports] : [])], clock.left());
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** An expression for where a function of that name may be: see `bind` of the prelude. */
export function finding(fn: string): string {
  const seen = (n: string) => `typeof ${n} === 'undefined' ? undefined : ${n}`;
  const exported = 'typeof module === "object" && module ? module.exports : undefined';
  return `[${seen(identifier.test(fn) ? fn : 'undefined')}, ${seen('Solution')}, ${exported}]`;
}
