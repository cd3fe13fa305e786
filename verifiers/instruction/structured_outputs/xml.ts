/**
 * XML as the usual converter to dictionaries reads it: an element is its text, null when empty, or
 * an object of its children, `@name` for attributes and `#text` for text beside them; children of
 * one name are a list. What is not well-formed is refused; so is a document type with declarations,
 * since entities of its own can grow without end.
 */
import type { Budget } from '../../budget.ts';
import { strip } from '../../text/python.ts';
import { DocumentError } from './document-error.ts';

export type Element = { [name: string]: unknown };

interface Open {
  readonly name: string;
  readonly fields: Element;
  text: string;
}

const maxDepth = 200;
const nameAt = /[\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*/uy;
const blankAt = /[ \t\r\n]*/y;
const attributeAt =
  /[ \t\r\n]+([\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^<"]*)"|'([^<']*)')/uy;
const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** @throws DocumentError, StepLimitError */
export function readXml(source: string, budget: Budget): Element {
  budget.spend(source.length);
  const text = source.replaceAll('\r\n', '\n');
  const root: Open = { name: '', fields: Object.create(null), text: '' };
  const open: Open[] = [root];
  let at = 0;

  const fail = (expected: string): never => {
    throw new DocumentError(`expected ${expected} at character ${at}`);
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  /** Skips what begins here and ends with `end`; gives what is between. */
  const until = (start: string, end: string): string => {
    const stop = text.indexOf(end, at + start.length);
    if (stop < 0) return fail(end);
    const inner = text.slice(at + start.length, stop);
    at = stop + end.length;
    return inner;
  };
  const addText = (piece: string) => {
    const top = open.at(-1) as Open;
    if (top === root && strip(piece) !== '') fail('one element around everything');
    top.text += piece;
  };

  const tag = () => {
    at++;
    const name = match(nameAt)?.[0] ?? fail('a name');
    const fields: Element = Object.create(null);
    for (let found = match(attributeAt); found; found = match(attributeAt)) {
      const key = `@${found[1]}`;
      if (key in fields) fail('an attribute once');
      fields[key] = unescaped(found[2] ?? found[3] ?? '', fail);
    }
    match(blankAt);
    if (open.length === 1 && Object.keys(root.fields).length > 0)
      fail('one element around everything');
    if (open.length > maxDepth) fail(`at most ${maxDepth} elements inside each other`);
    const element = { name, fields, text: '' };
    if (text.startsWith('/>', at)) {
      at += 2;
      close(element);
    } else if (text[at] === '>') {
      at++;
      open.push(element);
    } else fail('the end of the tag');
  };
  const close = ({ name, fields, text: inner }: Open) => {
    const { fields: outer } = open.at(-1) as Open;
    const kept = strip(inner);
    const value = Object.keys(fields).length === 0 ? kept || null : withText(fields, kept);
    const before = outer[name];
    if (!(name in outer)) outer[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else outer[name] = [before, value];
  };

  while (at < text.length) {
    if (text[at] !== '<') {
      const stop = text.indexOf('<', at);
      const end = stop < 0 ? text.length : stop;
      const piece = text.slice(at, end);
      if (piece.includes(']]>')) fail('text without ]]>');
      addText(unescaped(piece, fail));
      at = end;
    } else if (text.startsWith('<!--', at)) {
      if (until('<!--', '-->').includes('--')) fail('a comment without --');
    } else if (text.startsWith('<![CDATA[', at)) {
      addText(until('<![CDATA[', ']]>'));
    } else if (text.startsWith('<?', at)) {
      if (/^xml\s/i.test(text.slice(at + 2, at + 6)) && at > 0) fail('the declaration first');
      until('<?', '?>');
    } else if (text.startsWith('<!DOCTYPE', at)) {
      if (until('<!DOCTYPE', '>').includes('[')) fail('a document type without declarations');
    } else if (text.startsWith('</', at)) {
      at += 2;
      const name = match(nameAt)?.[0];
      match(blankAt);
      const last = open.pop() as Open;
      if (open.length === 0 || last.name !== name || text[at] !== '>')
        fail('the end of an element');
      at++;
      close(last);
    } else tag();
  }
  if (open.length > 1 || Object.keys(root.fields).length === 0) fail('a whole element');
  return root.fields;
}

function withText(fields: Element, text: string): Element {
  if (text !== '') fields['#text'] = text;
  return fields;
}

function unescaped(text: string, fail: (expected: string) => never): string {
  return text.replace(/&([^;&]{0,12}(?:;|$))?/g, (_, body: string | undefined) => {
    const name = body?.endsWith(';') ? body.slice(0, -1) : '';
    if (Object.hasOwn(entities, name)) return entities[name] as string;
    const [, hex, decimal] = /^#(?:x([\da-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : -1;
    const valid = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff);
    if (!valid || (code >= 0xd800 && code <= 0xdfff)) return fail('an entity of XML');
    return String.fromCodePoint(code);
  });
}
