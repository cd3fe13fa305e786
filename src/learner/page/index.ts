/**
 * The page of a run directory: `runPage` as one file that loads nothing and has no script, `servePage`
 * as a page on this machine that renews itself.
 */
import { page } from './page.ts';
import { readRun } from './read.ts';

export { type PageServer, servePage } from './server.ts';

/** @throws AssayError `config_invalid` for a folder that is no run's. */
export async function runPage(dir: string): Promise<string> {
  return page(await readRun(dir));
}
