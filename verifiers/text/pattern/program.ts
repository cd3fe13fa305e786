/**
 * Lays a pattern out as a list of steps that the matcher walks (K. Thompson's construction, 1968).
 * A step that reads a character goes on to the step after it.
 */
import { type Node, PatternError, type Place, type Test } from './syntax.ts';

export type Step =
  | { readonly op: 'one'; readonly test: Test }
  | { readonly op: 'at'; readonly place: Place }
  /** Goes on only where the next character is not in the set: the end of a possessive repeat. */
  | { readonly op: 'not'; readonly test: Test }
  /** Goes both ways; matches through `first` come before matches through `second`. */
  | { readonly op: 'fork'; first: number; second: number }
  | { readonly op: 'found' };

export interface Program {
  readonly steps: readonly Step[];
  /** True where a match may start; null when that cannot be told from one character. */
  readonly starts: Test | null;
}

const maxSteps = 5_000;
/** Repeats of an empty group lay no steps, so the laying is counted as well. */
const maxVisits = 50_000;

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

  let visits = 0;
  function lay(node: Node): void {
    if (++visits > maxVisits) throw new PatternError('a pattern that is too long');
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
  return { steps, starts: startTest(steps) };
}

/** What the first character of a match can be; null when a match may be empty or start at a place. */
function startTest(steps: readonly Step[]): Test | null {
  const tests: Test[] = [];
  const todo = [0];
  const seen = new Set(todo);
  for (const at of todo) {
    const step = steps[at] as Step;
    if (step.op === 'one') tests.push(step.test);
    else if (step.op !== 'fork') return null;
    else {
      for (const next of [step.first, step.second]) {
        if (!seen.has(next)) todo.push(next);
        seen.add(next);
      }
    }
  }
  return cached((code) => tests.some((test) => test(code)));
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
