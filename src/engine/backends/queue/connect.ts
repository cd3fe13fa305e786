/**
 * The packages of the queue, which are optional, and connections through them. A connection comes
 * back by itself after a loss; commands wait for it meanwhile.
 */
import type { Redis } from 'ioredis';
import { AssayError } from '../../../errors.ts';
import { type QueueAddress, queueAddress } from './address.ts';

export type Bull = typeof import('bullmq');

export interface Queueing {
  readonly bull: Bull;
  readonly address: QueueAddress;
  /** For BullMQ, which opens its own connections. */
  readonly connection: ReturnType<typeof connectionTo>;
  /** One more connection, ready. @throws AssayError `queue_unavailable` */
  connect(): Promise<Redis>;
  /** Connections that are lost from now on stay lost: BullMQ's would try for ever. */
  letGo(): void;
}

const installLine = 'npm install bullmq ioredis';
const openMs = 10_000;

/** @throws AssayError `config_invalid` for the URL, `package_missing` without BullMQ. */
export async function loadQueueing(url: string): Promise<Queueing> {
  const address = queueAddress(url);
  const [bull, { Redis }] = await Promise.all([
    present('bullmq', () => import('bullmq')),
    present('ioredis', () => import('ioredis')),
  ]);
  let wanted = true;
  const connection = connectionTo(address, () => wanted);
  return {
    bull,
    address,
    connection,
    connect: () => open(new Redis(connection), address),
    letGo() {
      wanted = false;
    },
  };
}

function connectionTo(address: QueueAddress, wanted: () => boolean) {
  const { host, port, db, username, password, tls } = address;
  return {
    host,
    port,
    db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: { servername: host } } : {}),
    maxRetriesPerRequest: null, // a command waits for the connection to come back
    retryStrategy: (times: number) =>
      wanted() ? Math.min(100 * 2 ** Math.min(times, 10), 2_000) : null,
    connectTimeout: openMs,
  };
}

async function present<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new AssayError(
      'package_missing',
      `Expected the package ${name} for the queue, got none; install it with: ${installLine}`,
      { cause },
    );
  }
}

/** What the server says about who may come in: waiting does not cure it. */
const refusals = /^(?:WRONGPASS|NOAUTH|NOPERM|ERR (?:invalid password|DB index|AUTH))/i;

/** Waits until it is ready; gives up when it is refused, or after ten seconds. */
async function open(redis: Redis, { shown }: QueueAddress): Promise<Redis> {
  let last = 'no answer';
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = () =>
        reject(new AssayError('queue_unavailable', `Expected Redis at ${shown}, got: ${last}`));
      timer = setTimeout(fail, openMs);
      redis.once('ready', resolve);
      redis.on('error', (error: Error) => {
        last = said(error);
        if (refusals.test(last)) fail();
      });
    });
    redis.removeAllListeners('error');
    return redis;
  } catch (error) {
    redis.on('error', () => {});
    redis.disconnect();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** An error's message alone: the errors of the client carry the command, which may be AUTH. */
export function said(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return said(error.errors[0]);
  const { message, code } = error as { message?: string; code?: string };
  return (message || code || 'an error without a message').slice(0, 200);
}
