/**
 * Takes the wrapping off an answer that is right inside it: Markdown fences and emphasis, LaTeX
 * dollars and \boxed, quotes, a closing full stop. Strict scoring looks at the content alone.
 */
import { findBoxed } from '../../extract/boxed.ts';

const pairs: readonly (readonly [string, string])[] = [
  ['$$', '$$'],
  ['$', '$'],
  ['\\(', '\\)'],
  ['\\[', '\\]'],
  ['**', '**'],
  ['`', '`'],
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
];
const maxLayers = 8;
/** Every wrapping begins with one of these. */
const openers = '`$\\*"\'“';

/** `keepStop`: the text itself may end in a full stop. */
export function unwrap(answer: string, { keepStop = false } = {}): string {
  let text = (answer.includes('\r') ? answer.replaceAll('\r\n', '\n') : answer).trim();
  if (text === '' || !(openers.includes(text[0] as string) || text.endsWith('.'))) return text;
  for (let layer = 0; layer < maxLayers; layer++) {
    const inner = peel(text, keepStop);
    if (inner === text) break;
    text = inner.trim();
  }
  return text;
}

function peel(text: string, keepStop: boolean): string {
  if (text.startsWith('```') && text.endsWith('```') && text.length > 6) {
    const line = text.indexOf('\n');
    if (line > 0) return text.slice(line + 1, -3);
  }
  if (text.startsWith('\\boxed') || text.startsWith('\\fbox')) {
    const box = findBoxed(text)[0];
    if (box?.start === 0 && box.end === text.length) return box.content;
  }
  if (text.startsWith('\\text{') && text.endsWith('}')) return text.slice(6, -1);
  for (const [open, close] of pairs) {
    if (text.length <= open.length + close.length) continue;
    if (!text.startsWith(open) || !text.endsWith(close)) continue;
    const inner = text.slice(open.length, -close.length);
    if (!inner.includes(open)) return inner;
  }
  return text.endsWith('.') && !keepStop && !text.endsWith('..') ? text.slice(0, -1) : text;
}
