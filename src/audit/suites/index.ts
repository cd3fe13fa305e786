/** The audit's own cases: what must earn nothing, what must earn full marks, what must end in time. */
import { readFileSync } from 'node:fs';
import { parseJson } from '../../../verifiers/json.ts';

export const suiteNames = ['exploits', 'idioms', 'hangs', 'answers'] as const;
export type SuiteName = (typeof suiteNames)[number];

export interface CodeTests {
  readonly kind: 'stdin' | 'function' | 'assert';
  readonly [field: string]: unknown;
}

export interface ProgramCase {
  readonly id: string;
  readonly why: string;
  readonly language: string;
  readonly tests: CodeTests;
  readonly code: string;
  /** Groups of the matrix; the suite's name where there is none. */
  readonly family?: string;
  /** What the runner must offer: threads, processes, signals. */
  readonly needs?: readonly string[];
}

/** A response with an answer in it, as math rewards are asked for. */
export interface AnswerCase {
  readonly id: string;
  readonly why: string;
  readonly response: string;
  readonly answer: string;
  readonly right: boolean;
}

/** @param name of a file of programs */
export function programs(name: 'exploits' | 'idioms' | 'hangs'): readonly ProgramCase[] {
  return read(name) as readonly ProgramCase[];
}

export function answers(): readonly AnswerCase[] {
  return read('answers') as readonly AnswerCase[];
}

/** Numbers are read without loss: some tests hold ones that JSON.parse would round. */
function read(name: SuiteName): readonly unknown[] {
  const text = readFileSync(new URL(`./${name}.jsonl`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => parseJson(line, { nonFinite: true }));
}
