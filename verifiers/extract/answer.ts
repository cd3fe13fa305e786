/**
 * Finds the final answer in a model's whole response. Tried in this order: the last box, unless a
 * "final answer" is stated after it; an <answer> tag; a #### line; "the answer is …"; a short
 * response that is nothing but the answer; the last mathematics; the last number. Reasoning inside
 * <think> does not count unless it is asked for. Every step is linear in the length.
 */
import { closingBrace, findBoxed } from './boxed.ts';
import { stripComments } from './comments.ts';
import { findMath, type Span } from './spans.ts';
import { lastTag } from './tag.ts';
import { stripThinking } from './think.ts';

/** Where an answer is looked for, in the order in which that is done. */
export const sources = [
  'box',
  'tag',
  'marker',
  'phrase',
  'choice',
  'whole',
  'math',
  'number',
] as const;
export type Source = (typeof sources)[number];

export interface Candidate {
  readonly text: string;
  readonly source: Source;
}

export interface ExtractOptions {
  /** `choice`: look for a multiple-choice letter where a formula would be looked for. */
  readonly want?: 'any' | 'choice';
  /** Where to look, in this order; what is not named is not looked at. */
  readonly sources?: readonly Source[];
  /** `keep`: an answer inside <think> counts as well. */
  readonly think?: 'strip' | 'keep';
  /** The last box, with those it is listed with (`joined`), or with all others. */
  readonly boxes?: 'last' | 'joined' | 'all';
  /** `strip`: LaTeX comments are not read. */
  readonly comments?: 'strip' | 'keep';
}

/** Only the end of a long response is searched for anything but boxes and tags. */
const tailLength = 64 << 10;

/** Most boxes joined into one answer. */
const maxJoined = 64;

const turnEnd = /<\|(?:im_start|im_end|eot_id|endoftext|end)\|>/;
const statement =
  /(?:final\s{1,9}answer|answer|choice|option|réponse|respuesta|antwort|ответ|result)\s{0,9}(?:is|are|est|es|ist|=|:)|final\s{1,9}answer\*{0,2}|答案(?:是|为|：|:)?/gi;

/** A response that is searched. */
interface Page {
  readonly text: string;
  readonly tail: string;
  readonly want: 'any' | 'choice';
  readonly boxes: 'last' | 'joined' | 'all';
}

const finders: Readonly<Record<Source, (page: Page) => Candidate | string | null>> = {
  box: inBox,
  tag: ({ text }) => lastTag(text, 'answer'),
  marker: afterMarker,
  phrase: ({ tail, want }) => lastStatement(tail, want)?.text ?? null,
  choice: ({ tail, want }) => (want === 'choice' ? choiceLetter(tail) : null),
  whole: ({ text }) => (isBare(text.trim()) ? text.trim() : null),
  math({ tail }) {
    const last = findMath(tail).at(-1);
    return last ? withPercent(tail, last) : null;
  },
  number: ({ tail }) => looseFormula(tail) ?? lastNumber(tail),
};

/** The final answer as it stands in the response; null when there is none. */
export function extractAnswer(response: string, options: ExtractOptions = {}): Candidate | null {
  const said = options.think === 'keep' ? response : stripThinking(response);
  const kept = options.comments === 'strip' ? stripComments(said) : said;
  const cut = kept.search(turnEnd);
  const text = cut > 0 ? kept.slice(0, cut) : kept;
  if (text.trim() === '') return null;
  const tail = text.length > tailLength ? text.slice(-tailLength) : text;
  const { want = 'any', boxes = 'joined' } = options;
  const page = { text, tail, want, boxes };
  for (const source of options.sources ?? sources) {
    const found = finders[source](page);
    if (found === null || found === '') continue;
    return typeof found === 'string' ? { text: found, source } : found;
  }
  return null;
}

/** The last box, or what is stated as the final answer after it. */
function inBox({ text, tail, want, boxes }: Page): Candidate | string | null {
  const box = lastBoxes(text, boxes);
  if (!box) return unclosedBox(text);
  const stated = lastStatement(tail, want);
  const later = stated?.final && text.length - tail.length + stated.at >= box.end;
  return later ? { text: stated.text, source: 'phrase' } : box.text;
}

