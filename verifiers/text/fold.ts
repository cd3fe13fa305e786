/**
 * Case folding as Python's `re.IGNORECASE` compares: character by character, so that ß stays one
 * character, and with its extra pairs (ı and İ with i, ſ with s, the Kelvin sign with k).
 */

/** Folds every character to the one that stands for its case variants; lengths stay in step. */
export function fold(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
  return text.replace(/[^\x00-\x7f]/gu, foldCharacter).toLowerCase();
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
