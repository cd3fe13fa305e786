/**
 * The live page: each request reads the run anew. It listens on this machine alone and answers only
 * to a name of this machine, so that no page elsewhere can read it through a name of its own.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { livePolicy, page } from './page.ts';
import { readRun } from './read.ts';
import type { RolloutCache } from './rollouts.ts';

export interface PageServer extends AsyncDisposable {
  readonly url: string;
}

export interface ServeOptions {
  /** 0: a free one. */
  readonly port?: number;
}

const host = '127.0.0.1';

/** @throws AssayError for a folder that is no run's; the system's error for a port that is taken. */
export async function servePage(dir: string, { port = 0 }: ServeOptions = {}): Promise<PageServer> {
  const cache: RolloutCache = new Map();
  let rendering: Promise<string> | null = null;
  // requests at one time share one reading
  const render = () => {
    rendering ??= readRun(dir, cache)
      .then((run) => page(run, true))
      .finally(() => {
        rendering = null;
      });
    return rendering;
  };
  await render();
  const server = createServer((request, response) => {
    answer(request, response, render).catch(() => response.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${taken}/`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  render: () => Promise<string>,
): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cache-control', 'no-store');
  const refuse = (status: number, text: string) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  };
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i.test(request.headers.host ?? '')) {
    return refuse(403, 'Expected to be asked by a name of this machine');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Expected GET');
  if (request.url !== '/') return refuse(404, 'There is only /');
  let text: string;
  try {
    text = await render();
  } catch (error) {
    return refuse(500, error instanceof Error ? error.message : `${error}`);
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', `${livePolicy}; frame-ancestors 'none'`);
  response.end(request.method === 'HEAD' ? undefined : text);
}
