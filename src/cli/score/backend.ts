/** Where the rows of this run are judged: here, on a server, or by a fleet. */
import type { Config } from '../../config.ts';
import type { Backend } from '../../engine/backends/contract.ts';
import { openHttp } from '../../engine/backends/http.ts';
import { openLocal } from '../../engine/backends/local.ts';
import { scorerOptions } from '../../engine/index.ts';
import { UsageError } from '../usage.ts';

export interface BackendFlags {
  readonly server: string | undefined;
  readonly queue: string | undefined;
}

/** @throws UsageError, or what the backend says when it cannot be opened. */
export async function openBackend(
  { server, queue }: BackendFlags,
  config: Config,
): Promise<Backend> {
  if (server !== undefined && queue !== undefined) {
    throw new UsageError('Expected --server or --queue, got both');
  }
  if (server !== undefined) {
    if (!/^https?:\/\//.test(server) || !URL.canParse(server)) {
      throw new UsageError(`Expected --server to be an http address, got "${server}"`);
    }
    return openHttp({ url: server, token: config.token });
  }
  if (queue === undefined) return openLocal(scorerOptions(config));
  const { openQueueBackend } = await import('../../engine/backends/queue/index.ts');
  const log = { warn: (_fields: object, message: string) => console.error(`assay: ${message}`) };
  return openQueueBackend({ url: queue, name: config.queueName, log });
}
