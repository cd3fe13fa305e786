/** The URL of a queue: read once, and told to people without its secrets. */
import { AssayError } from '../../../errors.ts';

export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
  /** For messages and logs: no user, no password, no query. */
  readonly shown: string;
}

const schemes: Readonly<Record<string, boolean>> = {
  'redis:': false,
  'valkey:': false,
  'rediss:': true,
  'valkeys:': true,
};

/** @throws AssayError `config_invalid`; its message holds nothing that could be a password. */
export function queueAddress(text: string): QueueAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refused('text that is no URL');
  }
  const tls = schemes[url.protocol];
  if (tls === undefined) throw refused(`the scheme ${url.protocol.slice(0, 20)}`);
  if (url.hostname === '') throw refused('a URL without a host');
  const path = /^\/?(\d{0,4})$/.exec(url.pathname);
  if (!path) throw refused('a path that is no database number');
  const db = Number(path[1] || 0);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 6379 : Number(url.port);
  return {
    host,
    port,
    db,
    tls,
    ...(url.username !== '' && { username: decoded(url.username) }),
    ...(url.password !== '' && { password: decoded(url.password) }),
    shown: `${url.protocol}//${url.hostname}:${port}${db === 0 ? '' : `/${db}`}`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused('a user or password with a broken % escape');
  }
}

function refused(got: string): AssayError {
  const expected = 'a queue such as redis://host:6379 or rediss://user:password@host:6379/0';
  return new AssayError('config_invalid', `Expected ${expected}, got ${got}`, {
    mismatch: { field: 'queue', expected, got },
  });
}
