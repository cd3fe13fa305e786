/** The files that names on the command line stand for: files, folders, globs, `-`. */
import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from './fault.ts';

/** What a folder is searched for. */
const endings = ['.jsonl', '.ndjson', '.json', '.parquet'].flatMap((ending) =>
  ending === '.parquet' ? [ending] : [ending, `${ending}.gz`, `${ending}.zst`],
);

/**
 * The files in the order given; those of one folder or glob in the order of their names.
 * @throws DatasetError `no_files` for a name that stands for none.
 */
export function findInputs(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (name === '-') return [name];
    if (!existsSync(name)) return filesOf(name, globSync(name));
    return statSync(name).isDirectory() ? filesIn(name) : [name];
  });
}

function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const data = names.filter((name) => endings.some((ending) => name.endsWith(ending)));
  return filesOf(
    folder,
    data.map((name) => join(folder, name)),
  );
}

function filesOf(name: string, found: readonly string[]): string[] {
  const files = found.filter((path) => statSync(path).isFile()).sort();
  if (files.length > 0) return files;
  const expected = existsSync(name)
    ? `files that end in ${endings.join(', ')}`
    : 'a file or a glob';
  throw new DatasetError('no_files', name, `Expected ${expected}, found none`);
}
