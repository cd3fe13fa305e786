/**
 * Lists in answers, whatever they are written in: JSON, Python, or bare words between commas. A
 * leaf is its text without quotes.
 */
import { unwrap } from './unwrap.ts';

export type Nested = string | readonly Nested[];

const maxDepth = 16;
const closing: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const token = /[[({\])},;\n]|"[^"\n]*"|'[^'\n]*'|[^[({\])},;\n"']+/y;

/**
 * The list; null when the brackets do not fit, a place between commas is empty or text stands
 * where none may. Without brackets around everything the parts make the list.
 */
export function readNested(answer: string): readonly Nested[] | null {
  const text = unwrap(answer, { keepStop: true }).replace(/\.$/, '');
  const stack: { items: Nested[]; close: string; open: boolean }[] = [
    { items: [], close: '', open: true },
  ];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const part = token.exec(text)?.[0];
    if (part === undefined) return null;
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

/** A flat list; null when a list stands in it. */
export function readList(answer: string): readonly string[] | null {
  const items = readNested(answer);
  return items?.every((item): item is string => typeof item === 'string') ? items : null;
}
