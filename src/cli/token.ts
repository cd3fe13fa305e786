/** `assay token NAME`: a new token, and the lines that let it in (`assay serve --tokens FILE`). */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { ClientName, digestOf } from '../server/clients.ts';
import { UsageError } from './usage.ts';

export function token(program: Command): void {
  program
    .command('token')
    .description('make a bearer token; the service keeps only its hash')
    .argument('<name>', 'what the service calls it: letters, digits, dots, dashes')
    .action((name: string) => {
      if (!ClientName.safeParse(name).success) {
        throw new UsageError(`Expected at most 64 letters, digits, dots and dashes, got ${name}`);
      }
      const made = randomBytes(32).toString('base64url');
      console.error('The token, shown once:');
      console.log(made);
      console.error(`\nIts entry in the file of tokens:\n`);
      console.error(`  - name: ${name}\n    sha256: ${digestOf(made)}`);
    });
}
