/** JavaScript in a V8 isolate. */
import type { Language } from './language.ts';

export const javascript: Language = {
  title: 'JavaScript (V8)',
  names: ['javascript', 'js', 'node', 'nodejs', 'mjs', 'cjs'],
  engine: 'isolate',
};