function afterMarker({ text }: Page): string | null {
  const at = text.lastIndexOf('####');
  if (at < 0) return null;
  const [line] = text
    .slice(at + 4)
    .trimStart()
    .split('\n', 1);
  return line?.trim() ?? null;
}

/** The last boxes as one answer: `joined` where only "and", commas or spacing stand between them. */
function lastBoxes(text: string, which: Page['boxes']): { text: string; end: number } | null {
  const boxes = findBoxed(text).filter((b) => b.content.trim() !== '');
  const last = boxes.at(-1);
  if (!last) return null;
  if (which === 'last') return { text: last.content, end: last.end };
  const joined = [last.content];
  for (let k = boxes.length - 2; k >= 0 && joined.length < maxJoined; k--) {
    const [box, next] = [boxes[k], boxes[k + 1]];
    if (!box || !next) break;
    if (which === 'joined' && !isJoint(text.slice(box.end, next.start))) break;
    joined.unshift(box.content);
  }
  return { text: joined.join(', '), end: last.end };
}

/** Whether two boxes with this between them are one answer in parts. */
function isJoint(gap: string): boolean {
  if (gap.length > 60 || gap.includes('\n')) return false;
  const rest = gap
    .replace(/\\$/, '')
    .replace(/\\(?:text|mbox|textrm)\{([^{}]*)\}/g, '$1')
    .replace(/\\q?quad|\\[()[\],;: !]|[$,;+&]/g, ' ')
    .trim();
  return rest === '' || /^(?:and|or)$/i.test(rest) || /^[a-z]{1,15} (?:and|or)$/i.test(rest);
}

/** The content of a box that is never closed, up to the end of its line. */
function unclosedBox(text: string): string | null {
  const at = Math.max(text.lastIndexOf('\\boxed{'), text.lastIndexOf('\\fbox{'));
  const brace = text.indexOf('{', at);
  if (at < 0 || closingBrace(text, brace) >= 0) return null;
  const content = text.slice(brace + 1).split('\n', 1)[0] ?? '';
  const trimmed = content.replace(/[$\s]+$/, '');
  return trimmed === '' || trimmed === '}' ? null : trimmed;
}

interface Statement {
  readonly text: string;
  readonly at: number;
  /** Whether it says "final". */
  readonly final: boolean;
}

/** What the last "answer is …" with something after it says. */
function lastStatement(text: string, want: 'any' | 'choice'): Statement | null {
  const matches = [...text.matchAll(statement)];
  // A few attempts are enough: what stands before them is no final answer.
  for (const match of matches.slice(-4).reverse()) {
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 2_000);
    const picked = want === 'choice' ? (choiceAfter(after) ?? pick(after)) : pick(after);
    if (picked) return { text: picked, at: match.index, final: /final/i.test(match[0]) };
  }
  return null;
}

const lead = /^(?:[\s:：*=]|is\b|are\b|est\b)+/;

/** The answer in the text after "the answer is". */
function pick(after: string): string | null {
  const text = after.replace(lead, '');
  if (text === '') return null;
  const first = findMath(text)[0];
  if (first?.start === 0) return joinedSpans(text);
  const sentence = firstSentence(text);
  const verb = sentence.search(/\s(?:is|are|equals|was|be)\s(?!.*\s(?:is|are|equals|was|be)\s)/);
  if (verb >= 0) {
    const rest = sentence.slice(verb).replace(/^\s+\w+\s+/, '');
    if (rest !== '') return pickPlain(rest);
  }
  return pickPlain(sentence);
}

