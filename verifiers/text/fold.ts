/**
 * Case folding as Python's `re.IGNORECASE` compares: character by character, so that ß stays one
 * character, and with its extra pairs (ı and İ with i, ſ with s, the Kelvin sign with k).
 */

const casedBeyondAscii = /[\p{Changes_When_Casemapped}--\p{ASCII}]/gv;

/** Folds every character to the one that stands for its case variants; one for one. */
export function fold(text: string): string {
  return text.replace(casedBeyondAscii, foldCharacter).toLowerCase();
}

/** Folds one character (one code point). */
export function foldCharacter(character: string): string {
  if (character === 'İ') return 'i';
  const upper = single(character.toUpperCase(), character);
  return single(upper.toLowerCase(), upper);
}

/** `mapped` when it is one code point, else `original`. */
function single(mapped: string, original: string): string {
  const code = mapped.codePointAt(0) as number;
  return mapped.length === (code > 0xffff ? 2 : 1) ? mapped : original;
}
