/**
 * Several processes behind one port. This one listens and hands connections out in turns
 * (node:cluster), answers what they ask of the hub, starts a process anew when one dies, and drains
 * them all in the end. It judges nothing itself, and no request passes through it.
 */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { entryPoint } from '../../../sandbox/entry.ts';
import type { Config } from '../../config.ts';
import { Room } from '../../engine/room.ts';
import { AssayError, type ErrorCode, errorTable } from '../../errors.ts';
import { openClients } from '../clients.ts';
import { type Count, LocalHub, type Release } from './hub.ts';
import type { FromMember, Question, ToMember } from './messages.ts';

/** A process that dies sooner than this after its start waits before it is started again. */
const youngMs = 5_000;
const longestPauseMs = 30_000;
/** How long a process may take to say what it has counted. */
const countMs = 1_000;
/** What a draining process may take beyond `drainMs` before it is killed. */
const graceMs = 5_000;

export interface Processes extends AsyncDisposable {
  readonly url: string;
  /** Of the members that live. */
  readonly pids: readonly number[];
  close(): Promise<void>;
}

/** @throws AssayError or the error that kept the first processes from listening. */
export async function openProcesses(config: Config, log: Logger): Promise<Processes> {
  const primary = new Primary(config, log);
  try {
    return await primary.open();
  } catch (error) {
    await primary.close();
    throw error;
  }
}

interface Member {
  readonly worker: Worker;
  /** What it holds of the hub, by the id of its question. */
  readonly held: Map<number, Release>;
  readonly bornAt: number;
}

class Primary implements Processes {
  url = '';
  readonly #config: Config;
  readonly #log: Logger;
  readonly #hub: LocalHub;
  readonly #room: Room;
  readonly #members = new Set<Member>();
  readonly #counts = new Map<number, (value: unknown) => void>();
  #asked = 0;
  #pauseMs = 500;
  #closing: Promise<void> | null = null;

  constructor(config: Config, log: Logger) {
    this.#config = config;
    this.#log = log;
    this.#hub = new LocalHub(openClients(config));
    this.#room = new Room(config.sandboxConcurrency);
  }

  get pids(): readonly number[] {
    return [...this.#members].flatMap(({ worker }) => worker.process.pid ?? []);
  }

  async open(): Promise<this> {
    const exec = fileURLToPath(entryPoint('./member', import.meta.url));
    cluster.setupPrimary({ exec, args: [], execArgv: [], serialization: 'json' });
    const started = Array.from({ length: this.#config.processes }, () => this.#start());
    [this.url = ''] = await Promise.all(started);
    this.#log.info({ url: this.url, processes: started.length }, 'all processes listen');
    return this;
  }

  /** Resolves with the address when the process listens. */
  async #start(): Promise<string> {
    const worker = cluster.fork();
    const member: Member = { worker, held: new Map(), bornAt: performance.now() };
    this.#members.add(member);
    const listening = Promise.withResolvers<string>();
    worker.on('message', (message: FromMember) => {
      if (message.kind === 'listening') listening.resolve(message.url);
      else if (message.kind === 'failed') listening.reject(faultOf(message));
      else this.#receive(member, message);
    });
    worker.once('exit', (code, signal) => {
      this.#members.delete(member);
      for (const release of member.held.values()) release();
      listening.reject(new Error(`Expected a process that listens, got exit ${signal ?? code}`));
      if (this.#closing === null && this.url !== '') void this.#replace(member, signal ?? code);
    });
    worker.on('error', () => {}); // a message to one that has just died
    this.#say(member, { kind: 'serve', config: ownShare(this.#config) });
    return listening.promise;
  }

  async #replace({ worker, bornAt }: Member, how: string | number): Promise<void> {
    this.#log.warn({ pid: worker.process.pid, how }, 'a process died and is started anew');
    if (performance.now() - bornAt < youngMs) {
      await sleep(this.#pauseMs, undefined, { ref: false });
      this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs);
    } else this.#pauseMs = 500;
    if (this.#closing !== null) return;
    // one that cannot listen exits, and is replaced in its turn
    this.#start().catch(({ message }: Error) => {
      this.#log.error({ message }, 'a process did not start');
      worker.process.kill('SIGKILL');
    });
  }

  #receive(member: Member, message: FromMember): void {
    switch (message.kind) {
      case 'ask':
        void this.#answer(member, message);
        return;
      case 'over':
        member.held.get(message.id)?.();
        member.held.delete(message.id);
        return;
      case 'counted':
        this.#counts.get(message.id)?.(message.value);
        this.#counts.delete(message.id);
    }
  }

  async #answer(member: Member, { id, what, value }: Asked): Promise<void> {
    try {
      const answer = await this.#find(member, id, what, value);
      this.#say(member, { kind: 'answer', id, value: answer });
    } catch (error) {
      const { code, message, retryAfterS } =
        error instanceof AssayError ? error : new AssayError('internal', 'The hub failed');
      this.#say(member, { kind: 'refusal', id, code, message, retryAfterS });
    }
  }

  async #find(member: Member, id: number, what: Question, value: unknown): Promise<unknown> {
    const { experiments } = this.#hub;
    switch (what) {
      case 'lease':
        return this.#hold(member, id, await this.#room.take());
      case 'enter':
        return this.#hold(member, id, await this.#hub.enter(value as string));
      case 'collect':
        return this.#collect(value as Count);
      case 'names':
        return experiments.names();
      case 'get':
        return experiments.get(value as string);
      case 'put':
        return experiments.put(value as Parameters<typeof experiments.put>[0]);
      case 'delete':
        return experiments.delete(value as string);
    }
  }

  /** What a process holds is free again when it is over, or when the process is. */
  #hold(member: Member, id: number, release: Release): null {
    if (this.#members.has(member)) member.held.set(id, release);
    else release();
    return null;
  }

  /** A process that does not answer is left out. */
  async #collect(what: Count): Promise<readonly unknown[]> {
    const bound = new AbortController();
    const late = sleep(countMs, undefined, { signal: bound.signal }).catch(() => undefined);
    const asked = [...this.#members].map((member) => {
      const id = this.#asked++;
      const told = new Promise<unknown>((resolve) => this.#counts.set(id, resolve));
      this.#say(member, { kind: 'count', id, what });
      return Promise.race([told, late]).finally(() => this.#counts.delete(id));
    });
    const all = await Promise.all(asked);
    bound.abort();
    return all.filter((value) => value !== undefined);
  }

  #say({ worker }: Member, message: ToMember): void {
    if (worker.isConnected()) worker.send(message);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const left = [...this.#members];
    const gone = Promise.all(left.map(({ worker }) => exited(worker)));
    for (const member of left) this.#say(member, { kind: 'close' });
    const bound = new AbortController();
    const late = sleep(this.#config.drainMs + graceMs, 'late', { signal: bound.signal });
    const ended = await Promise.race([gone, late.catch(() => {})]);
    bound.abort();
    if (ended !== 'late') return;
    for (const { worker } of this.#members) worker.process.kill('SIGKILL');
    await gone;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

type Asked = Extract<FromMember, { kind: 'ask' }>;

/** The threads are shared out; what bounds programs is asked of the hub. */
function ownShare(config: Config): Config {
  const threads = Math.max(1, Math.floor(config.threads / config.processes));
  return { ...config, threads };
}

function faultOf({ code, message }: Extract<FromMember, { kind: 'failed' }>): Error {
  if (code in errorTable) return new AssayError(code as ErrorCode, message);
  return Object.assign(new Error(message), { code });
}

async function exited(worker: Worker): Promise<void> {
  if (!worker.isDead()) await once(worker, 'exit');
}
