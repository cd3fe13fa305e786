/**
 * Lists in answers, whatever they are written in: JSON, Python, or bare words between commas. A
 * leaf is its text without quotes.
 */
import { unwrap } from './unwrap.ts';

export type Nested = string | readonly Nested[];

const maxDepth = 16;
const closing: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
/** Every character that ends a bare word. */
const marks = '[](){},;\n"\'';

/**
 * The list; null when the brackets do not fit, a place between commas is empty or text stands
 * where none may. Without brackets around everything the parts make the list.
 */
export function readNested(answer: string): readonly Nested[] | null {
  const text = unwrap(answer, { keepStop: true }).replace(/\.$/, '');
  const stack: { items: Nested[]; close: string; open: boolean }[] = [
    { items: [], close: '', open: true },
  ];
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at);
    if (end === at) return null;
    const part = text.slice(at, end);
    at = end;
    const top = stack.at(-1) as (typeof stack)[number];
    if (part === '\n') {
      top.open = true;
    } else if (part === ',' || part === ';') {
      // after a value only; a comma at the end of a list is free
      if (top.items.length === 0 || top.open) return null;
      top.open = true;
    } else if (closing[part]) {
      if (!top.open || stack.length > maxDepth) return null;
      stack.push({ items: [], close: closing[part] as string, open: true });
    } else if (part === ']' || part === ')' || part === '}') {
      if (part !== top.close) return null;
      stack.pop();
      const parent = stack.at(-1) as (typeof stack)[number];
      parent.items.push(top.items);
      parent.open = false;
    } else if (part.trim() !== '') {
      if (!top.open) return null;
      const quoted = part.startsWith('"') || part.startsWith("'");
      top.items.push(quoted ? part.slice(1, -1).trim() : part.trim());
      top.open = false;
    }
  }
  if (stack.length !== 1) return null;
  const { items } = stack[0] as (typeof stack)[number];
  return items.length === 1 && Array.isArray(items[0]) ? items[0] : items;
}

/** Where the mark, the quoted text or the bare word ends that begins here; `at` for an open quote. */
function tokenEnd(text: string, at: number): number {
  const first = text[at] as string;
  if (first === '"' || first === "'") {
    let end = at + 1;
    while (end < text.length && text[end] !== first && text[end] !== '\n') end++;
    return text[end] === first ? end + 1 : at;
  }
  if (marks.includes(first)) return at + 1;
  let end = at + 1;
  while (end < text.length && !isMark(text.charCodeAt(end))) end++;
  return end;
}

const markUnits = new Uint8Array(128);
for (const mark of marks) markUnits[mark.charCodeAt(0)] = 1;
const isMark = (unit: number) => markUnits[unit] === 1;

/** A flat list; null when a list stands in it. */
export function readList(answer: string): readonly string[] | null {
  const items = readNested(answer);
  return items?.every((item): item is string => typeof item === 'string') ? items : null;
}
