/**
 * Work saved: what was run is not run again. Results of deterministic programs are kept, least
 * recently used ones go first; a run that is under way is shared by those who ask for it meanwhile.
 *
 * A `script` case is kept by itself. Other cases share one load of their program, whose state lives
 * on from case to case, so they are kept as the whole row they were. Only what the program itself
 * decided is kept: a limit may have been met because the machine was busy.
 */
import { createHash } from 'node:crypto';
import type { Backend, Case, Limits, Program, RunOptions, RunResult } from './contract.ts';
import { SandboxError } from './contract.ts';

type Run = Backend['run'];

export interface MemoOptions {
  /** Most bytes of kept results, about; 0 keeps none and shares none. */
  readonly bytes: number;
}

/** Words of sources whose results may differ from run to run: clocks, chance, other processes. */
const chance =
  /time|date|clock|rand|secret|uuid|pid|thread|async|await|fork|process|exec|signal|\/proc|\/dev|\bid\(|addr|%p/i;
/** Longer sources are not looked through. */
const maxSource = 1 << 20;
const entryBytes = 256;

export function memoize(run: Run, { bytes: capacity }: MemoOptions): Run {
  if (capacity <= 0) return run;
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<readonly RunResult[]>>();
  let bytes = 0;

  const keep = (key: string, results: readonly RunResult[]): void => {
    if (kept.has(key)) return;
    const size = entryBytes + results.reduce((sum, result) => sum + sizeOf(result), 0);
    if (size > capacity / 8) return;
    kept.set(key, { results, size });
    bytes += size;
    for (const [oldest, entry] of kept) {
      if (bytes <= capacity) break;
      kept.delete(oldest);
      bytes -= entry.size;
    }
  };
  const recall = (key: string): readonly RunResult[] | undefined => {
    const found = kept.get(key);
    if (!found) return undefined;
    kept.delete(key);
    kept.set(key, found);
    return found.results;
  };

  /** Runs cases that belong together, unless that was done or is being done. */
  const once = async (
    key: string,
    program: Program,
    cases: readonly Case[],
    limits: Limits,
    options?: RunOptions,
  ): Promise<readonly RunResult[]> => {
    for (;;) {
      options?.signal?.throwIfAborted();
      const known = recall(key);
      if (known) return known;
      const other = running.get(key);
      if (other === undefined) break;
      try {
        return await unlessAborted(other, options?.signal);
      } catch (error) {
        // given up by the one who asked first: not by us
        if (!(error instanceof SandboxError && error.code === 'aborted')) throw error;
        if (options?.signal?.aborted) throw error;
      }
    }
    const own = run(program, cases, limits, options);
    running.set(key, own);
    try {
      const results = await own;
      if (results.every(isOwnDecision)) keep(key, results);
      return results;
    } finally {
      running.delete(key);
    }
  };

  return async (program, cases, limits, options) => {
    if (program.source.length > maxSource || chance.test(program.source)) {
      return run(program, cases, limits, options);
    }
    const shared = hash(program.language, program.source, JSON.stringify([program.files, limits]));
    const scripts = cases.every(({ kind }) => kind === 'script');
    if (!scripts) {
      return once(hash(shared, JSON.stringify(cases)), program, cases, limits, options);
    }
    return eachOnce(program, cases, limits, options, shared);
  };

  /** Scripts: those that are not known go in one run, so that they share what they can. */
  async function eachOnce(
    program: Program,
    cases: readonly Case[],
    limits: Limits,
    options: RunOptions | undefined,
    shared: string,
  ): Promise<readonly RunResult[]> {
    const keys = cases.map((one) => hash(shared, JSON.stringify(one)));
    const found = keys.map((key) => recall(key)?.[0]);
    const missing = [...new Map(keys.map((key, i) => [key, i])).values()].filter((i) => !found[i]);
    if (missing.length > 0) {
      const left = missing.map((i) => cases[i] as Case);
      const all = hash(shared, ...missing.map((i) => keys[i] as string));
      const results = await once(all, program, left, limits, options);
      missing.forEach((i, at) => {
        const result = results[at] as RunResult;
        found[i] = result;
        if (isOwnDecision(result)) keep(keys[i] as string, [result]);
      });
    }
    const byKey = new Map(keys.map((key, i) => [key, found[i]] as const).filter(([, r]) => r));
    return keys.map((key) => byKey.get(key) as RunResult);
  }
}

interface Kept {
  readonly results: readonly RunResult[];
  readonly size: number;
}

function isOwnDecision({ status, peer }: RunResult): boolean {
  const own = status === 'ok' || status === 'runtime_error' || status === 'compile_error';
  return own && (peer === undefined || isOwnDecision(peer));
}

function sizeOf({ stdout, stderr, value = '', peer }: RunResult): number {
  const own = 2 * (stdout.length + stderr.length + value.length) + entryBytes;
  return own + (peer ? sizeOf(peer) : 0);
}

function hash(...texts: readonly string[]): string {
  const digest = createHash('sha256');
  for (const text of texts) digest.update(`${text.length}:`).update(text);
  return digest.digest('base64');
}

/** Stops waiting when the signal aborts; the run goes on for the one who asked first. */
function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new SandboxError('aborted', 'The run was aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
