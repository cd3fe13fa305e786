/**
 * The checkpoints of a run: checkpoints/step-…/ with the model in the Hugging Face layout (so each
 * one is a model to load anywhere), the optimizer's moments, the reference and the state. A folder
 * is there whole or not at all; the last ones and the best ones are kept.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  temporaryPrefix,
  textChunks,
  writeFileSynced,
  writeFolderAtomic,
} from '../checkpoint/atomic.ts';
import type { TensorToStore } from '../checkpoint/contract.ts';
import { type ModelToSave, saveTensors, writeModel } from '../checkpoint/writer.ts';
import { type RunState, readState, stateName } from './state.ts';

export interface CheckpointToSave {
  readonly model: ModelToSave;
  /** `m.<name>` and `v.<name>`, in full precision. */
  readonly moments: Iterable<TensorToStore>;
  /** The reference's weights; null where there is none. */
  readonly reference: Iterable<TensorToStore> | null;
  readonly state: RunState;
}

export interface Checkpoint {
  readonly dir: string;
  readonly step: number;
}

export const modelFolder = 'model';
export const momentsName = 'optimizer.safetensors';
export const referenceName = 'reference.safetensors';

/** Names sort as their steps do. */
export function stepName(step: number): string {
  return `step-${`${step}`.padStart(8, '0')}`;
}

export async function saveCheckpoint(root: string, saved: CheckpointToSave): Promise<string> {
  const dir = join(root, 'checkpoints', stepName(saved.state.step));
  await mkdir(join(root, 'checkpoints'), { recursive: true });
  await writeFolderAtomic(dir, async (temporary) => {
    await writeModel(join(temporary, modelFolder), saved.model);
    await saveTensors(join(temporary, momentsName), saved.moments);
    if (saved.reference) await saveTensors(join(temporary, referenceName), saved.reference);
    const text = `${JSON.stringify(saved.state, null, 2)}\n`;
    await writeFileSynced(join(temporary, stateName), textChunks(text));
  });
  return dir;
}

/** The newest last. What was being written when the power failed is not among them. */
export async function listCheckpoints(root: string): Promise<Checkpoint[]> {
  const names = await readdir(join(root, 'checkpoints')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => /^step-\d{8,15}$/.test(name))
    .map((name) => ({ dir: join(root, 'checkpoints', name), step: Number(name.slice(5)) }))
    .toSorted((a, b) => a.step - b.step);
}

export async function latestCheckpoint(root: string): Promise<Checkpoint | null> {
  return (await listCheckpoints(root)).at(-1) ?? null;
}

/** Removes all but the last ones and those of the best scores; gives what is left. */
export async function pruneCheckpoints(
  root: string,
  keep: { readonly last: number; readonly best: number },
): Promise<Checkpoint[]> {
  const all = await listCheckpoints(root);
  const scored: { readonly checkpoint: Checkpoint; readonly score: number }[] = [];
  for (const checkpoint of all) {
    const { score } = await readState(checkpoint.dir);
    if (score !== null) scored.push({ checkpoint, score });
  }
  const best = scored
    .toSorted((a, b) => b.score - a.score || b.checkpoint.step - a.checkpoint.step)
    .slice(0, keep.best)
    .map(({ checkpoint }) => checkpoint);
  const kept = new Set([...all.slice(-Math.max(1, keep.last)), ...best]);
  for (const checkpoint of all) if (!kept.has(checkpoint)) await remove(root, checkpoint);
  return all.filter((checkpoint) => kept.has(checkpoint));
}

/** Renamed first, so that a half removed folder is never taken for a checkpoint. */
async function remove(root: string, { dir, step }: Checkpoint): Promise<void> {
  const doomed = join(root, 'checkpoints', `${temporaryPrefix}removed-${stepName(step)}`);
  await rm(doomed, { recursive: true, force: true });
  await rename(dir, doomed);
  await rm(doomed, { recursive: true });
}
