/**
 * Finds the one final answer of a response: the last `\boxed{…}`, else the last `<answer>` tag,
 * else what follows the last "Answer:" or "the answer is", else the whole text or its last line.
 *
 * What is asserted last counts; two boxes side by side, or a box followed by "or", assert nothing.
 * A box left open or left empty is not repaired from the text around it.
 */
import { findBoxed } from '../../extract/boxed.ts';
import { lastTag } from '../../extract/tag.ts';
import { stripThinking } from '../../extract/think.ts';

export type FinalAnswer =
  | {
      readonly status: 'found';
      /** What to judge, as written. */
      readonly text: string;
      readonly from: 'box' | 'tag' | 'marker' | 'line';
      /** With `line`: the whole response, where it is short enough to be an answer itself. */
      readonly whole?: string;
    }
  | {
      readonly status: 'missing';
      readonly cause: 'no_answer' | 'wrong_format' | 'ambiguous_answer';
      readonly message: string;
    };

/** Longest piece of text that is parsed as an answer, in UTF-16 units. */
export const maxAnswerLength = 4_000;

const missing = (
  cause: 'no_answer' | 'wrong_format' | 'ambiguous_answer',
  message: string,
): FinalAnswer => ({ status: 'missing', cause, message });

/** @param form `answer` when the response is the bare answer and nothing has to be looked for. */
export function finalAnswer(response: string, form: 'text' | 'answer'): FinalAnswer {
  if (form === 'answer') return found(response, 'line', response);
  const text = stripThinking(response).trim();
  if (text === '') return missing('no_answer', 'Expected an answer, got no text outside thinking');
  const boxed = fromBoxes(text);
  if (boxed) return boxed;
  const tagged = lastTag(text, 'answer');
  if (tagged !== null) return found(tagged, 'tag');
  const marked = fromMarkers(text);
  if (marked !== null) return found(marked, 'marker');
  const line = text.slice(text.lastIndexOf('\n') + 1).trim();
  return found(line, 'line', text.length <= 1_000 ? text : undefined);
}

function found(raw: string, from: 'box' | 'tag' | 'marker' | 'line', whole?: string): FinalAnswer {
  const text = raw.trim();
  if (text === '') return missing('no_answer', 'Expected an answer, got an empty one');
  if (text.length > maxAnswerLength) {
    return missing(
      'wrong_format',
      `Expected an answer of at most ${maxAnswerLength} characters, got ${text.length}`,
    );
  }
  return whole === undefined || whole.length > maxAnswerLength
    ? { status: 'found', text, from }
    : { status: 'found', text, from, whole: whole.trim() };
}

const boxOpening = /\\(?:boxed|fbox)[ \t]*\{/;
/** Words and marks that offer a further answer instead of replacing the one before. */
const alternative =
  /^[\s$\\()[\].,;/|&]*(?:(?:or|and|either|xor|maybe|perhaps)\b[\s$\\()[\],:]*)*$/i;
const hedgeAfter = /^[\s$\\()[\].,;]*(?:\bor\b|\/|\|)/i;

function fromBoxes(text: string): FinalAnswer | null {
  const boxes = findBoxed(text);
  const last = boxes.at(-1);
  const rest = last ? text.slice(last.end) : text;
  if (boxOpening.test(rest))
    return missing('wrong_format', 'Expected a closed box, got an open one');
  if (!last) return null;
  const before = boxes.at(-2);
  if (before && before.content.trim() !== last.content.trim()) {
    const between = text.slice(before.end, last.start);
    if (between.length < 80 && alternative.test(between)) {
      return missing('ambiguous_answer', 'Expected one boxed answer, got two side by side');
    }
  }
  if (hedgeAfter.test(rest.slice(0, 40))) {
    return missing('ambiguous_answer', 'Expected one boxed answer, got an alternative after it');
  }
  return found(last.content, 'box');
}

/**
 * "Answer:", "**Final Answer:**", `"answer":`, "the answer is", "the correct option is", "答案是". Every quantifier is
 * bounded, so that one scan stays linear. Fullwidth letters are read as their ASCII ones.
 */
const marker =
  /\b(?:answers?|ans|(?:correct|right|best)\s(?:option|choice|letter))\b[*_"'\s]{0,6}(?:[:=]|(?:is|are)\b(?:\s{0,3}:)?)[*_\s]{0,8}|答案\s{0,3}(?:[是为為]\s{0,3}:?|:)\s{0,8}|^#{1,6}\s{0,3}(?:the\s{1,3})?(?:final\s{1,3})?answer\s{0,3}[:.]?\s{0,8}$/gim;

function fromMarkers(text: string): string | null {
  const ascii = text.replace(/[\uFF01-\uFF5E]/g, (c) =>
    String.fromCharCode(c.charCodeAt(0) - 0xfee0),
  );
  let end = -1;
  marker.lastIndex = 0;
  for (let found = marker.exec(ascii); found; found = marker.exec(ascii)) {
    end = found.index + found[0].length;
  }
  if (end < 0) return null;
  const rest = text.slice(end, end + 4 * maxAnswerLength).trimStart();
  const line = rest.split('\n', 1)[0] ?? '';
  return jsonString(line) ?? line.replace(/^["'](.*)["']$/, '$1');
}

/** `"C"}` after `"answer":` is C. */
function jsonString(line: string): string | null {
  const found = /^"([^"\\]{0,400})"\s{0,4}[,}]/.exec(line);
  return found?.[1] ?? null;
}
