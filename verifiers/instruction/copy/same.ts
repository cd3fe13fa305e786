import { strip } from '../../text/python.ts';

/** What the copy instructions call a copy: equal but for letter case and the blanks around it. */
export function isCopy(text: string, original: string): boolean {
  return strip(text).toLowerCase() === strip(original).toLowerCase();
}
