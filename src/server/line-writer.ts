import { once } from 'node:events';
import type { Response } from 'express';
import { toJson } from './json.ts';

/**
 * An answer of lines, written no faster than they are read: a client that reads slowly slows its own
 * hand-over, and one that leaves a line unread for `stallMs` is cut off.
 */
export class LineWriter {
  readonly #res: Response;
  readonly #gone: AbortSignal;
  readonly #stallMs: number;

  constructor(res: Response, gone: AbortSignal, stallMs: number) {
    this.#res = res;
    this.#gone = gone;
    this.#stallMs = stallMs;
    res.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
    res.setHeader('x-accel-buffering', 'no');
  }

  /** False when nobody reads any more. */
  async write(value: unknown): Promise<boolean> {
    if (this.#gone.aborted) return false;
    if (this.#res.write(`${toJson(value)}\n`)) return true;
    try {
      const late = AbortSignal.timeout(this.#stallMs);
      await once(this.#res, 'drain', { signal: AbortSignal.any([this.#gone, late]) });
      return true;
    } catch {
      this.#res.destroy();
      return false;
    }
  }
}
