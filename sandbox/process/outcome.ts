/** What a warden tells of a program, as the result of a case. */
import type { RunResult, RunStatus } from '../contract.ts';
import type { Message } from './message.ts';

const maxError = 500;

/** The header of a `result` (guest/warden.py). */
interface Facts {
  readonly ms: number;
  /** Why the warden ended it. */
  readonly stop: string | null;
  readonly note: string;
  /** What of ours failed before the program's first line. */
  readonly fault: string | null;
  readonly compile: string | null;
  readonly loading?: boolean;
  /** A frame of the program; its text is the value. */
  readonly tag?: string;
  readonly who?: 'program' | 'body';
  /** Its end: wait status, most memory in KiB. */
  readonly how?: number;
  readonly rss?: number;
}

/** What a control group counted during the run. */
export interface Excess {
  readonly memory: boolean;
  readonly processes: boolean;
}

export interface Outcome {
  readonly result: RunResult;
  /** The program was still being loaded, so its other cases would end the same way. */
  readonly loading: boolean;
  /** The environment is gone. */
  readonly ended: boolean;
}

const stops: Readonly<Record<string, RunStatus>> = {
  time: 'time_limit',
  memory: 'memory_limit',
  output: 'output_limit',
  nonsense: 'runtime_error',
};

/** Frames of a program that failed (guest/program.py). */
const failures: Readonly<Record<string, RunStatus>> = {
  C: 'compile_error',
  M: 'memory_limit',
  P: 'process_limit',
  N: 'not_apart',
  E: 'runtime_error',
};

/** Our own fault, where there was one: no line of the program ran. */
export function faultOf({ header }: Message): string | null {
  return (header as unknown as Facts).fault;
}

/** @param kind what was asked: a program that must answer has not done so by ending. */
export function outcomeOf(message: Message, kind: 'script' | 'module', excess: Excess): Outcome {
  const facts = message.header as unknown as Facts;
  const [stdout = '', stderr = '', value = ''] = message.blobs.map((blob) => blob.toString('utf8'));
  const { tag, ms } = facts;
  const seen = {
    stdout,
    stderr,
    ms,
    ...(facts.rss !== undefined && { memoryMb: Math.round(facts.rss / 102.4) / 10 }),
  };
  const outcome = (result: RunResult): Outcome => ({
    result,
    loading: facts.loading === true || facts.compile !== null,
    ended: tag === undefined,
  });
  if (facts.loading && tag !== undefined && failures[tag] === undefined) {
    const error = 'spoke out of turn';
    return outcome({ status: 'runtime_error', exitCode: null, error, ...seen });
  }
  if (tag === 'V') return outcome({ status: 'ok', ...(value && { value }), exitCode: 0, ...seen });
  const failed = tag === undefined ? undefined : (failures[tag] ?? 'runtime_error');
  if (failed)
    return outcome({ status: failed, exitCode: 1, error: value.slice(0, maxError), ...seen });
  const stop = facts.stop === null ? undefined : stops[facts.stop];
  if (stop) {
    const error = facts.stop === 'nonsense' ? 'spoke out of turn' : facts.note;
    return outcome({ status: stop, exitCode: null, ...(error && { error }), ...seen });
  }
  const exitCode = facts.how === undefined ? null : codeOf(facts.how);
  if (facts.compile !== null) {
    return outcome({ status: 'compile_error', exitCode, error: facts.compile, ...seen });
  }
  if (exitCode === 0) {
    if (kind === 'script') return outcome({ status: 'ok', exitCode, ...seen });
    // an exit is no result, whatever its code
    const error = 'exited before there was a result';
    return outcome({ status: 'runtime_error', exitCode, error, ...seen });
  }
  const error = lastLine(stderr) || `exited with ${exitCode}`;
  return outcome({ status: resourceOf(error, facts, excess), exitCode, error, ...seen });
}

/** Exit code, or 128 + signal. */
function codeOf(how: number): number {
  const signal = how & 0x7f;
  return signal === 0 ? (how >> 8) & 0xff : 128 + signal;
}

function lastLine(text: string): string {
  const end = text.trimEnd();
  return end.slice(end.lastIndexOf('\n') + 1).slice(0, maxError);
}

const sigxfsz = 25;
const sigkill = 9;

/**
 * Which resource ran out, of a program that failed: what the kernel counted, else its own last
 * words. It may lie there, but only about why it failed.
 */
function resourceOf(error: string, { how }: Facts, excess: Excess): RunStatus {
  if (excess.memory && (how === undefined || (how & 0x7f) === sigkill)) return 'memory_limit';
  // nothing inside can end the first process of its name space: the kernel did, for want of memory
  if (how === undefined) return 'memory_limit';
  if ((how & 0x7f) === sigxfsz) return 'disk_limit';
  for (const [status, pattern] of lastWords) if (pattern.test(error)) return status;
  return excess.processes ? 'process_limit' : 'runtime_error';
}

/** How runtimes say it on the last line of stderr. */
const lastWords: readonly (readonly [RunStatus, RegExp])[] = [
  [
    'memory_limit',
    /^(MemoryError|numpy\.[\w.]*_ArrayMemoryError)\b|std::bad_alloc|OutOfMemoryError/,
  ],
  ['memory_limit', /^fatal error: (runtime: )?(out of memory|cannot allocate memory)/],
  ['memory_limit', /memory allocation of \d+ bytes failed|[Cc]annot allocate memory/],
  ['process_limit', /can't start new thread|^BlockingIOError: \[Errno 11\]/],
  [
    'process_limit',
    /fork: (retry: )?Resource temporarily unavailable|unable to create native thread/,
  ],
  ['file_limit', /\[Errno 24\]|Too many open files/],
  ['disk_limit', /\[Errno 28\]|No space left on device|\[Errno 27\]|File too large/],
];
