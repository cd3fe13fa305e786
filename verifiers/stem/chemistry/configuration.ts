/**
 * Electron configurations: `1s^2 2s^2 2p^6`, `[Ar] 3d^10 4s^2`. A noble gas in brackets stands for
 * its own configuration, and the order of the subshells is free.
 */

/** Electrons by subshell: `3d` → 5. */
export type Configuration = ReadonlyMap<string, number>;

const subshells = '1s 2s 2p 3s 3p 4s 3d 4p 5s 4d 5p 6s 4f 5d 6p 7s 5f 6d 7p'.split(' ');
const capacity: Readonly<Record<string, number>> = { s: 2, p: 6, d: 10, f: 14 };
/** How many of `subshells` each noble gas has filled. */
const filled: Readonly<Record<string, number>> = { He: 1, Ne: 3, Ar: 5, Kr: 8, Xe: 11, Rn: 15 };

const maxLength = 300;
const core = /^\[ ?(He|Ne|Ar|Kr|Xe|Rn) ?\]/;
/** The digits of a count may run into the next subshell: 3s23p5 is 3s² 3p⁵. */
const term = /[\s,]*([1-7][spdf])\^?(?:\{(\d{1,2})\}|(1[0-4]|\d)(?=[\s,]|$|[1-7][spdf]))/y;

/** @param text in plain characters; null when it is no configuration */
export function readConfiguration(text: string): Configuration | null {
  const written = text.trim();
  if (written.length > maxLength) return null;
  const electrons = new Map<string, number>();
  const gas = core.exec(written);
  for (const shell of subshells.slice(0, gas ? filled[gas[1] as string] : 0)) {
    electrons.set(shell, capacity[shell[1] as string] as number);
  }
  term.lastIndex = gas?.[0].length ?? 0;
  let end = term.lastIndex;
  for (let found = term.exec(written); found; found = term.exec(written)) {
    end = term.lastIndex;
    const shell = found[1] as string;
    const count = Number(found[2] ?? found[3]);
    if (electrons.has(shell) || count > (capacity[shell[1] as string] as number)) return null;
    if (count > 0) electrons.set(shell, count);
  }
  return end === written.length && electrons.size > 0 ? electrons : null;
}

export function sameConfiguration(gold: Configuration, answer: Configuration): boolean {
  return (
    gold.size === answer.size && [...gold].every(([shell, count]) => answer.get(shell) === count)
  );
}
