/**
 * Turns the text of one Python test into one case whose result is judged out here.
 *
 * A lone final assert becomes an expression. Otherwise every assert, loops included, is rewritten
 * in place to append what it observes to a list, and the list is the result: the judge checks that
 * every assert outside a block was reached exactly once and in order, and what each one saw.
 * Where this cannot be done faithfully, or would trust the program, the body runs whole in a sandbox
 * of its own and asks the program by plain data; where that fails too, it is trusted weakly.
 */
import type { Case } from '../../../sandbox/index.ts';
import type { Split } from '../split.ts';
import { apartTrial, checkTrial, judgeValue, type Trial } from '../trial.ts';
import type { Value } from '../values/value.ts';
import { splitCondition } from './assertion.ts';
import type { TestSource } from './ranges.ts';
import { type Token, tokenize } from './tokens.ts';

interface Assert {
  readonly split: Split;
  /** Offsets of the whole statement in the source. */
  readonly start: number;
  readonly end: number;
  /** Not inside a block: reached exactly once. */
  readonly outer: boolean;
}

/** Longer tests, UTF-16 units, run whole: taking them apart would hold up others. */
const maxSource = 4 << 20;

/** A name that no program uses by chance. */
const seen = '__assay_seen';

/**
 * @param code the test: assert statements and what leads to them
 * @param setup statements to run before it
 * @param entries the names by which the test calls the program
 */
export function pythonTrial(code: string, setup: string, entries: readonly string[]): Trial {
  const body = joinLines(setup, code);
  const taken = takenApart(code, setup, entries);
  if (taken && !taken.trust) return taken;
  const used = new Set(tokenize(body)?.map(({ text }) => text));
  const names = entries.slice(0, 1).filter((name) => used.has(name));
  return apartTrial(body, names, taken ?? checkTrial(body));
}

/** The asserts of the body judged out here; null when that cannot be done faithfully. */
function takenApart(code: string, setup: string, entries: readonly string[]): Trial | null {
  const source = code.trimEnd();
  const asserts = findAsserts({ source, entries });
  if (asserts === null) return null;
  const trust = asserts.some(({ split, outer }) => split.trust || !outer) ? 'weak' : undefined;
  const [first] = asserts;
  const single = asserts.length === 1 && first?.outer && isBlank(source.slice(first.end));
  if (single) {
    const before = joinLines(setup, source.slice(0, first.start).trimEnd());
    const { observe, holds } = first.split;
    return judgeValue(
      evaluate(tuple(observe), before),
      (value) => {
        const values = itemsOf(value);
        return values?.length === observe.length && holds(values) === true;
      },
      trust,
    );
  }
  const body = joinLines(setup, keeper, rewrite(source, asserts));
  return judgeValue(evaluate(seen, body), (value) => judgeSeen(value, asserts), trust);
}

/** Results are copied, so that what a later statement changes does not change what was seen. */
const keeper = `${seen} = []
def __assay_keep(k, values):
    import copy
    try:
        values = copy.deepcopy(values)
    except Exception:
        pass
    ${seen}.append((k, values))`;

function evaluate(expression: string, setup: string): Case {
  return { kind: 'eval', expression, ...(setup !== '' && { setup }) };
}

function joinLines(...parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n');
}

function tuple(observe: readonly string[]): string {
  return `(${observe.map((text) => `${text}, `).join('')})`;
}

function itemsOf(value: Value): readonly Value[] | null {
  if (typeof value !== 'object' || value === null) return null;
  return value.kind === 'tuple' || value.kind === 'list' ? value.items : null;
}

/** Nothing but white space and comments. */
function isBlank(source: string): boolean {
  return tokenize(source)?.every(({ type }) => type === 'newline') ?? false;
}

/** All asserts of the source; null when there are none or they cannot be rewritten. */
function findAsserts(test: TestSource): Assert[] | null {
  const tokens = test.source.length > maxSource ? null : tokenize(test.source);
  if (!tokens) return null;
  const names = new Set(tokens.filter(({ type }) => type === 'name').map(({ text }) => text));
  // A handler may expect the failure of an assert or of the call in it.
  if (names.has('try') || names.has('with')) return null;
  const asserts: Assert[] = [];
  let block = false;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const before = tokens[i - 1];
    if (before === undefined || before.type === 'newline') {
      block = !token.margin || blockWords.has(token.text);
    }
    if (token.type !== 'name' || token.text !== 'assert') continue;
    const end = statementEnd(tokens, i);
    const statement = tokens.slice(i + 1, end);
    const comma = statement.findIndex(({ text, depth }) => text === ',' && depth === token.depth);
    const condition = comma < 0 ? statement : statement.slice(0, comma);
    const last = statement.at(-1);
    if (condition.length === 0 || !last) return null;
    const split = splitCondition(condition, test);
    asserts.push({ split, start: token.start, end: last.end, outer: !block });
    i = end - 1;
  }
  return asserts.length === 0 ? null : asserts;
}

const blockWords = new Set(['for', 'while', 'if', 'def', 'class', 'async', '@', 'match']);

function statementEnd(tokens: readonly Token[], from: number): number {
  const depth = tokens[from]?.depth;
  let end = from + 1;
  for (; end < tokens.length; end++) {
    const { type, text, depth: at } = tokens[end] as Token;
    if (type === 'newline' || (text === ';' && at === depth)) break;
  }
  return end;
}

function rewrite(source: string, asserts: readonly Assert[]): string {
  let made = '';
  let from = 0;
  asserts.forEach(({ split, start, end }, k) => {
    made += `${source.slice(from, start)}__assay_keep(${k}, ${tuple(split.observe)})`;
    from = end;
  });
  return made + source.slice(from);
}

function judgeSeen(value: Value, asserts: readonly Assert[]): boolean {
  const rows = itemsOf(value);
  if (rows === null) return false;
  const reached: number[] = [];
  for (const row of rows) {
    const [k, observed] = itemsOf(row) ?? [];
    const assert = typeof k === 'bigint' ? asserts[Number(k)] : undefined;
    const values = observed === undefined ? null : itemsOf(observed);
    if (!assert || values?.length !== assert.split.observe.length) return false;
    if (assert.split.holds(values) !== true) return false;
    if (assert.outer) reached.push(Number(k));
  }
  const outer = asserts.flatMap((assert, k) => (assert.outer ? [k] : []));
  return reached.length === outer.length && reached.every((k, i) => k === outer[i]);
}
