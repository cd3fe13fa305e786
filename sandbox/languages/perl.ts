/** Perl 5. */
import type { Language } from './language.ts';

export const perl: Language = {
  title: 'Perl 5',
  names: ['perl', 'pl'],
  engine: 'native',
  native: {
    install: 'apt-get install perl',
    version: ['perl', '-e', 'print $^V'],
    sourceName: 'main.pl',
    run: () => ['perl', 'main.pl'],
    canary: 'print 6 * 7, "\\n";\n',
    shows: ['/usr/share/perl', '/usr/share/perl5', '/etc/perl'],
  },
};
