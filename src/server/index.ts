/**
 * The server with a lifetime: opens the scorer, listens, and on the way out drains: readyz answers
 * 503, new work is refused with Retry-After, what is under way finishes within `drainMs`, then the
 * sockets close.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { destination, type Logger, pino } from 'pino';
import { type Config, isLoopback } from '../config.ts';
import { openScorer, type Scorer, type ScorerOptions, scorerOptions } from '../engine/index.ts';
import { AssayError } from '../errors.ts';
import { Activity } from './activity.ts';
import { createApp } from './app.ts';
import { type Clients, openClients } from './clients.ts';
import { Lifecycle } from './lifecycle.ts';
import { createMetrics } from './metrics.ts';
import { type Hub, LocalHub } from './processes/hub.ts';
import { openProcesses } from './processes/primary.ts';
import { openTls } from './tls.ts';

export interface RunningServer extends AsyncDisposable {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly scorer: Scorer;
  /** Drains and closes; calls after the first wait for the same end. */
  close(): Promise<void>;
}

/** How long cancelled answers may take to leave before their sockets are cut, milliseconds. */
const lastWordMs = 1_000;

export function openLog(config: Config): Logger {
  return pino({ level: config.logLevel, base: null }, destination(2));
}

export interface ServerOptions {
  readonly log?: Logger;
  /** Of the scorer's options, for tests. */
  readonly overrides?: ScorerOptions;
  /** What it shares with other processes of the service. Default: there are none. */
  readonly hub?: Hub;
}

/**
 * Opens a scorer and serves it.
 * @throws AssayError for a public address without a token; SandboxError when the host cannot hold
 * `config.minLevel`; the system's error when the address cannot be had.
 */
export async function openServer(
  config: Config,
  { log = openLog(config), overrides = {}, hub }: ServerOptions = {},
): Promise<RunningServer> {
  const clients = openClients(config);
  refuseOpen(config, clients);
  const tls = openTls(config);
  const shared = hub ?? new LocalHub(clients);
  const metrics = createMetrics();
  const activity = new Activity();
  const onVerdict: ScorerOptions['onVerdict'] = (verifier, verdict) => {
    metrics.onVerdict(verifier, verdict);
    activity.onVerdict(verifier, verdict);
  };
  const scorer = await openScorer({
    ...scorerOptions(config),
    lease: () => shared.lease(),
    log,
    onVerdict,
    ...overrides,
  });
  metrics.watch(scorer);
  shared.tell('metrics', () => metrics.registry.getMetricsAsJSON());
  shared.tell('activity', () => activity.snapshot(scorer));
  const lifecycle = new Lifecycle();
  const app = createApp({
    scorer,
    config,
    lifecycle,
    metrics,
    activity,
    hub: shared,
    clients,
    log,
  });
  const timeouts = {
    requestTimeout: config.requestMs,
    headersTimeout: Math.min(config.requestMs, 15_000),
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 1_000,
  };
  const onFault = ({ message }: Error) => log.error({ message }, 'the certificate was not renewed');
  const server = tls ? tls.serve(timeouts, app, onFault) : createServer(timeouts, app);
  try {
    server.listen(config.port, config.host);
    await once(server, 'listening');
  } catch (error) {
    await scorer[Symbol.asyncDispose]();
    throw error;
  }
  const { address, family, port } = server.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  log.info({ url, sandbox: scorer.status().sandbox.languages }, 'listening');

  const drain = async () => {
    lifecycle.draining = true;
    log.info({ queued: scorer.status().queued }, 'draining');
    const bound = new AbortController();
    const late = sleep(config.drainMs, undefined, { signal: bound.signal }).catch(() => {});
    await Promise.race([lifecycle.idle(), late]);
    bound.abort();
    const closed = once(server, 'close');
    server.close();
    await scorer[Symbol.asyncDispose](); // what is left is answered `cancelled`
    const last = sleep(lastWordMs, undefined, { ref: false });
    await Promise.race([lifecycle.idle(), last]);
    server.closeAllConnections();
    await closed;
    log.info('closed');
  };
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= drain();
    return closing;
  };
  return { url, scorer, close, [Symbol.asyncDispose]: close };
}

/** @throws AssayError when anybody could run programs here. */
function refuseOpen({ host, open }: Config, clients: Clients): void {
  if (!clients.open || open || isLoopback(host)) return;
  throw new AssayError(
    'config_invalid',
    `Expected a token (ASSAY_TOKEN or ASSAY_TOKENS) to listen on ${host}, got none; --open does without`,
  );
}

/** Serves until SIGTERM or SIGINT, then drains. */
export async function serve(config: Config): Promise<void> {
  const asked = untilSignal();
  const log = openLog(config);
  await using _server =
    config.processes > 1 ? await openProcesses(config, log) : await openServer(config, { log });
  await asked;
}

/** Resolves at the first of the signals; a second one ends the process at once. */
export function untilSignal(
  signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'],
): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}
