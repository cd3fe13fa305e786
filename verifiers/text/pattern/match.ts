/**
 * Runs a pattern in time linear in the text: all its states step through the text together
 * (R. Pike's priorities give Perl's leftmost, first-alternative match). There is no backtracking,
 * and every state step is counted.
 */
import type { Budget } from '../../budget.ts';
import type { Program, Step } from './program.ts';
import { isWordCode, type Place, type Test } from './syntax.ts';

export interface Match {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

/** The leftmost match at or after `from`; null when there is none. @throws StepLimitError */
export function findMatch(
  program: Program,
  text: string,
  from: number,
  budget: Budget,
): Match | null {
  const { steps, starts } = program;
  const seen = new Float64Array(steps.length).fill(-1);
  let threads: Thread[] = [];
  let best: Match | null = null;

  for (let at = from; ; ) {
    if (starts && threads.length === 0 && !best) at = skipTo(starts, text, at, budget);
    // `threads` stand at `at`, in order of priority, before the step that reads a character.
    const ready: Thread[] = [];
    const enter = (step: number, start: number) =>
      spread(steps, { step, start }, text, at, seen, ready, budget);
    for (const thread of threads) enter(thread.step, thread.start);
    if (!best) enter(0, at);

    const code = text.codePointAt(at);
    const next = at + (code !== undefined && code > 0xffff ? 2 : 1);
    threads = [];
    for (const { step, start } of ready) {
      const todo = steps[step] as Step;
      if (todo.op === 'found') {
        best = { start, end: at };
        break; // what follows has a lower priority
      }
      if (todo.op === 'one' && code !== undefined && todo.test(code)) {
        threads.push({ step: step + 1, start });
      }
    }
    if (code === undefined || (best && threads.length === 0)) return best;
    at = next;
  }
}

/** The next offset whose character passes the test; the end of the text when none does. */
function skipTo(test: Test, text: string, from: number, budget: Budget): number {
  let at = from;
  while (at < text.length) {
    const code = text.codePointAt(at) as number;
    if (test(code)) break;
    at += code > 0xffff ? 2 : 1;
  }
  budget.spend(at - from);
  return at;
}

interface Thread {
  readonly step: number;
  readonly start: number;
}

/** One step of a thread, against one character passed over. */
const stepCost = 3;

/** Follows forks and places from a step to the steps that read a character or end the match. */
function spread(
  steps: readonly Step[],
  { step: first, start }: Thread,
  text: string,
  at: number,
  seen: Float64Array,
  ready: Thread[],
  budget: Budget,
): void {
  const stack = [first];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (seen[step] === at) continue;
    seen[step] = at;
    budget.spend(stepCost);
    const todo = steps[step] as Step;
    switch (todo.op) {
      case 'fork':
        stack.push(todo.second, todo.first);
        break;
      case 'at':
        if (holds(todo.place, text, at)) stack.push(step + 1);
        break;
      case 'not': {
        const code = text.codePointAt(at);
        if (code === undefined || !todo.test(code)) stack.push(step + 1);
        break;
      }
      default:
        ready.push({ step, start });
    }
  }
}

function holds(place: Place, text: string, at: number): boolean {
  switch (place) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'final':
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
    case 'boundary':
      return isWordBoundary(text, at);
    case 'inside':
      return text !== '' && !isWordBoundary(text, at);
  }
}

/** Python's `\b` at a UTF-16 offset. */
export function isWordBoundary(text: string, at: number): boolean {
  return isWordBefore(text, at) !== isWordAfter(text, at);
}

function isWordAfter(text: string, at: number): boolean {
  const code = text.codePointAt(at);
  return code !== undefined && isWordCode(code);
}

function isWordBefore(text: string, at: number): boolean {
  if (at === 0) return false;
  const unit = text.charCodeAt(at - 1);
  const isTail = unit >= 0xdc00 && unit <= 0xdfff && at > 1;
  return isWordCode((isTail ? text.codePointAt(at - 2) : unit) as number);
}
