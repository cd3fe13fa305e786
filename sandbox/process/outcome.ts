/** What the end of a native program, or what guest.py says of it, means for its case. */
import type { RunResult, RunStatus } from '../contract.ts';
import type { End } from './launch.ts';

const maxError = 500;

/** guest.py's tags for a program that failed. */
export const failureTags: Readonly<Record<string, RunStatus>> = {
  C: 'compile_error',
  M: 'memory_limit',
  P: 'process_limit',
  E: 'runtime_error',
};

/**
 * A launch that ended, as the result of the case in flight. Which resource ran out is read from
 * the program's own last words: it may lie there, but only about why it failed.
 */
export function judgeEnd(
  end: End,
  output: { readonly stdout: string; readonly stderr: string },
  ms: number,
): RunResult {
  const { stop, exitCode } = end;
  if (stop && stop.status !== 'aborted' && stop.status !== 'finished') {
    const error = stop.error === undefined ? {} : { error: stop.error };
    return { status: stop.status, ...output, exitCode: null, ...error, ms };
  }
  if (exitCode === 0) return { status: 'ok', ...output, exitCode, ms };
  const error = lastLine(output.stderr) || `exited with ${exitCode}`;
  return { status: resourceOf(error), ...output, exitCode, error, ms };
}

function lastLine(text: string): string {
  const end = text.trimEnd();
  return end.slice(end.lastIndexOf('\n') + 1).slice(0, maxError);
}

function resourceOf(error: string): RunStatus {
  if (/^(MemoryError|numpy\.[\w.]*_ArrayMemoryError)\b/.test(error)) return 'memory_limit';
  if (/^RuntimeError: can't start new thread|^BlockingIOError: \[Errno 11\]/.test(error)) {
    return 'process_limit';
  }
  return 'runtime_error';
}
