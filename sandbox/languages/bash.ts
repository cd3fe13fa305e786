/** Shell scripts under bash, with what lies in /usr/bin. */
import type { Language } from './language.ts';

export const bash: Language = {
  title: 'Bash',
  names: ['bash', 'sh', 'shell'],
  engine: 'native',
  native: {
    install: 'apt-get install bash',
    version: ['bash', '--version'],
    sourceName: 'main.sh',
    run: () => ['bash', 'main.sh'],
    canary: 'echo $((6 * 7))\n',
  },
};
