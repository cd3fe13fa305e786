/** What is under way in a server, and whether it still takes new work. */
import type { RequestHandler } from 'express';
import { AssayError } from '../errors.ts';

export class Lifecycle {
  draining = false;
  #underWay = 0;
  #idle: (() => void)[] = [];

  /** Counts requests until their answers are out. */
  readonly count: RequestHandler = (_req, res, next) => {
    this.#underWay++;
    res.once('close', () => {
      if (--this.#underWay > 0) return;
      for (const wake of this.#idle.splice(0)) wake();
    });
    next();
  };

  /** Refuses new work while draining. */
  readonly gate: RequestHandler = (_req, _res, next) => {
    if (!this.draining) next();
    else next(new AssayError('draining', 'Expected a running service, got one shutting down'));
  };

  /** Resolves when no request is under way. */
  idle(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}
