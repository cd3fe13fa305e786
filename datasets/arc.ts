/** ARC puzzles from files: the JSON of the ARC sets, one puzzle a file or several by id in one. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ArcPuzzle } from '../verifiers/logic/index.ts';

/** The ARC sets have boards of at most 30 cells a side. */
const maxSide = 50;

const board = z
  .array(z.array(z.int().min(0).max(9)).min(1).max(maxSide))
  .min(1)
  .max(maxSide)
  .refine((rows) => rows.every((row) => row.length === rows[0]?.length), {
    message: 'Expected rows of one length',
  });
const pairs = z.array(z.object({ input: board, output: board })).min(1);
const Puzzle = z.object({ train: pairs, test: pairs });
const File = z.union([Puzzle, z.record(z.string(), Puzzle)]);

/**
 * The puzzles of a file, or of the `.json` files of a folder in the order of their names; one with
 * several tests is as many puzzles.
 * @throws RangeError for a file that is none, with its name
 */
export function readArc(path: string): ArcPuzzle[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  const puzzles = files.flatMap(puzzlesOf);
  if (puzzles.length === 0) throw new RangeError(`Expected ARC puzzles in ${path}, found none`);
  return puzzles;
}

function puzzlesOf(file: string): ArcPuzzle[] {
  const content = parse(readFileSync(file, 'utf8'), file);
  const read = File.safeParse(content);
  if (!read.success) {
    const message = z.prettifyError(read.error).split('\n')[0];
    throw new RangeError(`Expected ARC puzzles with train and test in ${file}: ${message}`);
  }
  const single = Puzzle.safeParse(read.data);
  const named = single.success
    ? [[basename(file, '.json'), single.data] as const]
    : Object.entries(read.data as Record<string, z.infer<typeof Puzzle>>);
  return named.flatMap(([id, { train, test }]) =>
    test.map((asked) => ({ id, train, test: asked })),
  );
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(`Expected JSON in ${file}, got ${(error as Error).message}`);
  }
}
