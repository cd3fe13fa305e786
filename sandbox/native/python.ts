/**
 * Theory of operation. Python programs as visits to a namespaced process each: a script case is one
 * launch; call, eval and check cases share one launch and one load. The guest says `started` before
 * any untrusted code runs, so a launch that fails before that is our fault and any later silence,
 * noise or death is the program's. The clock is here, outside; the run ends when process 1 ends,
 * not when its output does.
 *
 * Covers: wall time, output and its draining, telling faults apart. Does not cover: what the
 * namespaces and rlimits cover (bubblewrap.ts, guest.py).
 */
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, RunResult, RunStatus } from '../contract.ts';
import { readFrames } from '../frames.ts';
import { failed, type Job, type Visit } from '../visits.ts';
import { type Host, launch, type Running } from './bubblewrap.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url));
const guestSource = read('./guest.py');
const runtimeSource = read('../languages/python/runtime.py');

/** How long a launch may take before it runs any untrusted code, milliseconds. */
const setupMs = 20_000;
/** How long output may trail the end of the run, milliseconds. */
const trailMs = 1_000;
const maxErrorText = 500;

type Frame =
  | { readonly kind: 'started' | 'start' | 'loaded' }
  | { readonly kind: 'compile_error'; readonly error: string }
  | { readonly kind: 'exit'; readonly code: number; readonly peakKb: number }
  | ({ readonly kind: 'result' } & Pick<RunResult, 'status' | 'value' | 'stdout' | 'stderr' | 'error'>);

export interface Place {
  readonly host: Host;
  readonly slot: number;
}

/** One visit: the first case if it is a script, else all cases up to the next script. */
export function visitPython(
  { host, slot }: Place,
  job: Job,
  give: (result: RunResult) => void,
  signal?: AbortSignal,
): Promise<Visit> {
  const [first] = job.cases as readonly [Case];
  const isScript = first.kind === 'script';
  const scriptAt = job.cases.findIndex(({ kind }) => kind === 'script');
  const cases = isScript ? [] : job.cases.slice(0, scriptAt < 0 ? undefined : scriptAt);
  const { limits, program } = job;
  const running = launch(
    {
      host,
      slot,
      diskMb: limits.diskMb,
      files: {
        'guest.py': guestSource,
        'runtime.py': runtimeSource,
        stdin: isScript ? wellFormed(first.stdin) : '',
        'job.json': JSON.stringify({
          source: program.source,
          cases: isScript ? [{ kind: 'script' }] : cases,
          memoryMb: limits.memoryMb,
          diskMb: limits.diskMb,
          processes: limits.processes,
          outputBytes: limits.outputBytes,
          cpuSeconds: Math.ceil(limits.totalMs / 1000) + 1,
        }),
      },
    },
    [],
  );
  return isScript
    ? watchScript(running, job, give, signal)
    : watchCases(running, { ...job, cases }, give, signal);
}

/** Node writes lone surrogates as U+FFFD by itself; this only names the choice. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8');

/** The clock over one launch: what stops it first is why it ended. */
function supervise(running: Running, signal: AbortSignal | undefined) {
  let stopped: RunStatus | 'aborted' | 'setup' | null = null;
  let timer: NodeJS.Timeout | undefined;
  const stop = (why: typeof stopped) => {
    stopped ??= why;
    running.kill();
  };
  const onAbort = () => stop('aborted');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const arm = (ms: number, why: typeof stopped) => {
    clearTimeout(timer);
    timer = setTimeout(() => stop(why), ms);
  };
  arm(setupMs, 'setup');
  return {
    arm,
    stop,
    stopped: () => stopped,
    /** Waits for the end; disarms everything. */
    async end(...streams: readonly Promise<unknown>[]) {
      const code = await running.exit;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      await Promise.race([Promise.all(streams), sleep(trailMs)]);
      if (stopped === 'aborted') throw signal?.reason;
      return code;
    },
  };
}

async function watchScript(
  running: Running,
  { limits }: Job,
  give: (result: RunResult) => void,
  signal?: AbortSignal,
): Promise<Visit> {
  const clock = supervise(running, signal);
  const flood = () => clock.stop('output_limit');
  const stdout = collect(running.stdout, limits.outputBytes, flood);
  const stderr = collect(running.stderr, limits.outputBytes, flood);
  let startedAt = 0;
  let ms = 0;
  let last: Frame | null = null;
  const frames = listen(running, (frame) => {
    if (frame.kind === 'started') {
      startedAt = performance.now();
      clock.arm(Math.min(limits.testMs, limits.totalMs), 'time_limit');
    } else {
      ms = performance.now() - startedAt;
      last ??= frame;
    }
  });
  await clock.end(stdout.done, stderr.done, frames);
  if (startedAt === 0) return { kind: 'never_started', detail: `bubblewrap: ${stderr.text()}` };
  const output = { stdout: stdout.text(), stderr: stderr.text(), ms: ms || performance.now() - startedAt };
  give(scriptResult(clock.stopped(), last, output, limits.memoryMb));
  return { kind: 'done' };
}

