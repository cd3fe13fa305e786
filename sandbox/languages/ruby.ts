/** Ruby. */
import type { Language } from './language.ts';

export const ruby: Language = {
  title: 'Ruby',
  names: ['ruby', 'rb'],
  engine: 'native',
  native: {
    install: 'apt-get install ruby',
    version: ['ruby', '--version'],
    sourceName: 'main.rb',
    run: () => ['ruby', '--disable=gems', 'main.rb'],
    canary: 'puts 6 * 7\n',
    shows: ['/usr/share/ruby'],
    threads: 4,
  },
};
