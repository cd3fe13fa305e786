/**
 * Theory of operation. Native programs behind namespaces, seccomp and rlimits (level B), in a
 * control group where one can be made (level C). At most `concurrency` slots exist (slot.ts); a run
 * takes one, gives the warden as many cases at a time as can share an order (jobs.ts), and takes the
 * results as they come. A slot that shows anything unexpected is closed, and another made.
 *
 * Covers: choice of order, compile steps, retry of our own failures (visits.ts), aborts, release of
 * everything. Does not cover: what happens inside a slot.
 */
import {
  type Backend,
  type LanguageId,
  type Limits,
  type RunResult,
  SandboxError,
} from '../contract.ts';
import { type Language, languages } from '../languages/index.ts';
import { compileLimits } from '../languages/language.ts';
import { createPool } from '../pool.ts';
import { type Job, runInVisits, type Visit, type Visitor } from '../visits.ts';
import { type Artifact, artifactKey, createArtifacts } from './artifacts.ts';
import { type Cgroups, openCgroups } from './cgroup.ts';
import { findHost } from './host.ts';
import { compileOrder, type Order, orderOf } from './jobs.ts';
import type { Message } from './message.ts';
import { faultOf, outcomeOf } from './outcome.ts';
import { seccompFilters } from './seccomp.ts';
import { openSlot, type Slot } from './slot.ts';
import { openToolchains, type Toolchains } from './toolchains.ts';

export const isolation = 'namespaces+seccomp+rlimits';

export interface ProcessOptions {
  /** Runs at one time. */
  readonly concurrency: number;
  /** Make control groups. @throws where they cannot be made. */
  readonly cgroup?: boolean;
}

/** Orders after which a slot is replaced. */
const maxUses = 5_000;
/** guest/warden.py: PATIENCE, the limit itself included. */
const patience = 4;
/** What the warden may take on top of all limits before it is given up, milliseconds. */
const backstopMs = 20_000;

/**
 * @throws SandboxError `sandbox_unavailable` where bubblewrap or python3 is missing. Whether they
 *   work here is for `probeProcess` to say.
 */
export async function openProcessBackend(options: ProcessOptions): Promise<Backend> {
  const found = findHost();
  if (!found.ok) {
    const lacks = found.lacks.map(({ detail }) => detail).join('; ');
    throw new SandboxError('sandbox_unavailable', `Expected bubblewrap and python3: ${lacks}`);
  }
  const cgroups = options.cgroup ? requireCgroups() : null;
  const toolchains = openToolchains();
  const filters = seccompFilters(found.host.machine);
  const spec = { host: found.host, filters, shows: toolchains.shows, cgroups };
  const artifacts = createArtifacts();
  const pool = createPool<Slot>({
    size: options.concurrency,
    maxUses,
    create: () => openSlot(spec),
    destroy: (slot) => slot.close(),
  });
  const running = new Set<Slot>();
  let closed = false;

  const visit: Visitor = async (job, give, signal) => {
    const slot = await pool.acquire(signal);
    let healthy = false;
    const abort = () => slot.close();
    running.add(slot);
    try {
      signal?.addEventListener('abort', abort, { once: true });
      signal?.throwIfAborted();
      const end =
        (await prepare(slot, job, toolchains, (key, make) => artifacts.get(key, make))) ??
        (await take(slot, job, orderOf(job.program, job.cases, job.limits, toolchains), give));
      if (closed) throw new SandboxError('aborted', 'The sandbox was closed during the run');
      signal?.throwIfAborted();
      healthy = end.kind !== 'never_started';
      return end;
    } finally {
      signal?.removeEventListener('abort', abort);
      running.delete(slot);
      if (healthy) pool.release(slot);
      else await pool.discard(slot);
    }
  };

  return {
    level: cgroups ? 'cgroup' : 'namespaces',
    isolation: cgroups ? `${isolation}+cgroup` : isolation,
    languages: ['python', ...toolchains.ids],
    run(program, cases, limits, runOptions) {
      return runInVisits(visit, { program, cases, limits }, runOptions);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await Promise.all([...running].map((slot) => slot.close()));
      await pool[Symbol.asyncDispose]();
      cgroups?.close();
    },
  };
}

function requireCgroups(): Cgroups {
  try {
    return openCgroups();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'no reason';
    throw new SandboxError('sandbox_unavailable', `Expected control groups: ${why}`, { cause });
  }
}

