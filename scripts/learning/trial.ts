/**
 * Runs one trial with `assay train` in a process of its own and writes down what it took. A trial
 * that was finished with this very configuration is not run again; one that was broken off is begun
 * anew, so that its figures are of one whole run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { configOf, type Trial } from './experiments.ts';
import type { Shape } from './measure.ts';
import type { Parts } from './merge.ts';

/** What a finished trial took. */
export interface Taken {
  readonly config: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const hook = fileURLToPath(new URL('cpu-time.ts', import.meta.url));

/** Null where there is no finished run of this very configuration. */
export async function finished(dir: string, trial: Trial): Promise<Taken | null> {
  try {
    const taken = JSON.parse(await readFile(join(dir, `${trial.key}.taken.json`), 'utf8')) as Taken;
    return taken.config === (await renderConfig(trial)) ? taken : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function shapeOf({ config }: Taken): Shape {
  const { rollout } = parse(config) as { readonly rollout: Shape };
  return rollout;
}

async function renderConfig(trial: Trial): Promise<string> {
  const file = join(root, 'configs', `${trial.config}.yaml`);
  return stringify(configOf(trial, parse(await readFile(file, 'utf8')) as Parts));
}

/** @param dir holds the trials' directories and, under data/, their data. */
export async function runTrial(dir: string, trial: Trial): Promise<Taken> {
  const before = await finished(dir, trial);
  if (before !== null) return before;
  const config = await renderConfig(trial);
  const path = (ending: string) => join(dir, `${trial.key}${ending}`);
  await rm(path('.taken.json'), { force: true });
  await rm(path(''), { recursive: true, force: true });
  await writeFile(path('.yaml'), config);
  const log = openSync(path('.log'), 'w');
  const begun = performance.now();
  const args = ['--import', hook, 'bin/assay.js', 'train', '--config', path('.yaml')];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, LEARNING_CPU_FILE: path('.cpu') },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${trial.key}: expected to end with 0, got ${code}; see its log`);
  const taken: Taken = {
    config,
    wallSeconds: (performance.now() - begun) / 1000,
    cpuSeconds: JSON.parse(await readFile(path('.cpu'), 'utf8')) as number,
  };
  await writeFile(path('.taken.json'), `${JSON.stringify(taken, null, 2)}\n`);
  return taken;
}
