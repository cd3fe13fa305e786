/** Bearer token, compared in constant time. Without a token in the configuration all may enter. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { AssayError } from '../errors.ts';

export function requireToken(token: string | undefined): RequestHandler {
  if (token === undefined) return (_req, _res, next) => next();
  const wanted = digest(token);
  return (req, _res, next) => {
    const given = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), wanted)) next();
    else {
      const got = given === undefined ? 'none' : 'another';
      next(new AssayError('unauthorized', `Expected the service's bearer token, got ${got}`));
    }
  };
}

/** Equal lengths, whatever is given. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
