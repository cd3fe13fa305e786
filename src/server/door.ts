/**
 * What a request passes before its body is read: a token where one is asked, the limits of that
 * token, and room for the body. So nobody fills the memory by sending, and a refusal costs little.
 */
import type { Request, RequestHandler } from 'express';
import { AssayError } from '../errors.ts';
import type { Clients } from './clients.ts';
import type { Hub } from './processes/hub.ts';
import type { Context } from './route.ts';

/** `Authorization: Bearer …`, or reasoning-gym's `X-API-Key`. Says in `res.locals.client` who it is. */
export function identifyClient(clients: Clients, hub: Hub): RequestHandler {
  return async (req, res, next) => {
    const client = clients.find(tokenOf(req));
    res.locals.client = client?.name ?? req.socket.remoteAddress ?? '';
    if (client?.limited) {
      const leave = await hub.enter(client.name);
      if (res.closed) leave();
      else res.once('close', leave);
    }
    next();
  };
}

function tokenOf({ headers }: Request): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'];
  return bearer ?? (typeof key === 'string' ? key : undefined);
}

/**
 * Tells a client that the queue has no room for its samples before it sends them for nothing. How
 * many come is known only when they are read: taken for as many as there would be of the longest
 * seen lately, few that would have fitted are sent away to try again.
 */
export function refuseFull({ scorer, config }: Pick<Context, 'scorer' | 'config'>): RequestHandler {
  let longest = 0; // bytes a sample, with its share of the body; 0: none seen
  return (req, res, next) => {
    const { queued, maxQueued } = scorer.status();
    const length = Number(req.headers['content-length'] ?? 0);
    if (length > config.bodyLimit) return next(); // told so, below
    const coming = longest > 0 ? Math.max(1, Math.floor(length / longest)) : 1;
    if (coming <= maxQueued && queued + coming > maxQueued) {
      const message = `Expected room for ${coming} or more samples, got ${maxQueued - queued}`;
      return next(new AssayError('overloaded', message));
    }
    res.once('close', () => {
      const samples = Number(res.locals.scored?.samples ?? 0);
      if (samples === 0 || length === 0) return;
      longest = Math.max(length / samples, forgetting * longest);
    });
    next();
  };
}

/** How much of the longest sample's length is still remembered a request later. */
const forgetting = 0.95;

/** The bytes of bodies that a server holds at one time, each from its announcement to its answer. */
export class BodyRoom {
  readonly limit: number;
  #held = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get held(): number {
    return this.#held;
  }

  /**
   * Room for a body as long as it says it is; one that does not say so takes `most`. A longer one
   * than `most` is left to the reader of bodies, which refuses it unread.
   */
  readonly admit =
    (most: number): RequestHandler =>
    (req, res, next) => {
      const said = Number(req.headers['content-length'] ?? most);
      const size = Number.isSafeInteger(said) ? Math.min(said, most) : most;
      if (this.#held > 0 && this.#held + size > this.limit) {
        const message = `Expected room for ${size} bytes, got ${this.limit - this.#held}`;
        return next(new AssayError('overloaded', message));
      }
      this.#held += size;
      res.once('close', () => {
        this.#held -= size;
      });
      next();
    };
}
