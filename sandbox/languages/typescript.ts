/** TypeScript in a V8 isolate; types are stripped, not checked. */
import type { Language } from './language.ts';

export const typescript: Language = {
  title: 'TypeScript (V8, types stripped)',
  names: ['typescript', 'ts'],
  engine: 'isolate',
};
