/** C++, as GNU C++ 20 by g++: contest programs written for 17 compile as they are. */
import type { Language } from './language.ts';

export const cpp: Language = {
  title: 'C++ 20 (g++)',
  names: ['cpp', 'c++', 'cc', 'cxx', 'c++17', 'c++20'],
  engine: 'native',
  native: {
    install: 'apt-get install g++',
    version: ['g++', '--version'],
    sourceName: 'main.cpp',
    compile: () => [
      ...['g++', '-std=gnu++20', '-O2', '-pipe', '-w', '-o', '/art/main', 'main.cpp'],
      '-lpthread',
    ],
    run: () => ['/art/main'],
    canary: '#include <iostream>\nint main() { std::cout << 6 * 7 << std::endl; }\n',
    shows: ['/usr/include'],
    stackMb: 256,
  },
};