type Output = Pick<RunResult, 'stdout' | 'stderr' | 'ms'>;

function scriptResult(
  stopped: string | null,
  last: Frame | null,
  output: Output,
  memoryMb: number,
): RunResult {
  if (stopped) return { status: stopped as RunStatus, exitCode: null, ...output };
  if (last?.kind === 'compile_error') {
    return { status: 'compile_error', exitCode: 1, error: last.error, ...output };
  }
  if (last?.kind !== 'exit') return { status: 'runtime_error', exitCode: null, ...output };
  const { code } = last;
  if (code === 0) return { status: 'ok', exitCode: 0, ...output };
  const error = output.stderr.trimEnd().split('\n').at(-1)?.slice(0, maxErrorText) ?? '';
  return { status: blame(last, error, memoryMb), exitCode: code, error, ...output };
}

/** Which limit an unsuccessful end speaks of. The program's own word counts: all are its faults. */
function blame(exit: Frame & { kind: 'exit' }, error: string, memoryMb: number): RunStatus {
  const sigkill = -9;
  const sigxcpu = -24;
  if (exit.code === sigxcpu) return 'time_limit';
  if (error.startsWith('MemoryError')) return 'memory_limit';
  if (exit.code < 0 && (exit.code === sigkill || exit.peakKb > memoryMb * 1024 * 0.8)) {
    return 'memory_limit';
  }
  const refused = /^BlockingIOError: \[Errno 11\]|^RuntimeError: can't start new thread/;
  return refused.test(error) ? 'process_limit' : 'runtime_error';
}

async function watchCases(
  running: Running,
  { cases, limits }: Job,
  give: (result: RunResult) => void,
  signal?: AbortSignal,
): Promise<Visit> {
  const clock = supervise(running, signal);
  const flood = () => clock.stop('output_limit');
  const stdout = collect(running.stdout, limits.outputBytes, flood);
  const stderr = collect(running.stderr, limits.outputBytes, flood);
  let startedAt = 0;
  let loaded = false;
  let given = 0;
  let left = limits.totalMs;
  let exit: (Frame & { kind: 'exit' }) | null = null;
  const begin = () => {
    startedAt = performance.now();
    clock.arm(Math.max(1, Math.min(limits.testMs, left)), 'time_limit');
  };
  const frames = listen(running, (frame) => {
    switch (frame.kind) {
      case 'started':
      case 'start':
        begin();
        break;
      case 'loaded':
        loaded = true;
        break;
      case 'exit':
        exit ??= frame;
        break;
      case 'result': {
        if (given >= cases.length || clock.stopped()) break;
        const result = toResult(frame, performance.now() - startedAt);
        given++;
        left -= result.ms;
        give(result);
        begin();
      }
    }
  });
  await clock.end(stdout.done, stderr.done, frames);
  if (startedAt === 0) return { kind: 'never_started', detail: `bubblewrap: ${stderr.text()}` };
  if (given === cases.length) return { kind: 'done' };
  const ms = performance.now() - startedAt;
  const stopped = clock.stopped();
  const ended = exit as (Frame & { kind: 'exit' }) | null;
  const status = (stopped ?? (ended ? blame(ended, '', limits.memoryMb) : 'runtime_error')) as RunStatus;
  const error = stopped ? {} : { error: `the program ended (${ended?.code}) before it returned` };
  return { kind: 'ended', loading: !loaded, result: { ...failed(status, ms), ...error } };
}

const statuses: readonly RunStatus[] = [
  'ok',
  'compile_error',
  'runtime_error',
  'memory_limit',
  'output_limit',
];

/** A result frame held to its shape: the program can write these too. */
function toResult(frame: Frame & { kind: 'result' }, ms: number): RunResult {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const status = statuses.includes(frame.status) ? frame.status : 'runtime_error';
  return {
    status,
    stdout: text(frame.stdout),
    stderr: text(frame.stderr),
    exitCode: status === 'ok' ? 0 : 1,
    ms,
    ...(status === 'ok' && typeof frame.value === 'string' ? { value: frame.value } : {}),
    ...(frame.error === undefined ? {} : { error: text(frame.error).slice(0, maxErrorText) }),
  };
}

/** Hands on well-formed frames; resolves when no more can come. A bad frame ends the listening. */
function listen(running: Running, onFrame: (frame: Frame) => void): Promise<void> {
  return new Promise((resolve) => {
    running.frames.once('close', resolve);
    readFrames(
      running.frames,
      (message) => {
        const kind = (message as { kind?: unknown } | null)?.kind;
        if (typeof kind === 'string') onFrame(message as Frame);
      },
      () => running.kill(),
    );
  });
}

/** Drains a stream to its end, keeping at most `most` bytes. */
function collect(stream: Readable, most: number, onFlood: () => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < most) chunks.push(chunk.subarray(0, most - size));
    size += chunk.length;
    if (size > most) onFlood();
  });
  const done = new Promise<void>((resolve) => stream.once('close', resolve));
  return { done, text: () => Buffer.concat(chunks).toString('utf8') };
}
