/** Sequences of node numbers in answers: `1 4 2`, `1 -> 4 -> 2`, `1-4-2` or `[1, 4, 2]`. */
import { unwrap } from './unwrap.ts';

/** Null when there is no number, or anything that is none. */
export function readPath(answer: string): number[] | null {
  const words = unwrap(answer.normalize('NFKC'))
    .split(/[\s,;()[\]"'→⟶⇒>–—-]+/)
    .filter((word) => word !== '');
  if (words.length === 0 || !words.every((word) => /^\d{1,9}$/.test(word))) return null;
  return words.map(Number);
}
