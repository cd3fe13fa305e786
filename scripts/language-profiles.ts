/**
 * Packs the n-gram profiles of the langdetect library into verifiers/text/language/profiles.json.br.
 *
 *   node scripts/language-profiles.ts FOLDER
 *
 * FOLDER is an installed `langdetect` 1.0.9 package (its `profiles/` and
 * `utils/messages.properties`), Apache-2.0; see verifiers/text/language/NOTICE. The packed file
 * holds the same counts: languages, n-grams per length, and for each n-gram pairs of language
 * index and count, plus the classes of kanji that count as one character.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

interface Profile {
  readonly name: string;
  readonly freq: Record<string, number>;
  readonly n_words: readonly number[];
}

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node scripts/language-profiles.ts FOLDER');
  process.exit(2);
}

const profiles = readdirSync(join(folder, 'profiles'))
  .sort()
  .map((file) => JSON.parse(readFileSync(join(folder, 'profiles', file), 'utf8')) as Profile);

const grams: Record<string, number[]> = {};
for (const [index, profile] of profiles.entries()) {
  for (const [gram, count] of Object.entries(profile.freq)) {
    grams[gram] ??= [];
    grams[gram].push(index, count);
  }
}

const kanji = readFileSync(join(folder, 'utils/messages.properties'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('NGram.KANJI_'))
  .map((line) =>
    line
      .slice(line.indexOf('=') + 1)
      .trim()
      .replace(/\\u([0-9A-Fa-f]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  );

const packed = JSON.stringify({
  languages: profiles.map((profile) => profile.name),
  totals: profiles.map((profile) => profile.n_words),
  grams: Object.fromEntries(Object.entries(grams).sort(([a], [b]) => (a < b ? -1 : 1))),
  kanji,
});
const target = new URL('../verifiers/text/language/profiles.json.br', import.meta.url);
const bytes = brotliCompressSync(packed, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
writeFileSync(target, bytes);
console.log(
  `${profiles.length} profiles, ${Object.keys(grams).length} n-grams, ${bytes.length} bytes`,
);
