/**
 * Reads the part of Python's regular-expression syntax that a linear-time matcher can run.
 * Covers: literals, `.`, classes, `\w \d \s` and their opposites, `^ $ \A \Z \b \B`, groups (which
 * capture nothing), alternation, greedy and lazy repeats, possessive repeats of one character,
 * `(?i)` and `(?#…)`. Does not cover look-around, back-references and conditionals.
 */
import { foldCharacter } from '../fold.ts';
import { isSpace } from '../python.ts';

export type Place = 'start' | 'end' | 'final' | 'boundary' | 'inside';

/** Tells whether one code point belongs to a set. */
export type Test = (code: number) => boolean;

export type Node =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'at'; readonly place: Place }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly item: Node;
      readonly min: number;
      readonly max: number;
      readonly manner: 'greedy' | 'lazy' | 'possessive';
    };

/** A pattern that Python refuses, or that needs more than linear time. */
export class PatternError extends Error {}

export interface Syntax {
  readonly root: Node;
  /** Capturing groups: Python's `re.split` returns them too. */
  readonly captures: number;
}

const maxRepeat = 1_000;
const maxDepth = 50;

/** @throws PatternError whose message says what was met and where. */
export function parsePattern(source: string, ignoreCase: boolean): Syntax {
  const text = Array.from(source.replace(/^\(\?i\)/, ''));
  const folds = ignoreCase || source.startsWith('(?i)');
  let at = 0;
  let captures = 0;

  const fail = (what: string): never => {
    throw new PatternError(`${what} at position ${at}`);
  };
  const take = (wanted: string): boolean => {
    if (!Array.from(wanted).every((character, i) => text[at + i] === character)) return false;
    at += wanted.length;
    return true;
  };
  const one = (test: Test): Node => ({ kind: 'one', test: folds ? caseless(test) : test });

  function choice(depth: number): Node {
    if (depth > maxDepth) fail(`groups nested more than ${maxDepth} deep`);
    const options = [sequence(depth)];
    while (take('|')) options.push(sequence(depth));
    return options.length === 1 ? (options[0] as Node) : { kind: 'choice', options };
  }

  function sequence(depth: number): Node {
    const items: Node[] = [];
    while (at < text.length && text[at] !== '|' && text[at] !== ')') {
      const item = atom(depth);
      if (item) items.push(repeated(item));
    }
    return { kind: 'sequence', items };
  }

  function atom(depth: number): Node | undefined {
    const character = text[at] as string;
    if ('*+?'.includes(character)) fail('nothing to repeat');
    at++;
    switch (character) {
      case '(':
        return group(depth);
      case '[':
        return one(characterClass());
      case '.':
        return one((code) => code !== 0x0a);
      case '^':
        return { kind: 'at', place: 'start' };
      case '$':
        return { kind: 'at', place: 'final' };
      case '\\': {
        const place = places[text[at] ?? ''];
        if (place) {
          at++;
          return { kind: 'at', place };
        }
        return one(escaped());
      }
      default:
        return one(exactly(character));
    }
  }

  function group(depth: number): Node | undefined {
    if (take('?#')) {
      const close = text.indexOf(')', at);
      if (close < 0) fail('missing ) of a comment');
      at = close + 1;
      return undefined;
    }
    if (take('?P<')) {
      const close = text.indexOf('>', at);
      if (!/^[A-Za-z_]\w*$/.test(text.slice(at, Math.max(at, close)).join('')))
        fail('bad group name');
      at = close + 1;
      captures++;
    } else if (text[at] === '?') {
      if (!take('?:')) fail(`unsupported group (?${text[at + 1] ?? ''}`);
    } else captures++;
    const inner = choice(depth + 1);
    if (!take(')')) fail('missing )');
    return inner;
  }

  function repeated(item: Node): Node {
    const bounds = quantifier();
    if (!bounds) return item;
    if (item.kind === 'at') fail('a repeat of a place');
    const manner = take('?') ? 'lazy' : take('+') ? 'possessive' : 'greedy';
    if (manner === 'possessive' && item.kind !== 'one') fail('a possessive repeat of a group');
    if ('*+?'.includes(text[at] ?? ' ') || isCounted()) fail('multiple repeat');
    return { kind: 'repeat', item, ...bounds, manner };
  }

  function quantifier(): { min: number; max: number } | undefined {
    if (take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (take('?')) return { min: 0, max: 1 };
    const counted = isCounted();
    if (!counted) return undefined;
    at += counted[0].length;
    const min = Number(counted[1] || 0);
    const max =
      counted[2] === undefined ? min : counted[2] ? Number(counted[2]) : Number.POSITIVE_INFINITY;
    if (max < min) fail('min repeat greater than max repeat');
    if (min > maxRepeat || (Number.isFinite(max) && max > maxRepeat)) {
      fail(`a repeat of more than ${maxRepeat}`);
    }
    return { min, max };
  }

  /** `{m}`, `{m,}`, `{,n}` or `{m,n}`; any other brace is a literal. */
  function isCounted(): RegExpExecArray | undefined {
    const found = /^\{(\d*)(?:,(\d*))?\}/.exec(text.slice(at, at + 24).join(''));
    return found && found[0] !== '{}' ? found : undefined;
  }

  function escaped(): Test {
    const set = sets[text[at] ?? ''];
    if (set) {
      at++;
      return set;
    }
    return exactly(escapedCharacter());
  }

  function escapedCharacter(): string {
    const character = text[at++];
    if (character === undefined) return fail('bad escape (end of pattern)');
    const digits = { x: 2, u: 4, U: 8 }[character];
    if (digits) {
      const hex = text.slice(at, at + digits).join('');
      const code = /^[0-9A-Fa-f]+$/.test(hex) ? Number.parseInt(hex, 16) : -1;
      if (hex.length !== digits || code < 0 || code > 0x10ffff) fail('incomplete escape');
      at += digits;
      return String.fromCodePoint(code);
    }
    if (character === '0') return '\0';
    if (/[1-9]/.test(character)) fail('a back-reference');
    const control = controls[character];
    if (control) return control;
    if (/[A-Za-z]/.test(character)) fail(`bad escape \\${character}`);
    return character;
  }

  function characterClass(): Test {
    const negated = take('^');
    const parts: Test[] = [];
    for (let first = true; ; first = false) {
      if (at >= text.length) fail('unterminated character set');
      if (take(']')) {
        if (!first) break;
        parts.push(exactly(']'));
        continue;
      }
      parts.push(classPart());
    }
    const test: Test = (code) => parts.some((part) => part(code));
    if (!negated) return test;
    const plain = folds ? caseless(test) : test;
    return (code) => !plain(code);
  }

  function classPart(): Test {
    const low = classMember();
    if (typeof low === 'function') return low;
    if (text[at] !== '-' || text[at + 1] === ']' || at + 1 >= text.length) return exactly(low);
    at++;
    const high = classMember();
    if (typeof high === 'function') return fail('bad character range');
    const [from, to] = [low.codePointAt(0) as number, high.codePointAt(0) as number];
    if (from > to) fail('bad character range');
    return (code) => code >= from && code <= to;
  }

  function classMember(): string | Test {
    const character = text[at++] as string;
    if (character !== '\\') return character;
    const set = sets[text[at] ?? ''];
    if (set) {
      at++;
      return set;
    }
    return take('b') ? '\b' : escapedCharacter();
  }

  const root = choice(0);
  if (at < text.length) fail('unbalanced )');
  return { root, captures };
}

export const isWordCode: Test = (code) =>
  code < 0x80
    ? (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x5f
    : /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));

