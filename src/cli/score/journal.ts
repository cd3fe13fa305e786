/**
 * The journal of a run, beside its output: which rows are safe, and how many bytes of each part file
 * hold them. It is replaced whole, after the parts are on disk, so at any moment it tells the truth
 * of the disk: a run that was killed is cut back to it and goes on from there.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import type { Columns } from '../../../datasets/io/kinds.ts';
import { writing } from '../../../datasets/io/spool.ts';
import { UsageError } from '../usage.ts';
import type { Tally } from './tally.ts';

const version = 1;

/** What makes two runs one: the same rows, read and written in the same way. */
export type Identity = Readonly<Record<string, unknown>>;

export interface State {
  /** `written`: every row is in the parts; what is left is to give them their names. */
  readonly phase: 'scoring' | 'written';
  /** Rows that are safe, counted after `--shard`. */
  readonly rows: number;
  /** Safe bytes by the name of the file that they will be in. */
  readonly parts: Readonly<Record<string, number>>;
  readonly tally: Tally;
  readonly columns: Columns;
}

export interface Journal {
  save(state: State): Promise<void>;
  remove(): Promise<void>;
}

export const journalPath = (output: string): string => `${output}.journal`;
export const partPath = (path: string): string => `${path}.part`;

export function openJournal(output: string, identity: Identity): Journal {
  const path = journalPath(output);
  return {
    async save(state) {
      const text = `${JSON.stringify({ version, identity, state })}\n`;
      const temporary = `${path}.new`;
      await writing(path, async () => {
        const file = await open(temporary, 'w');
        try {
          await file.writeFile(text);
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(temporary, path);
      });
    },
    async remove() {
      await rm(`${path}.new`, { force: true });
      await rm(path, { force: true });
    },
  };
}

/**
 * Where an earlier run of the same identity got to; null when there is no journal.
 * @throws UsageError for a journal of another run.
 */
export async function readJournal(output: string, identity: Identity): Promise<State | null> {
  const path = journalPath(output);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const journal = parse(text);
  if (journal?.version !== version) {
    throw new UsageError(
      `Expected a journal of this version in ${path}, got another; remove it to begin again`,
    );
  }
  const names = new Set([...Object.keys(journal.identity), ...Object.keys(identity)]);
  for (const name of names) {
    const [was, is] = [journal.identity[name], identity[name]].map((value) =>
      JSON.stringify(value),
    );
    if (was === is) continue;
    throw new UsageError(
      `Expected the run of ${path} to go on as it began: ${name} was ${was}, is ${is}; remove the journal to begin again`,
    );
  }
  return journal.state;
}

function parse(text: string): { version: number; identity: Identity; state: State } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A file's size and a hash of its ends: enough to see that it is another, whatever its date. */
export async function fileMark(path: string): Promise<string> {
  const { size } = await stat(path);
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  try {
    for (const start of [0, Math.max(0, size - endBytes)]) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(endBytes), 0, endBytes, start);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return `${size} bytes, ${hash.digest('hex').slice(0, 16)}`;
}

const endBytes = 1 << 16;
