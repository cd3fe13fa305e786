/**
 * Theory of operation. Python jobs in a worker process. Every sample gets an interpreter in an
 * isolate that no other sample has used, taken from a small stock made while the process is idle.
 * Within a sample, `script` cases run one after another in that isolate, each from the image again;
 * the other kinds load the program once and call it; a test body that runs apart has a second
 * interpreter, which asks the first. What stops a turn from outside (time, output,
 * a trap, an exit) makes the next case start from the image.
 *
 * Covers: everything a RunResult says, decided from what the machine saw, never from the program's
 * words alone; a program may forge its own value or error text, not a neighbour's. Does not cover:
 * threads (run at start), processes, sockets, signals from timers, packages outside the standard
 * library.
 */
import { maxValueBytes } from '../codec.ts';
import type { Case } from '../contract.ts';
import type { Job } from '../visits.ts';
import type { JobHandler, JobOutput } from '../worker/child.ts';
import { openParts } from './image.ts';
import { type Interpreter, openInterpreter } from './interpreter.ts';
import { failure, judge, type Outcome, type Request, requestOf } from './outcome.ts';

/** Interpreters made ahead; each holds about 25 MiB. */
const stocked = 2;
/** The interpreter itself needs about 32 MiB before a program has anything. */
const leastMemoryMb = 64;

export async function openPython(): Promise<JobHandler> {
  const parts = openParts();
  const stock: Interpreter[] = [];
  const fill = (): void => {
    while (stock.length < stocked) stock.push(openInterpreter(parts));
  };
  fill();
  return {
    async run(job, out) {
      const sample = openSample(job, () => stock.pop() ?? openInterpreter(parts));
      try {
        for (const [index, one] of job.cases.entries()) sample.run(one, index, out);
      } finally {
        sample.dispose();
      }
    },
    async idle() {
      fill();
    },
    [Symbol.dispose]() {
      for (const interpreter of stock.splice(0)) interpreter.dispose();
    },
  };
}

/** The state of one sample between its cases. */
function openSample({ program, limits }: Job, take: () => Interpreter) {
  let interpreter: Interpreter | null = null;
  let second: Interpreter | null = null;
  let state: 'fresh' | 'loaded' | 'used' = 'fresh';
  let left = limits.totalMs;
  /** Set when loading has failed for good: what every further case gets. */
  let doom: Outcome | null = null;

  function ready(): Interpreter {
    interpreter ??= take();
    if (state !== 'fresh') interpreter.reset();
    state = 'fresh';
    return interpreter;
  }

  function lose(): void {
    interpreter?.dispose();
    interpreter = null;
    state = 'fresh';
  }

  /** One request to the driver within the time that is left. */
  function ask(request: Request, stdin: string, until: number): Outcome {
    const input = inputOf(request, stdin);
    const turn = (interpreter as Interpreter).turn(input, until - performance.now());
    if (turn.kind === 'lost') lose();
    else if (turn.kind === 'timeout' || turn.end !== 'returned') state = 'used';
    return judge(turn, request.do === 'script');
  }

  const inputOf = (request: Request, stdin: string) => ({
    request: Buffer.from(JSON.stringify(request)),
    stdin: Buffer.from(stdin),
    outputBytes: limits.outputBytes,
    replyBytes: maxValueBytes + 65536,
    heapBytes: Math.max(leastMemoryMb, limits.memoryMb) << 20,
    fileBytes: limits.diskMb << 20,
  });

  /** A test body in an interpreter of its own. What stops the program from outside stops it too. */
  function runApart(request: Request, until: number): Outcome {
    if (second) second.reset();
    second ??= take();
    let trouble: Outcome | null = null;
    const turn = second.turn(inputOf(request, ''), until - performance.now(), (question) => {
      trouble ??= interpreter ? null : failure('memory_limit');
      if (trouble) throw new Error('no answer');
      const words = Buffer.from(question).toString('utf8');
      const answer = ask({ do: 'answer', question: words }, '', until);
      const raised = answer.status === 'runtime_error' && state === 'loaded';
      if (answer.status !== 'ok' && !raised) {
        trouble = answer;
        throw new Error('no answer');
      }
      return Buffer.from(raised ? `E${answer.error}` : `V${answer.value}`);
    });
    if (turn.kind === 'lost') {
      second.dispose();
      second = null;
    }
    if (trouble) return trouble;
    const result = judge(turn, false);
    return result.error?.startsWith('NotApart: ') ? failure('not_apart') : result;
  }

  function runCase(one: Case, until: number): Outcome {
    if (one.kind === 'script') {
      const result = ask(requestOf(one, program), one.stdin, until);
      if (interpreter) state = 'used';
      return result;
    }
    if (state !== 'loaded') {
      const load = ask(
        { do: 'load', source: program.source, files: program.files ?? {} },
        '',
        until,
      );
      if (load.status !== 'ok') {
        doom = load;
        return load;
      }
      state = 'loaded';
    }
    if (one.kind === 'check' && one.names) return runApart(requestOf(one, program), until);
    const result = ask(requestOf(one, program), '', until);
    const missing = result.status === 'ok' && one.kind !== 'check' && result.value === undefined;
    return missing ? { ...result, status: 'runtime_error', error: 'no result' } : result;
  }

  return {
    run(one: Case, index: number, out: JobOutput): void {
      const settled = left <= 0 ? failure('time_limit') : one.kind === 'script' ? null : doom;
      if (settled) {
        out.result(index, { ...settled, ms: 0 });
        return;
      }
      if (state !== 'loaded' || one.kind === 'script') ready();
      out.start(index);
      const start = performance.now();
      const result = runCase(one, start + Math.min(limits.testMs, left));
      const ms = performance.now() - start;
      left -= ms;
      out.result(index, { ...result, ms });
    },
    dispose() {
      interpreter?.dispose();
      second?.dispose();
    },
  };
}
