/**
 * The tokeniser: one answer, in LaTeX, plain text or code spelling, to tokens. Linear in the
 * length. It decides what needs the characters: thousands separators and decimal commas, runs of
 * letters (function name, product of variables, word or unit), text groups and spacing commands.
 */
import { functions, operators, plainWords, silent, symbols, wordy } from './commands.ts';
import { type Commas, type NumberText, scanNumber } from './numbers.ts';
import { isUnitWord } from './units.ts';

export type Token = {
  /** Whether white space stood before it: `1/2 x` is not `1/2x`. */
  readonly spaced: boolean;
} & (
  | ({ readonly kind: 'number' } & NumberText)
  | { readonly kind: 'letter'; readonly text: string }
  | { readonly kind: 'function'; readonly text: string }
  /** Words: from \text{…} (`quoted`) or a plain run of letters that is no product. */
  | { readonly kind: 'words'; readonly text: string; readonly quoted: boolean }
  /** Operators, brackets and the commands of commands.ts by their canonical name. */
  | { readonly kind: 'op'; readonly text: string }
);

export class ParseError extends Error {}

/** Most tokens of one answer. */
const maxTokens = 6_000;

const letters = /[A-Za-z]+/y;
const openers = new Set(['(', '[', '\\{']);
const closers = new Set([')', ']', '\\}']);

/**
 * @param commas how a comma between digits outside brackets reads.
 * @throws ParseError when there are more than `maxTokens` tokens.
 */
export function tokenise(text: string, commas: Commas): Token[] {
  const out: Token[] = [];
  let i = 0;
  let spaced = false;
  let depth = 0;
  const push = (token: Token) => {
    if (out.length >= maxTokens) throw new ParseError('Expected a shorter answer');
    out.push(token);
    spaced = false;
  };
  const op = (name: string) => {
    if (openers.has(name)) depth++;
    if (closers.has(name)) depth--;
    push({ kind: 'op', text: name, spaced });
  };
  const run = (word: string) => {
    const last = out.at(-1);
    for (const token of splitLetters(word, last?.kind === 'number', spaced)) push(token);
  };

  while (i < text.length) {
    const c = text[i] ?? '';
    if (c === ' ' || c === '\n' || c === '\t' || c === '\r' || c === '~') {
      spaced = true;
      i++;
    } else if ((c >= '0' && c <= '9') || (c === '.' && /\d/.test(text[i + 1] ?? ''))) {
      const number = scanNumber(text, i, depth > 0 ? 'list' : commas);
      push({ kind: 'number', ...number.value, spaced });
      i = number.end;
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      letters.lastIndex = i;
      const word = letters.exec(text)?.[0] ?? c;
      i += word.length;
      run(word);
    } else if (c === '\\') {
      const command = readCommand(text, i);
      i = command.end;
      if (command.words !== null) {
        for (const token of upright(command.words, command.name, spaced)) push(token);
      } else if (command.name === '$') {
        // Behind a value it is a unit, 5\$; before one it is dress, \$5.
        if (endsValue(out.at(-1))) push({ kind: 'words', text: 'dollar', quoted: false, spaced });
        spaced = true;
      } else if (command.name === '') {
        spaced = true;
      } else if (functions.has(command.name) && command.name !== 'sqrt') {
        push({ kind: 'function', text: functions.get(command.name) ?? '', spaced });
      } else if (operators.has(command.name)) {
        op(operators.get(command.name) ?? '');
      } else if (symbols.has(command.name)) {
        push({ kind: 'letter', text: command.name.replace(/^var/, ''), spaced });
      } else if (command.name.length === 1 || command.name === '\\{' || command.name === '\\}') {
        op(command.name);
      } else if (command.name === '\\\\') {
        op('\\\\');
      } else {
        // An unknown command, or a known one run together with what follows: \quadx, \vertx.
        const known = knownPrefix(command.name);
        if (!known) throw new ParseError(`Expected a known command, got \\${command.name}`);
        i -= command.name.length - known.length;
        if (silent.has(known)) spaced = true;
        else if (functions.has(known) && known !== 'sqrt')
          push({ kind: 'function', text: functions.get(known) ?? '', spaced });
        else if (symbols.has(known)) push({ kind: 'letter', text: known, spaced });
        else op(operators.get(known) ?? '');
      }
    } else if (c === '$') {
      spaced = true;
      i++;
    } else {
      const two = text.slice(i, i + 2);
      const joined = two === '**' ? '^' : two === '==' ? '=' : /^[<>!]=$/.test(two) ? two : null;
      if (joined) {
        op(joined);
        i += 2;
      } else {
        if (c.charCodeAt(0) > 126) push({ kind: 'words', text: c, quoted: false, spaced });
        else op(c);
        i++;
      }
    }
  }
  return out;
}

const endsValue = (last: Token | undefined) =>
  last?.kind === 'number' || (last?.kind === 'op' && (last.text === '}' || last.text === ')'));

