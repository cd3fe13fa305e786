/** Turns the tests of a reference into trials: cases for the sandbox and the judges of their results. */
import { type LanguageId, languages, type Program } from '../../sandbox/index.ts';
import { JsonError, parseJson } from '../json.ts';
import { type Comparator, sameOutput } from './comparator.ts';
import { planCompiled } from './compiled.ts';
import { planInteractive } from './interactive.ts';
import { javascriptTrials } from './javascript/body.ts';
import { pythonTrial } from './python/body.ts';
import type { CodeReference, Of, Tests } from './reference.ts';
import { judgeValue, type Plan, type Trial } from './trial.ts';
import { encodeArguments } from './values/codec.ts';
import { closeTo, exactNumbers, jsonEqual } from './values/json-equal.ts';

/**
 * The trials of a reference, in the order of its tests.
 * @throws JsonError when an argument cannot be carried into the sandbox.
 */
export function planTrials(reference: CodeReference, comparator: Comparator): Plan {
  const { language, tests, files, prefix = '' } = reference;
  const whole = (source: string) => complete(prefix, source, entryOf(tests));
  const build = (source: string): Program => ({
    language: language as LanguageId,
    source: whole(source),
    ...(files && { files }),
  });
  switch (tests.kind) {
    case 'stdin':
      return { trials: planStdin(tests, comparator), build };
    case 'interactive':
      return { trials: planInteractive(tests), build };
    case 'function':
      return { trials: planFunction(tests, comparator), build };
    case 'assert':
      if (language === 'python') return { trials: planPython(tests), build };
      if (engineOf(language) === 'isolate') return { trials: planJavaScript(tests), build };
      return completing(
        planCompiled(language as LanguageId, bodies(tests).join('\n'), files ?? {}),
        whole,
      );
  }
}

function completing({ trials, build }: Plan, whole: (source: string) => string): Plan {
  return { trials, build: (source) => build(whole(source)) };
}

function entryOf(tests: Tests): string | undefined {
  if (tests.kind === 'function') return tests.fn_name;
  return tests.kind === 'assert' ? tests.entry_point : undefined;
}

/** The response, behind the prompt unless it defines what the prompt begins. */
function complete(prefix: string, source: string, entry: string | undefined): string {
  if (prefix === '' || source.includes(prefix.trim())) return source;
  const defines = entry
    ? new RegExp(`\\b(?:def|class|function|fn|func|const|let|var)\\s+${escapeName(entry)}\\b`)
    : null;
  return defines?.test(source) ? source : prefix + source;
}

const escapeName = (name: string) => name.replace(/[^\w]/g, '\\$&');

function engineOf(language: string): string {
  return Object.hasOwn(languages, language) ? languages[language as LanguageId].engine : '';
}

function planStdin(tests: Of<'stdin'>, comparator: Comparator): Trial[] {
  return tests.inputs.map((stdin, i) => ({
    case: { kind: 'script', stdin },
    tests: 1,
    answer: tests.outputs[i] ?? '',
    accepts: ({ stdout }) => [sameOutput(stdout, tests.outputs[i] ?? '', comparator)],
  }));
}

function planFunction(tests: Of<'function'>, comparator: Comparator): Trial[] {
  const numbers = comparator.kind === 'float' ? closeTo(comparator.tolerance) : exactNumbers;
  return tests.inputs.map((input, i) => {
    const args = typeof input === 'string' ? readLines(input) : input;
    const output = tests.outputs[i];
    const expected =
      typeof input === 'string' && typeof output === 'string' ? readJsonText(output) : output;
    const readings = tests.wrapped ? [expected, (expected as unknown[])[0]] : [expected];
    return judgeValue({ kind: 'call', fn: tests.fn_name, args: encodeArguments(args) }, (value) =>
      readings.some((reading) => jsonEqual(value, reading, numbers)),
    );
  });
}

function readLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readJsonText);
}

function readJsonText(text: string): unknown {
  try {
    return parseJson(text, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new JsonError(`Expected one JSON value a line: ${error.message}`, error.position);
  }
}

function planPython(tests: Of<'assert'>): Trial[] {
  const { entry_point: entry, candidate_alias: alias, setup } = tests;
  const bind = entry && entry !== alias ? `${alias} = ${entry}\n` : '';
  const names = entry ? [entry, alias] : [alias];
  return bodies(tests).map((code) => pythonTrial(code, bind + setup, names));
}

function planJavaScript(tests: Of<'assert'>): Trial[] {
  const { entry_point: entry, setup, n } = tests;
  const lead = setup === '' ? '' : `${setup}\n`;
  const count = tests.test_code === undefined ? undefined : n;
  return bodies(tests).flatMap((code) => javascriptTrials(lead + code, entry, count));
}

function bodies(tests: Of<'assert'>): readonly string[] {
  return tests.asserts ?? [tests.test_code ?? ''];
}
