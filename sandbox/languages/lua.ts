/** Lua 5.4. */
import type { Language } from './language.ts';

export const lua: Language = {
  title: 'Lua 5.4',
  names: ['lua'],
  engine: 'native',
  native: {
    install: 'apt-get install lua5.4',
    version: ['lua5.4', '-v'],
    sourceName: 'main.lua',
    run: () => ['lua5.4', 'main.lua'],
    canary: 'print(6 * 7)\n',
  },
};
