/** HTTPS with the certificate of two files; on SIGHUP they are read again, without a restart. */
import { readFileSync } from 'node:fs';
import type { RequestListener, ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config.ts';
import { AssayError } from '../errors.ts';

export interface Tls {
  /** @param onFault told when a renewed pair is no good; the one before goes on */
  serve(options: ServerOptions, app: RequestListener, onFault: (error: Error) => void): Server;
}

/**
 * Null where no certificate is set.
 * @throws AssayError `config_invalid` when a file is missing or they do not fit each other.
 */
export function openTls({ tlsCert, tlsKey }: Pick<Config, 'tlsCert' | 'tlsKey'>): Tls | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new AssayError('config_invalid', 'Expected ASSAY_TLS_CERT and ASSAY_TLS_KEY, got one');
  }
  const read = () => {
    try {
      const pair = { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) };
      createSecureContext(pair);
      return pair;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      const message = `Expected a certificate and its key, got ${code ?? 'others'}`;
      throw new AssayError('config_invalid', message, { cause });
    }
  };
  const pair = read();
  return {
    serve(options, app, onFault) {
      const server = createServer({ ...options, ...pair, minVersion: 'TLSv1.2' }, app);
      const renew = () => {
        try {
          server.setSecureContext(read());
        } catch (error) {
          onFault(error as Error);
        }
      };
      process.on('SIGHUP', renew);
      server.once('close', () => process.off('SIGHUP', renew));
      return server;
    },
  };
}
