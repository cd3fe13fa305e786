/**
 * Runs a pattern in time linear in the text: all its states step through the text together
 * (K. Thompson 1968; R. Pike's priorities give Perl's leftmost, first-alternative match). There is
 * no backtracking, and every state step is counted.
 */
import type { Budget } from '../../budget.ts';
import { isWordCode, type Node, PatternError, type Place, type Test } from './syntax.ts';

type Step =
  | { readonly op: 'one'; readonly test: Test }
  | { readonly op: 'at'; readonly place: Place }
  /** Goes on only where the next character is not in the set: the end of a possessive repeat. */
  | { readonly op: 'not'; readonly test: Test }
  | { readonly op: 'fork'; first: number; second: number }
  | { readonly op: 'found' };

export type Program = readonly Step[];

const maxSteps = 5_000;

/** Lays a pattern out as steps. @throws PatternError when counted repeats make it too long. */
export function compile(root: Node): Program {
  const steps: Step[] = [];
  const push = (step: Step): number => {
    if (steps.length >= maxSteps) throw new PatternError('a pattern that is too long');
    return steps.push(step) - 1;
  };
  const fork = () => {
    const step = { op: 'fork' as const, first: 0, second: 0 };
    return { step, at: push(step) };
  };

  function lay(node: Node): void {
    switch (node.kind) {
      case 'one':
        push({ op: 'one', test: cached(node.test) });
        return;
      case 'at':
        push({ op: 'at', place: node.place });
        return;
      case 'sequence':
        for (const item of node.items) lay(item);
        return;
      case 'choice':
        layChoice(node.options);
        return;
      case 'repeat':
        layRepeat(node);
    }
  }

  function layChoice(options: readonly Node[]): void {
    const exits: { first: number; second: number }[] = [];
    for (const [i, option] of options.entries()) {
      if (i === options.length - 1) {
        lay(option);
        break;
      }
      const branch = fork();
      branch.step.first = steps.length;
      lay(option);
      exits.push(fork().step);
      branch.step.second = steps.length;
    }
    for (const exit of exits) exit.first = exit.second = steps.length;
  }

  function layRepeat({ item, min, max, manner }: Node & { kind: 'repeat' }): void {
    for (let i = 0; i < min; i++) lay(item);
    const leave: (() => void)[] = [];
    const optional = () => {
      const { step, at } = fork();
      const inside = steps.length;
      if (manner === 'lazy') step.second = inside;
      else step.first = inside;
      leave.push(() => {
        if (manner === 'lazy') step.first = steps.length;
        else step.second = steps.length;
      });
      return at;
    };
    if (max === Number.POSITIVE_INFINITY) {
      const loop = optional();
      lay(item);
      const back = fork().step;
      back.first = back.second = loop;
    } else {
      for (let i = min; i < max; i++) {
        optional();
        lay(item);
      }
    }
    if (manner === 'possessive' && item.kind === 'one')
      layPossessiveEnd(item.test, leave, min, max);
    else for (const patch of leave) patch();
  }

  /** Leaving early is allowed only where the next character would not have been taken. */
  function layPossessiveEnd(test: Test, leave: (() => void)[], min: number, max: number): void {
    const full = max === Number.POSITIVE_INFINITY || max === min ? undefined : fork().step;
    for (const patch of leave) patch();
    if (leave.length > 0) push({ op: 'not', test: cached(test) });
    if (full) full.first = full.second = steps.length;
  }

  lay(root);
  push({ op: 'found' });
  return steps;
}

/** Answers for ASCII are remembered. */
function cached(test: Test): Test {
  const known = new Uint8Array(128);
  return (code) => {
    if (code >= 128) return test(code);
    if (known[code] === 0) known[code] = test(code) ? 2 : 1;
    return known[code] === 2;
  };
}

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
  const seen = new Float64Array(program.length).fill(-1);
  let threads: Thread[] = [];
  let best: Match | null = null;

  for (let at = from; ; ) {
    // `threads` stand at `at`, in order of priority, before the step that reads a character.
    const ready: Thread[] = [];
    const enter = (step: number, start: number) =>
      spread(program, { step, start }, text, at, seen, ready, budget);
    for (const thread of threads) enter(thread.step, thread.start);
    if (!best) enter(0, at);

    const code = text.codePointAt(at);
    const next = at + (code !== undefined && code > 0xffff ? 2 : 1);
    threads = [];
    for (const { step, start } of ready) {
      const todo = program[step] as Step;
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

interface Thread {
  readonly step: number;
  readonly start: number;
}

/** Follows forks and places from a step to the steps that read a character or end the match. */
function spread(
  program: Program,
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
    budget.spend();
    const todo = program[step] as Step;
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
