/**
 * Theory of operation. One bubblewrap process and what is inside it, from spawn to reaping. It is
 * started with an empty environment and nothing of the program in argv; code and input go over a
 * socket. How it ended is bubblewrap's word on a descriptor the program never has; the exit of
 * the first process ends everything in the namespace, whoever still holds its output open.
 *
 * To end it early the inner init is killed, by the pid that bubblewrap told: the kernel then kills
 * all processes of that namespace, and bubblewrap, our child, reaps init and exits. Killing
 * bubblewrap itself would leave init a zombie to whoever is pid 1 of the host.
 *
 * Covers: start, end, kill, output caps, memory watch, no leftovers. Does not cover: clocks and
 * what an end means (script.ts, module.ts).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import type { Limits, RunStatus } from '../contract.ts';
import { capture } from './capture.ts';
import { type Frame, readTagged, writeBlobs } from './channel.ts';
import { reopen, reopenPipe } from './files.ts';
import type { Slot } from './slot.ts';
import { fds } from './walls.ts';
import { type Watch, watch } from './watch.ts';

/** Why we ended it. */
export interface Stop {
  readonly status: RunStatus | 'aborted' | 'finished';
  readonly error?: string;
}

export interface End {
  readonly kind: 'end';
  /** Absent when it ended by itself. */
  readonly stop?: Stop;
  /** Exit code of the program, 128 + signal where one killed it; null when bubblewrap knew none. */
  readonly exitCode: number | null;
  /** Why bubblewrap itself could not be started. */
  readonly fault?: string;
}

export type LaunchEvent = ({ readonly kind: 'frame' } & Frame) | End;

export interface Launch {
  send(blobs: readonly string[]): void;
  /**
   * The next frame, or the end. One call at a time.
   * @param limitMs after which the launch is stopped as `time_limit`.
   */
  next(limitMs: number): Promise<LaunchEvent>;
  /** Ends it unless it has ended; resolves when nothing of it is left. */
  stop(stop: Stop): Promise<End>;
  /** Starts the watch for memory and files. */
  guard(): void;
  /** stdout and stderr since the last call. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Ends it if need be and gives the pipes back. */
  close(): Promise<void>;
}

export interface LaunchSpec {
  readonly bwrap: string;
  /** Held data (files.ts): arguments of bubblewrap, seccomp filter, compiled guest.py. */
  readonly args: number;
  readonly filter: number;
  readonly guest: number;
  readonly command: readonly string[];
  readonly limits: Limits;
}

/** Frames not yet asked for: guest.py sends two in a row at its start, and never more. */
const maxWaiting = 2;
/** How long an ordered kill may take before the outer process is killed too. */
const killMs = 5_000;