interface Command {
  readonly name: string;
  /** The raw group of a wordy command. */
  readonly words: string | null;
  readonly end: number;
}

/** Reads the command at `at`; spacing commands have the empty name. */
function readCommand(text: string, at: number): Command {
  letters.lastIndex = at + 1;
  const name = letters.exec(text)?.[0];
  if (name === undefined) {
    const c = text[at + 1] ?? '';
    const end = Math.min(text.length, at + 2);
    if (c === '\\') return { name: '\\\\', words: null, end };
    if (c === '{' || c === '}') return { name: `\\${c}`, words: null, end };
    if (c === '|') return { name: '|', words: null, end };
    if (c === '%') return { name: '%', words: null, end };
    if (c === '$') return { name: '$', words: null, end };
    return { name: '', words: null, end };
  }
  let end = at + 1 + name.length;
  if (name === 'left' || name === 'right') {
    if (text[end] === '.') end++;
    return { name: '', words: null, end };
  }
  if (wordy.has(name)) {
    let open = end;
    while (text[open] === ' ') open++;
    if (text[open] === '{') {
      let depth = 0;
      for (let i = open; i < text.length; i++) {
        if (text[i] === '{') depth++;
        else if (text[i] === '}' && --depth === 0)
          return { name, words: text.slice(open + 1, i), end: i + 1 };
      }
      return { name, words: text.slice(open + 1), end: text.length };
    }
    return { name: '', words: null, end };
  }
  if (silent.has(name)) return { name: '', words: null, end };
  return { name, words: null, end };
}

function knownPrefix(name: string): string | null {
  for (let length = name.length - 1; length >= 2; length--) {
    const prefix = name.slice(0, length);
    if (
      silent.has(prefix) ||
      functions.has(prefix) ||
      operators.has(prefix) ||
      symbols.has(prefix)
    ) {
      // A prefix counts only where one variable was run onto it; \zzz and \undefined are unknown.
      return name.length - length <= 1 ? prefix : null;
    }
  }
  return null;
}

/** The tokens of \text{…}, \mathrm{…}: a number, a letter, a function, or words. */
function upright(content: string, command: string, spaced: boolean): Token[] {
  const inner = content.replace(/[~\s]+/g, ' ').trim();
  if (inner === '') return [];
  const fn = functions.get(inner);
  if (fn) return [{ kind: 'function', text: fn, spaced }];
  const word = plainWords.get(inner.toLowerCase());
  if (word && !symbols.has(word)) return [{ kind: 'op', text: word, spaced }];
  if (/^[-+]?\d/.test(inner)) return tokenise(inner, 'thousands');
  if (/^[A-Za-z]$/.test(inner) || (command.startsWith('math') && symbols.has(inner)))
    return [{ kind: 'letter', text: inner, spaced }];
  return [{ kind: 'words', text: inner, quoted: true, spaced }];
}

/** A plain run of letters: function, operator word, unit, product of variables, name or word. */
function splitLetters(word: string, afterNumber: boolean, spaced: boolean): Token[] {
  const fn = functions.get(word);
  if (fn) return [{ kind: 'function', text: fn, spaced }];
  const plain = plainWords.get(word);
  if (plain) {
    return symbols.has(plain)
      ? [{ kind: 'letter', text: plain, spaced }]
      : [{ kind: 'op', text: plain, spaced }];
  }
  if (word.length === 1) return [{ kind: 'letter', text: word, spaced }];
  if (afterNumber && isUnitWord(word))
    return [{ kind: 'words', text: word, quoted: false, spaced }];
  const joined = /^(or|and)([A-Z])$/.exec(word);
  if (joined) {
    return [
      { kind: 'op', text: joined[1] ?? '', spaced },
      { kind: 'letter', text: joined[2] ?? '', spaced: false },
    ];
  }
  if (/^[A-Z]+$/.test(word)) return [{ kind: 'letter', text: word, spaced }];
  const led = /^(sin|cos|tan|ln|log|sqrt|exp)([a-z]{1,2})$/.exec(word);
  if (led) {
    const rest = splitLetters(led[2] ?? '', false, false);
    return [{ kind: 'function', text: functions.get(led[1] ?? '') ?? '', spaced }, ...rest];
  }
  const trailing = /^([a-z])(pi)$|^(pi)([a-z]{1,2})$/.exec(word);
  if (trailing) {
    return trailing[1]
      ? [
          { kind: 'letter', text: trailing[1], spaced },
          { kind: 'op', text: 'pi', spaced: false },
        ]
      : [{ kind: 'op', text: 'pi', spaced }, ...splitLetters(trailing[4] ?? '', false, false)];
  }
  if (word.length > 3) return [{ kind: 'words', text: word, quoted: false, spaced }];
  return [...word].map((text, k) => ({ kind: 'letter', text, spaced: k === 0 && spaced }));
}