function pickPlain(sentence: string): string | null {
  const text = sentence.trim();
  if (text === '') return null;
  const first = findMath(text)[0];
  if (first?.start === 0) return joinedSpans(text);
  if (/^[-+−±(\\[{$|\d.]/.test(text) || isBare(text)) return text.slice(0, 500);
  if (first) return first.content;
  return looseFormula(text) ?? firstNumber(text) ?? text.slice(0, 200);
}

/** Spans from the first on while only commas, "and" or "or" stand between them. */
function joinedSpans(text: string): string {
  const spans = findMath(text);
  const [first] = spans;
  if (!first) return '';
  let joined = withPercent(text, first);
  for (let k = 1; k < spans.length; k++) {
    const [before, span] = [spans[k - 1], spans[k]];
    if (!before || !span) break;
    const gap = text.slice(before.end, span.start).trim().toLowerCase();
    if (!/^(?:,|and|or|, and|, or)$/.test(gap)) break;
    joined += `${gap.endsWith('or') ? ' \\text{ or } ' : ', '}${span.content}`;
  }
  return joined;
}

function withPercent(text: string, span: Span): string {
  return /^\s?\\?%/.test(text.slice(span.end, span.end + 3)) ? `${span.content}\\%` : span.content;
}

/** Up to a full stop that ends a sentence, or the end of the line. */
function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  const end = line.search(/[.。!](?:\s|$)/);
  return (end < 0 ? line : line.slice(0, end)).trim();
}

/** Whether the text is an answer alone: one line, no run of words that makes a sentence. */
function isBare(text: string): boolean {
  if (text.length > 400 || /\n\s*\S|[\u3040-\u9fff]|\\(?:boxed|fbox)/.test(text)) return false;
  const spans = findMath(text);
  const outside = spans.reduceRight((rest, s) => rest.slice(0, s.start) + rest.slice(s.end), text);
  if (spans.length > 0 && /\p{L}/u.test(outside)) return false;
  // "Therefore, 6*7 = 42" has its answer at the end.
  if (/\d/.test(text) && /^(?!sqrt|sin|cos|tan|log)\p{L}{3,}/u.test(text)) return false;
  const plain = text.replace(/\\[a-zA-Z]+/g, ' ').replace(/\{[^{}]*\}/g, ' ');
  const words = plain.match(/\p{L}{2,}/gu) ?? [];
  return words.length <= 2 && !/[.!?]\s+\S/.test(plain.replace(/\d\.\s/g, ''));
}

const numberPattern = /(?<![A-Za-z\d.\\])-?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?(?:\/\d+)?(?:\s?\\?%)?/gi;

/** The last number; with the one before it where both are offered: "42 or 43". */
function lastNumber(text: string): string | null {
  const tail = text.slice(-8_192);
  const [before, last] = [null, null, ...tail.matchAll(numberPattern)].slice(-2);
  if (!last) return null;
  const gap = before ? tail.slice(before.index + before[0].length, last.index) : '';
  const offered = /^,?\s{1,3}or(?:\s{1,3}(?:maybe|perhaps|possibly|even))?\s{1,3}$/i.test(gap);
  return offered && before ? `${before[0]} or ${last[0]}` : last[0];
}

function firstNumber(text: string): string | null {
  return text.matchAll(numberPattern).next().value?.[0] ?? null;
}

/** The last \frac or \sqrt outside delimiters, with its arguments. */
function looseFormula(text: string): string | null {
  const at = Math.max(
    text.lastIndexOf('\\frac'),
    text.lastIndexOf('\\dfrac'),
    text.lastIndexOf('\\sqrt'),
  );
  if (at < 0) return null;
  const match = /^\\[a-z]+(?:\[[^[\]]{0,20}\])?(?:\s*\{[^{}]{0,200}\}){1,2}/.exec(
    text.slice(at, at + 500),
  );
  if (!match) return null;
  const sign = /-\s*$/.exec(text.slice(Math.max(0, at - 3), at)) ? '-' : '';
  return sign + match[0];
}

/** The first letter that stands alone after "the answer is". */
function choiceAfter(after: string): string | null {
  const match = /(?:^|[^\p{L}])\(?([A-J])\)?(?![\p{L}'’])/u.exec(after.slice(0, 200));
  return match?.[1] ?? null;
}

/** A leading label, `C. text` or `(C) text` or `C Cecile`, or the last letter that stands alone. */
function choiceLetter(text: string): string | null {
  const lines = text.trim().split('\n');
  const label =
    /^\(?([A-J])(?:[.):]|\s+\p{Lu}\p{Ll})/u.exec(lines.at(-1)?.trim() ?? '') ??
    /^\(?([A-J])(?:[.):]|\s+\p{Lu}\p{Ll})/u.exec(lines[0]?.trim() ?? '');
  if (label?.[1]) return label[1];
  let last: string | null = null;
  for (const match of text.slice(-2_000).matchAll(/(?<![\p{L}\d])([A-HJ])(?![\p{L}\d'’])/gu))
    last = match[1] ?? last;
  return last;
}
