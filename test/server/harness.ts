/** A server over fake verifiers on a free port, and a client that looks at what comes back. */
import { pino } from 'pino';
import { type ConfigKey, loadConfig } from '../../src/config.ts';
import type { ScorerOptions } from '../../src/engine/index.ts';
import { openServer, type RunningServer } from '../../src/server/index.ts';
import { fakes } from '../engine/fakes.ts';

export function openTestServer(
  flags: Partial<Record<ConfigKey, unknown>> = {},
  overrides: ScorerOptions = {},
  log = pino({ level: 'silent' }),
): Promise<RunningServer> {
  const config = loadConfig({}, { port: 0, threads: 1, sandbox: 'lazy', drainMs: 2_000, ...flags });
  const { table, openSandbox, wallMs } = fakes;
  return openServer(config, { log, overrides: { table, openSandbox, wallMs, ...overrides } });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever JSON came
  readonly body: any;
}

/** Posts `body`: text and bytes as they are, anything else as JSON. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return answer(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: raw ? (body as string) : JSON.stringify(body),
    }),
  );
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return answer(await fetch(url, { headers }));
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = /[/+]json;/.test(response.headers.get('content-type') ?? '');
  const { status, headers } = response;
  return { status, headers, body: json && text !== '' ? JSON.parse(text) : text };
}