export function launch(spec: LaunchSpec, slot: Slot): Launch {
  const { child, readers } = start(spec, slot);
  // both are absent when the process could not be started
  const stdio = child.stdio as readonly (Readable | Duplex | null | undefined)[];
  const statusStream = stdio[fds.status];
  const channel = stdio[fds.channel] as Duplex | null | undefined;
  const ended = Promise.withResolvers<End>();
  const frames: Frame[] = [];
  let wake: (() => void) | undefined;
  let status = '';
  let over: End | undefined;
  let stopped: Stop | undefined;
  let guarded = false;
  let watching: Watch | undefined;

  const stop = (why: Stop): void => {
    if (over || stopped) return;
    stopped = why;
    kill(child, initPid(status));
    const timer = setTimeout(() => child.kill('SIGKILL'), killMs);
    ended.promise.finally(() => clearTimeout(timer)).catch(() => {});
  };
  const flood = () => stop({ status: 'output_limit' });
  const stdout = capture(readers.stdout, spec.limits.outputBytes, flood);
  const stderr = capture(readers.stderr, spec.limits.outputBytes, flood);

  const guard = (): void => {
    const init = initPid(status);
    if (init === undefined || over || watching) return;
    const excess = (error: string) => stop({ status: 'memory_limit', error });
    watching = watch(init, spec.limits.memoryMb, excess);
  };
  const finish = (fault?: string): void => {
    if (over) return;
    watching?.stop();
    over = {
      kind: 'end',
      exitCode: exitCode(status),
      ...(stopped && { stop: stopped }),
      ...(fault !== undefined && { fault }),
    };
    ended.resolve(over);
    wake?.();
  };
  child.on('error', ({ message }) => finish(message));
  child.on('close', () => finish());
  statusStream?.setEncoding('latin1').on('data', (text: string) => {
    status = (status + text).slice(0, 4096);
    if (stopped && !over) kill(child, initPid(status));
    if (guarded) guard();
  });
  statusStream?.on('error', () => {});
  channel?.on('error', () => {}); // the end of the process says it all
  if (channel) {
    const broken = () => stop({ status: 'runtime_error', error: 'spoke out of turn' });
    readTagged(
      channel,
      (frame) => {
        frames.push(frame);
        if (frames.length > maxWaiting) broken();
        wake?.();
      },
      broken,
    );
  }

  return {
    send(blobs) {
      if (channel && !channel.destroyed) writeBlobs(channel, blobs);
    },
    async next(limitMs) {
      const timer = setTimeout(() => stop({ status: 'time_limit' }), Math.max(0, limitMs));
      try {
        for (;;) {
          const frame = stopped ? undefined : frames.shift();
          if (frame) return { kind: 'frame', ...frame };
          if (over) return over;
          const turn = Promise.withResolvers<void>();
          wake = turn.resolve;
          await turn.promise;
        }
      } finally {
        clearTimeout(timer);
        wake = undefined;
      }
    },
    stop(why) {
      stop(why);
      return ended.promise;
    },
    guard() {
      guarded = true;
      guard();
    },
    output: () => ({ stdout: stdout.take(), stderr: stderr.take() }),
    async close() {
      stop({ status: 'finished' });
      await ended.promise;
      await Promise.all([stdout.close(), stderr.close()]);
    },
  };
}

/** Spawns bubblewrap; of all descriptors opened for it, only the readers stay ours. */
function start(spec: LaunchSpec, slot: Slot) {
  const opened: number[] = [];
  const keep = (fd: number) => {
    opened.push(fd);
    return fd;
  };
  const readers: number[] = [];
  try {
    const [stdout, stderr] = [slot.stdout, slot.stderr].map((held) => {
      const ends = reopenPipe(held);
      readers.push(ends.reader);
      return keep(ends.writer);
    }) as [number, number];
    const [args, filter, guest] = [spec.args, spec.filter, spec.guest].map((held) =>
      keep(reopen(held)),
    ) as [number, number, number];
    const child = spawn(spec.bwrap, ['--args', `${fds.args}`, '--', ...spec.command], {
      env: {},
      cwd: '/',
      stdio: ['ignore', stdout, stderr, args, filter, 'pipe', 'pipe', guest], // as in `fds`
      ...(slot.uid !== undefined && { uid: slot.uid, gid: slot.uid }),
    });
    return { child, readers: { stdout: readers[0] as number, stderr: readers[1] as number } };
  } catch (error) {
    for (const fd of readers) closeSync(fd);
    throw error;
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

/** Pid of the inner init as the host sees it: bubblewrap tells it before the program starts. */
function initPid(status: string): number | undefined {
  const found = status.match(/"child-pid": (\d+)/);
  return found ? Number(found[1]) : undefined;
}

/** Told only when the program was really started. */
function exitCode(status: string): number | null {
  const found = status.match(/"exit-code": (\d+)/);
  return found ? Number(found[1]) : null;
}

function kill(child: ChildProcess, init: number | undefined): void {
  try {
    // a pid that bubblewrap has already reaped may belong to somebody else by now
    if (init !== undefined && parentOf(init) === child.pid) process.kill(init, 'SIGKILL');
  } catch {
    // it ended meanwhile
  }
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
