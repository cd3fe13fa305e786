/**
 * Theory of operation. What surrounds an interpreter for one turn: its files, its three standard
 * streams, its randomness. Made afresh for every turn, so nothing of it outlives a case.
 * Self-contained: see ../source.ts.
 */
import type { Files } from './files.ts';
import type { Device, NodeDetails, Tree, TreeCaps } from './tree.ts';

export interface TurnInput {
  /** What the driver is asked to do, JSON text (see ../driver.py). */
  readonly request: Uint8Array;
  readonly stdin: Uint8Array;
  /** Caps, bytes: each output stream, the driver's reply, linear memory, all files together. */
  readonly outputBytes: number;
  readonly replyBytes: number;
  readonly heapBytes: number;
  readonly fileBytes: number;
}

/** A device that keeps what is written to it. */
export interface Collector extends Device {
  all(): Uint8Array;
}

/** Bytes to bytes: what a test body asks of the program, and the answer. */
export type Ask = (question: Uint8Array) => Uint8Array;

export interface WorldDeps {
  readonly stdlib: Uint8Array;
  makeTree(caps: TreeCaps, now: () => number): Tree;
  makeFiles(tree: Tree): Files;
  /** Unwinds the program because a stream is full. */
  full(): never;
}

export function makeWorld(input: TurnInput, deps: WorldDeps, ask: Ask | null) {
  function collector(cap: number): Collector {
    const chunks: Uint8Array[] = [];
    let size = 0;
    return {
      read: () => 0,
      write(from) {
        const chunk = from.slice(0, cap - size);
        chunks.push(chunk);
        size += chunk.length;
        return chunk.length < from.length ? deps.full() : chunk.length;
      },
      all() {
        const all = new Uint8Array(size);
        let at = 0;
        for (const chunk of chunks) {
          all.set(chunk, at);
          at += chunk.length;
        }
        return all;
      },
    };
  }

  // The same bytes in every run (xorshift32): a program's randomness must not change its verdict.
  let entropy = 0x2545f491;
  function fillRandom(into: Uint8Array): number {
    for (let i = 0; i < into.length; i++) {
      entropy ^= entropy << 13;
      entropy ^= entropy >>> 17;
      entropy ^= entropy << 5;
      into[i] = entropy >>> 8;
    }
    return into.length;
  }

  const caps = { bytes: input.fileBytes, nodes: 20_000, descriptors: 1024 };
  const tree = deps.makeTree(caps, Date.now);
  const files = deps.makeFiles(tree);
  const stdout = collector(input.outputBytes);
  const stderr = collector(input.outputBytes);
  const reply = collector(input.replyBytes);

  /** What is written before a read is a question; reads give the answer, then the end. */
  function oracle(put: Ask): Device {
    let question: Uint8Array[] = [];
    let answer: Uint8Array | null = null;
    return {
      write(from) {
        question.push(from.slice());
        return from.length;
      },
      read(into) {
        if (answer === null) {
          const size = question.reduce((sum, part) => sum + part.length, 0);
          const whole = new Uint8Array(size);
          let at = 0;
          for (const part of question) {
            whole.set(part, at);
            at += part.length;
          }
          question = [];
          answer = put(whole);
        }
        const taken = answer.subarray(0, into.length);
        into.set(taken);
        answer = taken.length === 0 ? null : answer.subarray(taken.length);
        return taken.length;
      },
    };
  }

  const sink = { read: () => 0, write: (from: Uint8Array) => from.length };
  const zero = { ...sink, read: (into: Uint8Array) => into.fill(0).length };
  const random = { ...sink, read: fillRandom };
  for (const path of ['/dev', '/run', '/tmp', '/home', '/home/user', '/lib', '/lib/python3.14']) {
    tree.install(path, 'dir');
  }
  const data: readonly (readonly [string, 'file' | 'dir', NodeDetails])[] = [
    ['/lib/python314.zip', 'file', { data: deps.stdlib, frozen: true }],
    ['/lib/python3.14/lib-dynload', 'dir', { frozen: true }],
    ['/lib/python3.14/site-packages', 'dir', { frozen: true }],
    ['/dev/stdin', 'file', { data: input.stdin, frozen: true }],
    ['/run/request', 'file', { data: input.request }],
  ];
  for (const [path, kind, details] of data) tree.install(path, kind, details);
  const devices: Record<string, Device> = {
    '/dev/null': sink,
    '/dev/zero': zero,
    '/dev/random': random,
    '/dev/urandom': random,
    '/dev/stdout': stdout,
    '/dev/stderr': stderr,
    '/run/reply': reply,
    ...(ask && { '/run/program': oracle(ask) }),
  };
  for (const [path, device] of Object.entries(devices)) tree.install(path, 'device', { device });
  tree.enter('/home/user');
  for (const [fd, path] of ['/dev/stdin', '/dev/stdout', '/dev/stderr'].entries()) {
    files.openAt(fd, tree.find(path), fd === 0 ? 0 : 1);
  }

  const environment = [
    'HOME=/home/user',
    'LANG=en_US.UTF-8',
    'PATH=/usr/bin:/bin',
    'PWD=/home/user',
    'PYTHONHASHSEED=0',
    'USER=user',
  ];

  return {
    tree,
    files,
    fillRandom,
    environment,
    stdout,
    stderr,
    reply,
    heapBytes: input.heapBytes,
  };
}
