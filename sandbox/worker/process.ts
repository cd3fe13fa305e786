/**
 * Theory of operation. One worker process seen from the host: started with an empty environment
 * and bounded memory, spoken to in frames, ended with SIGKILL and reaped. Nothing it says
 * is trusted beyond its shape: it may be killed or replaced at any time.
 *
 * Covers: no secrets in the child's environment or argv, RLIMIT_DATA, no core files, no orphans (the
 * child ends when its stdin closes), bounded stderr. Does not cover: what runs inside the process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { initPid, killInit } from '../bubblewrap.ts';
import { SandboxError } from '../contract.ts';
import { noEnvironment } from '../environment.ts';
import { encodeFrame, readFrames } from '../frames.ts';
import type { Job } from '../visits.ts';
import type { WorkerMessage } from './child.ts';

/** Where an enclosure tells the pid of the first process inside; its inputs follow. */
const statusFd = 3;
const startMs = 60_000;
const maxStderr = 8 << 10;
const maxStatus = 4 << 10;
const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path));

/** Whether the memory of worker processes can be bounded on this host. */
export const boundsMemory = prlimit !== undefined;

export interface WorkerSpec {
  readonly entry: URL;
  /**
   * Bound on the writable private memory of the process, MiB (RLIMIT_DATA). RLIMIT_AS will not do:
   * V8 reserves address space for every isolate that it never touches.
   */
  readonly dataMb: number;
  readonly nodeArgs?: readonly string[];
  /** Stack of the main thread, MiB (RLIMIT_STACK), where it can be set; default: the host's own. */
  readonly stackMb?: number;
  /** Walls around the process, where the host can hold them. */
  readonly enclosure?: Enclosure;
}

/** A program that starts another behind walls and ends with its exit code, or 128 and its signal. */
export interface Enclosure {
  /** The layers it adds. */
  readonly isolation: string;
  /** What it reads from descriptors of its own. */
  readonly inputs: readonly Uint8Array[];
  /** Its own argv, after which comes that of the process. @param status where it tells the pid. */
  argv(status: number, inputs: readonly number[]): readonly string[];
}

export type WorkerEvent = WorkerMessage | { readonly kind: 'exit'; readonly signal: string | null };

export interface WorkerProcess {
  /** Sends a job. Events arrive at `listener` until `done` or `exit`. */
  submit(job: Job, listener: (event: WorkerEvent) => void): void;
  /** SIGKILL; resolves when the process has been reaped. */
  kill(): Promise<void>;
  /** What it said when it broke, one short line. */
  readonly lastWords: string;
}

/** Starts a worker and waits until it is ready. @throws SandboxError when it does not get so far. */
export async function startWorker(spec: WorkerSpec): Promise<WorkerProcess> {
  const node = [
    process.execPath,
    '--no-node-snapshot',
    '--disable-warning=ExperimentalWarning',
    ...(spec.nodeArgs ?? []),
    fileURLToPath(spec.entry),
  ];
  const { enclosure } = spec;
  const inputs = enclosure?.inputs ?? [];
  const fds = inputs.map((_, i) => statusFd + 1 + i);
  const inside = [...(enclosure?.argv(statusFd, fds) ?? []), ...node];
  const argv = prlimit
    ? [
        prlimit,
        `--data=${spec.dataMb * 2 ** 20}`,
        '--core=0',
        ...(spec.stackMb === undefined ? [] : [`--stack=${spec.stackMb * 2 ** 20}`]),
        '--',
        ...inside,
      ]
    : inside;
  const child = spawn(argv[0] as string, argv.slice(1), {
    env: noEnvironment,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', ...inputs.map(() => 'pipe' as const)],
  });
  for (const [i, fd] of fds.entries()) {
    const input = child.stdio[fd] as Writable | null | undefined;
    input?.on('error', () => {}).end(inputs[i]);
  }
  const worker = wrap(child);
  await worker.ready;
  return worker;
}

function wrap(child: ChildProcess): WorkerProcess & { readonly ready: Promise<void> } {
  const { stdin, stdout, stderr } = child as ChildProcess & {
    stdin: NonNullable<ChildProcess['stdin']>;
    stdout: NonNullable<ChildProcess['stdout']>;
    stderr: NonNullable<ChildProcess['stderr']>;
  };
  let status = '';
  let listener: ((event: WorkerEvent) => void) | null = null;
  let said = '';
  let exited = false;
  const ready = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const end = () => {
    const init = initPid(status);
    if (init === undefined) child.kill('SIGKILL');
    else killInit(child, init); // the enclosure, our child, reaps it
  };
  const timer = setTimeout(end, startMs);

  const onExit = (signal: string | null, error?: Error) => {
    if (exited) return;
    exited = true;
    clearTimeout(timer);
    ready.reject(
      new SandboxError(
        'sandbox_unavailable',
        `Expected a worker process to start, got ${error?.message ?? `exit (${signal}) ${lastWords(said)}`}`,
      ),
    );
    const last = listener;
    listener = null;
    last?.({ kind: 'exit', signal });
    gone.resolve();
  };

  ready.promise.catch(() => {});
  child.on('error', (error) => onExit(null, error));
  child.on('close', (code, signal) => onExit(signal ?? signalOf(code)));
  (child.stdio[statusFd] as Readable | null | undefined)
    ?.on('error', () => {})
    .on('data', (text: Buffer) => {
      status = (status + text.toString('latin1')).slice(0, maxStatus);
    });
  stdin.on('error', () => {}); // the exit says it all
  stderr.setEncoding('utf8');
  stderr.on('data', (text: string) => {
    said = (said + text).slice(-maxStderr);
  });
  readFrames(
    stdout,
    (message) => {
      const event = message as WorkerMessage;
      if (event.kind === 'ready') {
        clearTimeout(timer);
        ready.resolve();
        return;
      }
      const current = listener;
      if (event.kind === 'done') listener = null;
      current?.(event);
    },
    end,
  );

  return {
    ready: ready.promise,
    get lastWords() {
      return lastWords(said);
    },
    submit(job, onEvent) {
      if (exited) {
        onEvent({ kind: 'exit', signal: null });
        return;
      }
      listener = onEvent;
      stdin.write(encodeFrame(job));
    },
    async kill() {
      end();
      await gone.promise;
    },
  };
}

/** Of a process that an enclosure stood in for. */
function signalOf(code: number | null): string | null {
  const [name] =
    Object.entries(constants.signals).find(([, number]) => number + 128 === code) ?? [];
  return name ?? null;
}

/** The first line that says something: V8 puts its reason there and a long stack after it. */
function lastWords(said: string): string {
  const line = said.split('\n').find((text) => /[a-z]{3}/i.test(text));
  return line?.replace(/^[#\s]+/, '').slice(0, 200) ?? 'no word';
}