const isDigit: Test = (code) =>
  code < 0x80 ? code >= 0x30 && code <= 0x39 : /\p{Nd}/u.test(String.fromCodePoint(code));

const sets: Readonly<Record<string, Test>> = {
  w: isWordCode,
  W: (code) => !isWordCode(code),
  d: isDigit,
  D: (code) => !isDigit(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

const places: Readonly<Record<string, Place>> = {
  A: 'start',
  Z: 'end',
  b: 'boundary',
  B: 'inside',
};

const controls: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
};

function exactly(character: string): Test {
  const wanted = character.codePointAt(0) as number;
  return (code) => code === wanted;
}

/** The set with all case variants of its members. */
function caseless(test: Test): Test {
  return (code) => {
    if (test(code)) return true;
    const folded = foldCharacter(String.fromCodePoint(code));
    return [folded, folded.toUpperCase(), ...(variants[folded] ?? [])].some((character) =>
      test(character.codePointAt(0) as number),
    );
  };
}

/** Case variants that neither case mapping of the folded letter leads to. */
const variants: Readonly<Record<string, readonly string[]>> = {
  i: ['ı', 'İ'],
  s: ['ſ'],
  k: ['\u212a'],
  å: ['\u212b'],
  ß: ['ẞ'],
  σ: ['ς'],
  μ: ['µ'],
};
