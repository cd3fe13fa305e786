/** Python: native CPython at level `namespaces`, CPython on WebAssembly at level `isolate`. */
import type { Language } from './language.ts';

export const python: Language = {
  title: 'Python 3 (CPython)',
  names: ['python', 'py', 'python3', 'py3'],
  engine: 'python',
};
