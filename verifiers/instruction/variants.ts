/**
 * The texts an instruction may be checked on. Strict: the response as it is. Loose (IFEval's second
 * score): also without its first line, its last line or both, each with and without its stars.
 * Loose is an upper bound, since every instruction may pick another variant.
 */
import { isBlank, strip } from '../text/python.ts';

export type Mode = 'strict' | 'loose';

/** The texts to try, in order, without blank ones and repetitions. */
export function variantsOf(response: string, mode: Mode): string[] {
  if (mode === 'strict') return isBlank(response) ? [] : [response];
  const lines = response.split('\n');
  const texts = [
    response,
    strip(lines.slice(1).join('\n')),
    strip(lines.slice(0, -1).join('\n')),
    strip(lines.slice(1, -1).join('\n')),
  ];
  const all = [...texts, ...texts.map((text) => text.replaceAll('*', ''))];
  return [...new Set(all)].filter((text) => !isBlank(text));
}
