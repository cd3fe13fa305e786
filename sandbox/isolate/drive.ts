/** Enters the candidate, lets its promises and timers run until a case is decided, and makes that a result. */
import type { RunResult } from '../contract.ts';
import { failed } from '../visits.ts';
import type { Clock } from './clock.ts';
import { type CaseState, InterruptedError, type Realm } from './realm.ts';

export function drive(
  realm: Realm,
  entry: 'call' | 'keep' | 'body' | 'main' | 'settle',
  args: readonly unknown[],
  clock: Clock,
  drain = entry === 'body',
): RunResult {
  return toResult(run(realm, entry, args, clock, drain), clock.ms());
}

/** @param drain a main program ends when no timer is left */
export function run(
  realm: Realm,
  entry: string,
  args: readonly unknown[],
  clock: Clock,
  drain: boolean,
): CaseState {
  try {
    let state = realm.invoke(entry, args, clock.left());
    while (state.kind === 'pending') state = realm.invoke('poll', [drain], clock.left());
    return state;
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return ended(realm, error, clock);
  }
}

/** A promise nobody waits for was rejected: Node ends with code 1, or with that of process.exit. */
export function ended(realm: Realm, error: unknown, clock: Clock): CaseState {
  const last = realm.invoke('output', [], clock.left());
  return { ...last, kind: last.exit === null ? 'failed' : 'done', error: text(error) };
}

export function toResult(state: CaseState, ms: number): RunResult {
  const output = { stdout: state.stdout ?? '', stderr: state.stderr ?? '', ms };
  if (state.kind === 'failed') {
    const error = state.error ?? 'Error';
    const status = error.endsWith('Array buffer allocation failed')
      ? 'memory_limit'
      : 'runtime_error';
    return { status, exitCode: 1, error, ...output };
  }
  const exitCode = state.exit ?? 0;
  if (exitCode !== 0) {
    return { status: 'runtime_error', exitCode, error: `exit code ${exitCode}`, ...output };
  }
  const value = state.value === undefined ? {} : { value: state.value };
  return { status: 'ok', exitCode, ...value, ...output };
}

/** Turns what was thrown while untrusted code ran into a result of the program. */
export function guarded(clock: Clock, run: () => RunResult): RunResult {
  try {
    return run();
  } catch (error) {
    if (error instanceof InterruptedError) return failed(error.interruption, clock.ms());
    return { ...failed('runtime_error', clock.ms()), exitCode: 1, error: text(error) };
  }
}

export function text(error: unknown): string {
  try {
    return error instanceof Error
      ? `${error.name}: ${error.message}`.slice(0, 500)
      : String(error).slice(0, 500);
  } catch {
    return 'Error';
  }
}
