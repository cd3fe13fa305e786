/**
 * What compile steps made, kept by (language, source, files): a program that comes again, in the
 * same batch or later, is not compiled again. Failures are kept as well. Least recently used ones
 * go when there are too many bytes; of one program there is never more than one compile at a time.
 */
import { createHash } from 'node:crypto';
import type { Program, RunResult } from '../contract.ts';

export type Artifact =
  | { readonly kind: 'files'; readonly names: readonly string[]; readonly texts: readonly Buffer[] }
  | { readonly kind: 'failed'; readonly result: RunResult };

export interface Artifacts {
  /** @param make runs unless the artifact is there; what it throws is not kept. */
  get(key: string, make: () => Promise<Artifact>): Promise<Artifact>;
}

const maxBytes = 256 << 20;
/** What an entry takes beside its texts. */
const entryBytes = 1024;

export function createArtifacts(): Artifacts {
  const kept = new Map<string, Promise<Artifact>>();
  const sizes = new Map<string, number>();
  let bytes = 0;
  const forget = (key: string) => {
    kept.delete(key);
    bytes -= sizes.get(key) ?? 0;
    sizes.delete(key);
  };
  return {
    async get(key, make) {
      const there = kept.get(key);
      if (there !== undefined) {
        kept.delete(key);
        kept.set(key, there);
        return there;
      }
      const making = make();
      kept.set(key, making);
      try {
        const made = await making;
        const size = entryBytes + (made.kind === 'files' ? total(made.texts) : 0);
        sizes.set(key, size);
        bytes += size;
        for (const oldest of kept.keys()) {
          if (bytes <= maxBytes || oldest === key) break;
          if (sizes.has(oldest)) forget(oldest);
        }
        return made;
      } catch (error) {
        forget(key);
        throw error;
      }
    },
  };
}

export function artifactKey({ language, source, files = {} }: Program): string {
  const hash = createHash('sha256');
  for (const text of [language, source, ...Object.entries(files).sort().flat()]) {
    hash.update(`${Buffer.byteLength(text)}:`).update(text);
  }
  return hash.digest('hex');
}

function total(texts: readonly Buffer[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}
