/** Yes or no, in the words a right answer may use. */
import { unwrap } from './unwrap.ts';

export function readTruth(answer: string): boolean | null {
  if (answer.length > 100) return null;
  const text = unwrap(answer).toLowerCase();
  if (text === 'true' || text === 'yes') return true;
  return text === 'false' || text === 'no' ? false : null;
}
