/**
 * Turns the test code of one JavaScript or TypeScript problem into cases whose results are judged
 * out here. Every assertion is rewritten in place to note what it observes, constants that only
 * assertions use are taken out, and the whole becomes one expression that gives the notes.
 *
 * An assertion is a test of its own and has a case of its own, in which the others are skipped
 * (or only evaluated, where the test code keeps state of its own between them). An error thrown by
 * the program ends the text as it would have ended it in one run. Code that throws on the first
 * mismatch is one test. What cannot be rewritten, or must be judged where it runs, is run apart from
 * the program, and with it, trusted weakly, where the two cannot be kept apart.
 */
import { checkTrial, type Trial } from '../trial.ts';
import { decodeValue } from '../values/codec.ts';
import type { Value } from '../values/value.ts';
import { findSites, type Site, type TestCode } from './sites.ts';

/** A name that no program uses by chance. */
const note = '__assayNote';

/**
 * @param code the test code
 * @param entry the name of the function under test; `candidate` becomes another name for it
 * @param count how many tests the code holds, where known: a loop stands for the rest
 */
export function javascriptTrials(code: string, entry: string | undefined, count?: number): Trial[] {
  const test = findSites(code);
  if (test === null) return [apart(checkTrial(alias(entry, code) + code), code, entry)];
  if (test.sites.some(({ kind }) => kind === 'throw'))
    return [oneTrial(test, entry, test.sites, 1)];
  const single = test.sites.filter(({ looped }) => !looped).length;
  const rest = count === undefined ? 0 : count - single;
  const loops = test.sites.length - single;
  return test.sites.map((site, i) => ({
    ...oneTrial(test, entry, [site], site.looped && loops === 1 && rest > 0 ? rest : 1),
    follows: i > 0,
  }));
}

/** Bodies that wait for the program's timers share its clock. */
const timed = /\bset(?:Timeout|Interval|Immediate)\b/;

/** A weak trial as one that runs apart, with itself to fall back on. */
function apart(weak: Trial, code: string, entry: string | undefined): Trial {
  const one = weak.case;
  if ((one.kind !== 'eval' && one.kind !== 'check') || timed.test(code)) return weak;
  const names = entry === undefined ? [] : [entry];
  return { ...weak, case: { ...one, names }, trust: undefined, fallback: weak };
}

/** One case that notes these sites. More than one test means a loop with so many rounds. */
function oneTrial(
  test: TestCode,
  entry: string | undefined,
  sites: readonly Site[],
  tests: number,
): Trial {
  const expression = `(() => { ${alias(entry, test.source)}const ${note}s = [];
const ${note} = (k, ...values) => { ${note}s.push([k, values]); return true; };
${rewrite(test, sites)}
;return ${note}s; })()`;
  const weak = sites.some(({ split, looped }) => split.trust || looped);
  const trial: Trial = {
    case: { kind: 'eval', expression },
    tests,
    accepts(result) {
      const decoded = result.value === undefined ? null : decodeValue(result.value);
      const answers = decoded === null ? null : judgeNotes(decoded.value, sites);
      if (answers === null) return Array<boolean>(tests).fill(false);
      if (tests === 1) return [answers.every((answer) => answer)];
      return Array.from({ length: tests }, (_, i) => answers[i] ?? false);
    },
    trust: weak ? 'weak' : undefined,
  };
  return weak ? apart(trial, test.source, entry) : trial;
}

/** Test code that names the function `candidate` but does not bind it. */
function alias(entry: string | undefined, source: string): string {
  const bound = /\b(?:let|const|var|function)\s+candidate\b/.test(source);
  if (!entry || entry === 'candidate' || bound) return '';
  return `const candidate = typeof ${entry} === 'undefined' ? undefined : ${entry};\n`;
}

function rewrite({ source, sites, removed, stateful }: TestCode, kept: readonly Site[]): string {
  const edits = removed.map(({ start, end }) => ({ start, end, text: '' }));
  const last = kept.at(-1)?.start ?? 0;
  sites.forEach((site) => {
    const { start, end, split } = site;
    const k = kept.indexOf(site);
    const values = split.observe.join(', ');
    const evaluated = stateful && start < last ? `void [${values}]` : 'void 0';
    const text = k < 0 ? evaluated : `${note}(${[k, ...split.observe].join(', ')})`;
    edits.push({ start, end, text });
  });
  edits.sort((a, b) => a.start - b.start);
  let made = '';
  let from = 0;
  for (const { start, end, text } of edits) {
    made += source.slice(from, start) + text;
    from = end;
  }
  return made + source.slice(from);
}

/** One answer a note, in order; null when a site outside a loop was not noted exactly once. */
function judgeNotes(value: Value, sites: readonly Site[]): boolean[] | null {
  const notes = itemsOf(value);
  if (notes === null) return null;
  const reached: number[] = [];
  const answers: boolean[] = [];
  for (const row of notes) {
    const [k, observed] = itemsOf(row) ?? [];
    const site = typeof k === 'bigint' ? sites[Number(k)] : undefined;
    const values = observed === undefined ? null : itemsOf(observed);
    if (!site || values?.length !== site.split.observe.length) return null;
    answers.push(site.split.holds(values) === true);
    if (!site.looped) reached.push(Number(k));
  }
  const once = sites.flatMap((site, k) => (site.looped ? [] : [k]));
  return reached.length === once.length && reached.every((k, i) => k === once[i]) ? answers : null;
}

function itemsOf(value: Value): readonly Value[] | null {
  return typeof value === 'object' && value?.kind === 'list' ? value.items : null;
}
