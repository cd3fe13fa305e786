/**
 * Runs one trial with `assay train` in a process of its own and writes down what it took. A trial
 * that was finished with this very configuration is not run again; one that was broken off is begun
 * anew, so that its figures are of one whole run; one that was finished with fewer steps goes on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import type { Parts } from '../../src/learner/config/merge.ts';
import { configOf, type Trial } from './experiments.ts';
import type { Shape } from './measure.ts';

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
  const taken = await readTaken(dir, trial);
  return taken?.config === (await renderConfig(trial)) ? taken : null;
}

async function readTaken(dir: string, { key }: Trial): Promise<Taken | null> {
  try {
    return JSON.parse(await readFile(join(dir, `${key}.taken.json`), 'utf8')) as Taken;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The same run with fewer steps: it can go on. */
function isLonger(config: string, { config: before }: Taken): boolean {
  const { steps: most, ...now } = parse(config);
  const { steps: done, ...then } = parse(before);
  return most > done && isDeepStrictEqual(now, then);
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
  const config = await renderConfig(trial);
  const before = await readTaken(dir, trial);
  if (before?.config === config) return before;
  const path = (ending: string) => join(dir, `${trial.key}${ending}`);
  const goesOn = before !== null && isLonger(config, before);
  await rm(path('.taken.json'), { force: true });
  if (!goesOn) await rm(path(''), { recursive: true, force: true });
  await writeFile(path('.yaml'), config);
  const log = openSync(path('.log'), 'w');
  const begun = performance.now();
  const args = ['--import', hook, 'bin/assay.js', 'train', '--config', path('.yaml')];
  if (goesOn) args.push('--resume');
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
    wallSeconds: (goesOn ? before.wallSeconds : 0) + (performance.now() - begun) / 1000,
    cpuSeconds: (goesOn ? before.cpuSeconds : 0) + JSON.parse(await readFile(path('.cpu'), 'utf8')),
  };
  await writeFile(path('.taken.json'), `${JSON.stringify(taken, null, 2)}\n`);
  return taken;
}
