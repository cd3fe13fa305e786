/** `assay serve`: the REST server, until SIGTERM. Every setting is also an ASSAY_* variable. */
import type { Command } from 'commander';
import { type ConfigKey, loadConfig } from '../config.ts';

export function serve(program: Command): void {
  program
    .command('serve')
    .description('start the REST server')
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .option('--port <n>', 'port to listen on, 0 for a free one (8080)')
    .option('--token <text>', 'bearer token that requests must carry (better: ASSAY_TOKEN)')
    .option('--tokens <file>', 'several tokens with their limits; see assay token')
    .option('--tls-cert <file>', 'certificate chain (PEM): HTTPS instead of HTTP')
    .option('--tls-key <file>', 'its key')
    .option('--open', 'answer other machines without a token')
    .option('--processes <n>', 'server processes behind the port')
    .option('--threads <n>', 'worker threads of the verifiers that only compute')
    .option('--sandbox-concurrency <n>', 'programs run at one time')
    .option('--max-queued <n>', 'samples admitted at one time')
    .option('--min-level <level>', 'refuse to start below this wall: isolate or namespaces')
    .option('--max-level <level>', 'use nothing above this wall')
    .option('--log-level <level>', 'silent, error, warn, info or debug')
    .action(async (flags: Partial<Record<ConfigKey, unknown>>) => {
      const config = loadConfig(process.env, flags);
      const { serve: serveUntilStopped } = await import('../server/index.ts');
      await serveUntilStopped(config);
    });
}
