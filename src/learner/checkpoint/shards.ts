/** The index of a checkpoint in several files: which file holds which tensor. */
import { join } from 'node:path';
import { fault } from './fault.ts';

export const indexName = 'model.safetensors.index.json';
const maxShards = 1024;

/** The files in order, each with its tensors. A file is a plain name in the same folder. */
export function readIndex(dir: string, index: unknown): Map<string, Set<string>> {
  const path = join(dir, indexName);
  const map = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw fault(`weight_map of ${path}`, 'an object', map === null ? 'null' : typeof map);
  }
  const files = new Map<string, Set<string>>();
  for (const [tensor, file] of Object.entries(map)) {
    // No separator and no leading dot: a name that leads out of the folder cannot be written.
    if (typeof file !== 'string' || !/^[\w-][\w.-]{0,200}\.safetensors$/.test(file)) {
      const got = JSON.stringify(file)?.slice(0, 80);
      throw fault(`weight_map of ${path} for ${tensor}`, 'a plain .safetensors name', got);
    }
    const held = files.get(file);
    if (held) held.add(tensor);
    else files.set(file, new Set([tensor]));
  }
  if (files.size === 0 || files.size > maxShards) {
    throw fault(`weight_map of ${path}`, `of 1 to ${maxShards} files`, `${files.size}`);
  }
  return files;
}