/** Gives an order and passes its results on. */
async function take(
  slot: Slot,
  { program, limits }: Job,
  order: Order,
  give: (result: RunResult) => void,
): Promise<Visit> {
  bound(slot, limits, program.language);
  const { op } = order.header;
  const kind = op === 'scripts' || op === 'joined' ? 'script' : 'module';
  let end = { kind: 'done' } as Visit;
  let joined: RunResult | undefined;
  const onMessage = (message: Message) => {
    if (end.kind !== 'done') return;
    const fault = faultOf(message);
    if (fault !== null) {
      end = { kind: 'never_started', detail: `A program could not be started: ${fault}` };
      return;
    }
    const excess = slot.cgroup?.excess() ?? { memory: false, processes: false };
    const { result, loading, ended } = outcomeOf(message, kind, excess);
    if (op === 'joined') {
      if (joined) give({ ...joined, peer: result });
      else joined = result;
    } else if (loading || (ended && op === 'module')) end = { kind: 'ended', loading, result };
    else give(result);
  };
  const time = patience * Math.min(limits.totalMs, limits.testMs * (order.cases + 1));
  const fault = await slot.ask({ ...order, backstopMs: time + backstopMs }, onMessage);
  if (fault === null || end.kind === 'ended') return end;
  return { kind: 'never_started', detail: `A slot of the sandbox failed: ${fault}` };
}

/** Has the program compiled and puts what came of it into the slot. An end where that failed. */
async function prepare(
  slot: Slot,
  job: Job,
  toolchains: Toolchains,
  get: (key: string, make: () => Promise<Artifact>) => Promise<Artifact>,
): Promise<Visit | null> {
  for (const [place, program] of programsOf(job).entries()) {
    const limits: Limits = {
      ...compileLimits,
      ...(languages[program.language] as Language).native?.compileLimits,
    };
    const order = compileOrder(program, place, limits, toolchains);
    if (!order) continue;
    const key = artifactKey(program);
    try {
      const artifact = await get(key, () =>
        compile(slot, program.language, limits, order, [place, key]),
      );
      if (artifact.kind === 'failed')
        return { kind: 'ended', loading: true, result: artifact.result };
      if (slot.artifacts[place] === key) continue;
      const { names, texts } = artifact;
      const header = { op: 'art', place, names };
      const fault = await slot.ask({ header, blobs: texts, backstopMs }, () => {});
      if (fault !== null) return { kind: 'never_started', detail: fault };
      slot.artifacts[place] = key;
    } catch (error) {
      if (!(error instanceof SlotFault)) throw error;
      return { kind: 'never_started', detail: error.message };
    }
  }
  return null;
}

/** Every program of the job that the next order runs. */
function programsOf({ program, cases }: Job) {
  const [first] = cases;
  return first?.kind === 'script' && first.peer ? [program, first.peer.program] : [program];
}

class SlotFault extends Error {}

async function compile(
  slot: Slot,
  language: LanguageId,
  limits: Limits,
  order: Omit<Order, 'cases'>,
  [place, key]: readonly [place: number, key: string],
): Promise<Artifact> {
  bound(slot, limits, language);
  slot.artifacts[place] = null;
  let failed: RunResult | undefined;
  let fault: string | null = null;
  let made: Artifact | undefined;
  const time = patience * limits.testMs + backstopMs;
  const broken = await slot.ask({ ...order, backstopMs: time }, (message) => {
    if (message.header.op === 'art') {
      made = { kind: 'files', names: message.header.names as string[], texts: message.blobs };
      return;
    }
    fault ??= faultOf(message);
    const excess = slot.cgroup?.excess() ?? { memory: false, processes: false };
    const { result } = outcomeOf(message, 'script', excess);
    if (result.status !== 'ok') failed = asCompileError(result);
  });
  const why = broken ?? fault;
  if (why !== null) throw new SlotFault(`A compile step could not be run: ${why}`);
  if (failed) return { kind: 'failed', result: failed };
  if (!made) throw new SlotFault('Expected the outcome of a compile step, got none');
  slot.artifacts[place] = key;
  return made;
}

/** What a compiler said goes to `error`; the program itself has put nothing out. */
function asCompileError(result: RunResult): RunResult {
  const said = (result.stderr.trim() || result.stdout.trim()).slice(0, 500);
  const error =
    result.status === 'runtime_error' ? said : `${result.status} of the compiler ${said}`;
  return { ...result, status: 'compile_error', stdout: '', error, ms: 0 };
}

function bound({ cgroup }: Slot, limits: Limits, language: LanguageId): void {
  const { native } = languages[language] as Language;
  cgroup?.bound(
    limits.memoryMb + limits.diskMb + (native?.overheadMb ?? 0),
    limits.processes + (native?.threads ?? 0),
  );
}
