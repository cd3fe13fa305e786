/**
 * One trainer a run directory: `run.lock` says which process writes there and since when. It is made
 * whole and at once (a link), so nobody reads half of one. A lock whose process has died is taken
 * over; on Linux a process is known by its start too, as a pid comes round again, in a container often.
 */
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AssayError } from '../../errors.ts';

export const lockName = 'run.lock';

const Holder = z.object({
  pid: z.int().min(1),
  host: z.string().max(256),
  /** When the lock was taken. */
  since: z.string().max(64),
  /** Clock ticks from the machine's start to the process's; null: not known there. */
  ticks: z.string().max(32).nullable(),
});
type Holder = z.infer<typeof Holder>;

/** Another's takeover is waited for so often and so long. */
const tries = 50;
const pauseMs = 20;

/** @throws AssayError `run_held` that says who holds it. */
export async function lockRun(directory: string): Promise<AsyncDisposable> {
  const path = join(directory, lockName);
  const own = JSON.stringify(await describeSelf());
  const draft = `${path}.${process.pid}-${counter++}`;
  await writeFile(draft, own);
  try {
    for (let tried = 0; tried < tries; tried++) {
      if (await made(draft, path)) {
        return { [Symbol.asyncDispose]: () => letGo(path, own) };
      }
      await removeStale(path, directory, draft);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw held(directory, `a takeover that does not end; if no trainer starts, remove ${path}.over`);
}

let counter = 0;

/** @throws where the holder lives, or may live. */
async function removeStale(path: string, directory: string, draft: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(gone);
  if (text === null) return;
  const holder = parse(text);
  if (holder === null) throw held(directory, `a ${lockName} that names no process; remove it`);
  const { pid, host, since } = holder;
  const who = `one held by process ${pid} on ${host} since ${since}`;
  if (host !== hostname()) {
    throw held(directory, `${who}; if that is not running any more, remove ${path}`);
  }
  if (await lives(holder)) throw held(directory, who);
  // One at a time, and looked at again: what another has put there meanwhile is not removed.
  const over = `${path}.over`;
  if (!(await made(draft, over))) {
    await sleep(pauseMs);
    return;
  }
  try {
    if ((await readFile(path, 'utf8').catch(gone)) === text) await rm(path);
  } finally {
    await rm(over);
  }
}

/** False: there is one already. */
async function made(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function letGo(path: string, own: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(gone);
  if (text === own) await rm(path, { force: true });
}

async function lives({ pid, ticks }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is another user's, so it is there.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = await describe(pid);
  if (now?.state === 'Z') return false; // dead, and only waited for by its parent
  return ticks === null || now === null || now.ticks === ticks;
}

async function describeSelf(): Promise<Holder> {
  const { pid } = process;
  const ticks = (await describe(pid))?.ticks ?? null;
  return { pid, host: hostname(), since: new Date().toISOString(), ticks };
}

/** The 3rd and the 22nd field of /proc/PID/stat; the second is in brackets and may hold spaces. */
async function describe(pid: number): Promise<{ state: string; ticks: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, ticks] = [fields[0], fields[19]];
  return state === undefined || ticks === undefined ? null : { state, ticks };
}

function parse(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function held(directory: string, got: string): AssayError {
  return new AssayError(
    'run_held',
    `directory: expected ${directory} to be written by no other trainer, got ${got}`,
  );
}

function gone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
