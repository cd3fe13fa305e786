/**
 * The n-gram profiles of 55 languages, unpacked on first use (about 0.2 s a process) into flat
 * arrays: gram number g owns the entries start[g] … start[g + 1] of `language` and `share`.
 */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

export interface Profiles {
  /** ISO codes, in the order of the indices below. */
  readonly languages: readonly string[];
  /** n-gram (1 to 3 characters) → its number. */
  readonly grams: ReadonlyMap<string, number>;
  readonly start: Uint32Array;
  readonly language: Uint8Array;
  /** The share of this n-gram among all of its length in that language, in (0, 1]. */
  readonly share: Float64Array;
  /** Kanji → the one that stands for its class. */
  readonly kanji: ReadonlyMap<string, string>;
}

interface Packed {
  readonly languages: readonly string[];
  readonly totals: readonly (readonly number[])[];
  readonly grams: Readonly<Record<string, readonly number[]>>;
  readonly kanji: readonly string[];
}

let loaded: Profiles | undefined;

/** The profiles of profiles.json.br, read once a process. */
export function profiles(): Profiles {
  loaded ??= unpack(
    JSON.parse(
      brotliDecompressSync(readFileSync(new URL('./profiles.json.br', import.meta.url))).toString(),
    ) as Packed,
  );
  return loaded;
}

function unpack(packed: Packed): Profiles {
  const entries = Object.entries(packed.grams);
  const size = entries.reduce((sum, [, pairs]) => sum + pairs.length / 2, 0);
  const start = new Uint32Array(entries.length + 1);
  const language = new Uint8Array(size);
  const share = new Float64Array(size);
  const grams = new Map<string, number>();

  let at = 0;
  for (const [number, [gram, pairs]] of entries.entries()) {
    grams.set(gram, number);
    for (let i = 0; i < pairs.length; i += 2) {
      const index = pairs[i] as number;
      language[at] = index;
      share[at] = (pairs[i + 1] as number) / (packed.totals[index]?.[gram.length - 1] ?? 1);
      at++;
    }
    start[number + 1] = at;
  }

  const kanji = new Map<string, string>();
  for (const group of packed.kanji) {
    const [first, ...others] = group;
    for (const other of others) kanji.set(other, first as string);
  }
  return { languages: packed.languages, grams, start, language, share, kanji };
}
