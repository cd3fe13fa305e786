/** What a turn of the machine means for its case, and what the driver is asked for a case. */
import type { Case, Files, Program, RunResult, RunStatus } from '../contract.ts';
import type { Turn } from './interpreter.ts';

/** A result before its time is known. */
export type Outcome = Omit<RunResult, 'ms'>;

/** What the driver is asked to do (see driver.py). */
export interface Request {
  readonly do: 'script' | 'load' | 'call' | 'eval' | 'check' | 'answer' | 'apart';
  readonly [argument: string]: string | null | readonly string[] | Files;
}

/** The driver's request for a case. */
export function requestOf(one: Case, program: Program): Request {
  switch (one.kind) {
    case 'script':
      return {
        do: 'script',
        source: program.source,
        args: one.args ?? [],
        files: { ...program.files, ...one.files },
      };
    case 'call':
      return { do: 'call', fn: one.fn, args: one.args };
    case 'eval':
      return { do: 'eval', expression: one.expression, setup: one.setup ?? null };
    case 'check':
      return one.names
        ? { do: 'apart', code: one.code, names: one.names }
        : { do: 'check', code: one.code };
  }
}

export const failure = (status: RunStatus, error?: string): Outcome => ({
  status,
  stdout: '',
  stderr: '',
  exitCode: null,
  ...(error === undefined ? {} : { error }),
});

/** How much of a flood is kept: it is never compared. */
const shownOfFlood = 65_536;

/**
 * The outcome of one turn. The machine decides; the driver's reply only explains.
 * @param script the turn ends as a process does, by an exit; for other turns an exit is a failure.
 */
export function judge(turn: Turn, script: boolean): Outcome {
  if (turn.kind === 'timeout') return failure('time_limit');
  if (turn.kind === 'lost') return failure('memory_limit', turn.message.slice(0, 200));
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
  const shown = { stdout: text(turn.stdout), stderr: text(turn.stderr) };
  const reply = readReply(text(turn.reply));
  switch (turn.end) {
    case 'output_limit':
      return {
        status: 'output_limit',
        stdout: shown.stdout.slice(0, shownOfFlood),
        stderr: shown.stderr.slice(0, shownOfFlood),
        exitCode: null,
      };
    case 'stack_overflow':
      return {
        ...shown,
        status: 'runtime_error',
        exitCode: turn.exitCode,
        error: 'RecursionError: the native stack is used up',
      };
    case 'trap':
      return {
        ...shown,
        status: turn.heapRefused ? 'memory_limit' : 'runtime_error',
        exitCode: turn.exitCode,
        error: turn.message.slice(0, 200) || 'aborted',
      };
    case 'exited': {
      if (!script) {
        const error = `exited with ${turn.exitCode} before there was a result`;
        return { ...shown, status: 'runtime_error', error, exitCode: turn.exitCode };
      }
      if (reply.error === undefined && turn.exitCode === 0) {
        return { ...shown, status: 'ok', exitCode: 0 };
      }
      return { ...shown, ...blame(reply), exitCode: turn.exitCode };
    }
    case 'returned': {
      if (turn.exitCode !== 0 || !reply.given || reply.error !== undefined) {
        return { ...shown, ...blame(reply), exitCode: 1 };
      }
      const value = reply.value === '' ? {} : { value: reply.value };
      return { ...shown, ...value, status: 'ok', exitCode: 0 };
    }
  }
}

interface Reply {
  /** Whether there was anything to be read. */
  readonly given: boolean;
  readonly error?: string;
  readonly kind?: unknown;
  readonly value: string;
}

/** The driver's reply, which the program may have forged or spoilt. */
function readReply(text: string): Reply {
  const end = text.indexOf('\n');
  if (end < 0 || end > 65_536) return { given: false, value: '' };
  try {
    const head = JSON.parse(text.slice(0, end)) as { error?: unknown; kind?: unknown } | null;
    const error = typeof head?.error === 'string' ? { error: head.error.slice(0, 500) } : {};
    return { given: true, ...error, kind: head?.kind, value: text.slice(end + 1) };
  } catch {
    return { given: false, value: '' };
  }
}

function blame(reply: Reply): Pick<RunResult, 'status' | 'error'> {
  const status: Record<string, RunStatus> = { compile: 'compile_error', memory: 'memory_limit' };
  return {
    status: status[String(reply.kind)] ?? 'runtime_error',
    ...(reply.error === undefined ? {} : { error: reply.error }),
  };
}
