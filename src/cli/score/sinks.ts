/**
 * Where the lines of a run go: the output, and beside it the rows that failed and the explanations.
 * Files are parts until the end; standard output is written to as lines come and has no journal.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type Columns, seeRow } from '../../../datasets/io/kinds.ts';
import { isParquetName, publish } from '../../../datasets/io/publish.ts';
import { openSpool, type Spool } from '../../../datasets/io/spool.ts';
import { writeOut } from '../../../datasets/io/writer.ts';
import { type Answer, exactLine, plainLine } from './answer.ts';
import { type Identity, openJournal, partPath, type State } from './journal.ts';
import type { Tally } from './tally.ts';

export interface SinkNames {
  readonly output: string;
  readonly failed?: string | undefined;
  readonly explain?: string | undefined;
}

/** A promise only where the line has to wait for those before it. */
type Written = Promise<void> | undefined;

export interface Sinks {
  /** @param exact it holds what the input held, which is written as it was. */
  answer(row: Answer, exact: boolean): Written;
  failed(line: string): Written;
  explain(lines: string): Written;
  /** Makes everything so far safe. */
  checkpoint(rows: number, tally: Tally): Promise<void>;
  /** Everything is in: gives the files their names. */
  commit(rows: number, tally: Tally): Promise<void>;
  /** Closes the parts and leaves them for a run that goes on. */
  leave(): Promise<void>;
  /** Closes the parts and removes them: nothing of this run is worth keeping. */
  discard(): Promise<void>;
}

/** @param from the state of the run that goes on. */
export async function openSinks(
  names: SinkNames,
  identity: Identity,
  from: State | null,
): Promise<Sinks> {
  const { output, failed, explain } = names;
  const toStdout = output === '-';
  const wantsKinds = isParquetName(output);
  const journal = toStdout ? null : openJournal(output, identity);
  const files = [failed, explain, output].filter((path) => path !== undefined && path !== '-');
  const spools = new Map<string, Spool>();
  let columns: Columns = from?.columns ?? {};
  try {
    for (const path of files as string[]) {
      spools.set(path, await openSpool(partPath(path), from?.parts[path] ?? 0));
    }
  } catch (error) {
    await Promise.all([...spools.values()].map((spool) => spool.close()));
    throw error;
  }

  const put = (path: string | undefined, line: string) =>
    path === undefined ? undefined : spools.get(path)?.write(line);

  const save = async (phase: State['phase'], rows: number, tally: Tally) => {
    const parts: Record<string, number> = {};
    for (const [path, spool] of spools) parts[path] = await spool.sync();
    await journal?.save({ phase, rows, parts, tally, columns });
  };
  const close = () => Promise.all([...spools.values()].map((spool) => spool.close()));

  return {
    answer(row, exact) {
      if (wantsKinds) columns = seeRow(columns, row);
      const line = exact ? exactLine(row) : plainLine(row);
      return toStdout ? writeOut(line) : put(output, line);
    },
    failed: (line) => put(failed, line),
    explain: (lines) => put(explain, lines),
    checkpoint: (rows, tally) => save('scoring', rows, tally),
    async commit(rows, tally) {
      await save('written', rows, tally);
      await close();
      await finish(names, columns);
      await journal?.remove();
    },
    async leave() {
      await close();
    },
    async discard() {
      await close();
      await Promise.all([...spools.values()].map(({ path }) => rm(path, { force: true })));
      await journal?.remove();
    },
  };
}

/** Gives finished parts their names, the output last; those that have them already are let be. */
export async function finish(
  { failed, explain, output }: SinkNames,
  columns: Columns,
): Promise<void> {
  for (const path of [failed, explain, output]) {
    if (path === undefined || path === '-' || !existsSync(partPath(path))) continue;
    await publish(partPath(path), path, path === output ? columns : {});
  }
}
