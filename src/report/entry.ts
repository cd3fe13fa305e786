/** What the report is told of one row, and what it keeps of the few that it shows. */
import type { Verdict } from '../../verifiers/contract.ts';

export interface Entry {
  readonly id: string | number;
  readonly file: string;
  /** Its number in the file, from 0. */
  readonly row: number;
  /** The data source that the row names. */
  readonly source: string | null;
  readonly verifier: unknown;
  /** One a response, in their order. */
  readonly verdicts: readonly Verdict[];
  /** The responses, or as much of them as there is, in the order of the verdicts. */
  readonly response: readonly string[];
  readonly reference: unknown;
}

/** One response of a row, as it is judged suspicious or not. */
export interface Judged {
  readonly verifier: string;
  readonly verdict: Verdict;
  readonly response: string;
  /** The reference's answers as text; none for verifiers without one. */
  readonly answers: readonly string[];
}

/** A row to show: everything cut to size. */
export interface Example {
  readonly id: string;
  readonly place: string;
  readonly verifier: string;
  readonly source: string | null;
  readonly cause: string;
  readonly reward: number | null;
  readonly ms: number;
  readonly flags: readonly string[];
  readonly message: string | null;
  readonly judged: string | null;
  readonly reference: string;
  readonly response: string;
  /** What the sign saw. */
  readonly detail: string | null;
}

const maxShort = 200;
const maxReference = 400;
const headLength = 240;
const tailLength = 560;

/** @param k which of the row's responses. */
export function exampleOf(entry: Entry, k: number, detail: string | null = null): Example {
  const verdict = entry.verdicts[k] as Verdict;
  const several = entry.verdicts.length > 1;
  return {
    id: cut(`${entry.id}`, maxShort) + (several ? `, response ${k + 1}` : ''),
    place: `${cutStart(entry.file, maxShort)}, row ${entry.row}`,
    verifier: nameOf(entry.verifier),
    source: entry.source === null ? null : cut(entry.source, maxShort),
    cause: verdict.cause,
    reward: verdict.reward,
    ms: verdict.ms,
    flags: (verdict.flags ?? []).slice(0, 8).map((flag) => cut(flag, 60)),
    message: verdict.message === undefined ? null : cut(verdict.message, 2 * maxShort),
    judged: verdict.extracted === undefined ? null : cut(verdict.extracted, maxReference),
    reference: cut(referenceText(entry.reference), maxReference),
    response: middleCut(entry.response[k] ?? ''),
    detail,
  };
}

export function nameOf(verifier: unknown): string {
  return typeof verifier === 'string' && verifier !== '' ? cut(verifier, 60) : 'unknown';
}

/** Answers are found at a response's end: more of the end is kept. */
function middleCut(text: string): string {
  if (text.length <= headLength + tailLength) return text;
  const left = text.length - headLength - tailLength;
  return `${text.slice(0, headLength)}\n… ${left} characters …\n${text.slice(-tailLength)}`;
}

export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function cutStart(text: string, length: number): string {
  return text.length > length ? `…${text.slice(1 - length)}` : text;
}

/** The reference for a person: its answer where there is one, otherwise its data. */
function referenceText(reference: unknown): string {
  const answers = answersOf(reference);
  if (answers.length > 0) return answers.join(' or ');
  if (typeof reference === 'string') return reference;
  return dataText(reference, 3);
}

const maxAnswers = 8;
const maxAnswerLength = 400;

/** The answers that a reference holds as text: `answer`, `answers`, a puzzle's `entry.answer`. */
export function answersOf(reference: unknown): string[] {
  if (!isRecord(reference)) return [];
  const { answer, answers, entry, choices } = reference;
  const listed = Array.isArray(answers) ? answers.slice(0, maxAnswers) : [];
  const found = [answer, ...listed, isRecord(entry) ? entry.answer : undefined];
  // a choice is right by its letter or by its words
  if (isRecord(choices) && typeof answer === 'string' && Object.hasOwn(choices, answer)) {
    found.push(choices[answer]);
  }
  return found
    .filter((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'bigint')
    .map((one) => `${one}`.trim())
    .filter((text) => text !== '' && text.length <= maxAnswerLength);
}

/** Data as text without walking all of it: a code reference may hold megabytes of tests. */
function dataText(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(cut(value, 120));
  if (typeof value !== 'object' || value === null) return `${value}`;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (depth === 0) return `${open}…${close}`;
  const inner: string[] = [];
  for (const key in value) {
    if (inner.length === 6) {
      inner.push('…');
      break;
    }
    const text = dataText((value as Record<string, unknown>)[key], depth - 1);
    inner.push(Array.isArray(value) ? text : `${cut(key, 40)}: ${text}`);
  }
  return `${open}${inner.join(', ')}${close}`;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
