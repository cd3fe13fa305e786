/** C, as GNU C 17 by gcc. */
import type { Language } from './language.ts';

export const c: Language = {
  title: 'C 17 (gcc)',
  names: ['c'],
  engine: 'native',
  native: {
    install: 'apt-get install gcc libc6-dev',
    version: ['gcc', '--version'],
    sourceName: 'main.c',
    compile: () => ['gcc', '-std=gnu17', '-O2', '-pipe', '-w', '-o', '/art/main', 'main.c', '-lm'],
    run: () => ['/art/main'],
    canary: '#include <stdio.h>\nint main(void) { printf("%d\\n", 6 * 7); }\n',
    shows: ['/usr/include'],
    stackMb: 256,
  },
};
