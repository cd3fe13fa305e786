/**
 * Who may ask. A service has no token, one (`ASSAY_TOKEN`), or a file of several (`ASSAY_TOKENS`)
 * that knows them by their SHA-256 alone:
 *
 *     tokens:
 *       - name: team-a
 *         sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 *         requests_per_second: 50   # optional
 *         concurrent: 8             # optional
 *
 * Digests are compared in constant time, with every entry whatever came before.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, YAMLError } from 'yaml';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { AssayError } from '../errors.ts';

export const ClientName = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'Expected letters, digits, dots and dashes');

const Entry = z.strictObject({
  name: ClientName,
  sha256: z
    .string()
    .toLowerCase()
    .regex(/^[\da-f]{64}$/, 'Expected 64 hexadecimal digits'),
  /** Over any second or so; a second's worth may come at once. */
  requests_per_second: z.number().positive().max(1e6).optional(),
  /** Requests under way at one time. */
  concurrent: z.int().min(1).max(1e6).optional(),
});
const File = z.strictObject({ tokens: z.array(Entry).min(1).max(1_000) });
type Entry = z.infer<typeof Entry>;

export const digestOf = (token: string): string =>
  createHash('sha256').update(token, 'utf8').digest('hex');

export class Client {
  readonly name: string;
  readonly digest: Buffer;
  readonly #rate: number;
  readonly #concurrent: number;
  /** Requests that may come now; fills up with time. */
  #tokens: number;
  #filledAt = performance.now();
  #underWay = 0;

  constructor({ name, sha256, requests_per_second = Infinity, concurrent = Infinity }: Entry) {
    this.name = name;
    this.digest = Buffer.from(sha256, 'hex');
    this.#rate = requests_per_second;
    this.#concurrent = concurrent;
    this.#tokens = Math.max(1, requests_per_second);
  }

  get limited(): boolean {
    return this.#rate !== Infinity || this.#concurrent !== Infinity;
  }

  /**
   * Lets one request in.
   * @returns what to call when it is over
   * @throws AssayError `rate_limited`
   */
  enter(): () => void {
    if (this.#underWay >= this.#concurrent) {
      const message = `Expected at most ${this.#concurrent} requests at one time, got more`;
      throw new AssayError('rate_limited', message);
    }
    const now = performance.now();
    const burst = Math.max(1, this.#rate);
    const filled = this.#tokens + ((now - this.#filledAt) / 1_000) * this.#rate;
    this.#tokens = this.#rate === Infinity ? Infinity : Math.min(burst, filled);
    this.#filledAt = now;
    if (this.#tokens < 1) {
      const retryAfterS = Math.ceil((1 - this.#tokens) / this.#rate);
      const message = `Expected at most ${this.#rate} requests a second, got more`;
      throw new AssayError('rate_limited', message, { retryAfterS });
    }
    this.#tokens--;
    this.#underWay++;
    return () => void this.#underWay--;
  }
}

/** The clients of a service; null where everybody may enter. */
export class Clients {
  readonly #all: readonly Client[] | null;

  constructor(entries: readonly Entry[] | null) {
    this.#all = entries?.map((entry) => new Client(entry)) ?? null;
  }

  /** Nobody needs a token. */
  get open(): boolean {
    return this.#all === null;
  }

  named(name: string): Client | undefined {
    return this.#all?.find((client) => client.name === name);
  }

  /** @throws AssayError `unauthorized` */
  find(token: string | undefined): Client | null {
    if (this.#all === null) return null;
    const given = createHash('sha256')
      .update(token ?? '', 'utf8')
      .digest();
    let found: Client | null = null;
    for (const client of this.#all) if (timingSafeEqual(client.digest, given)) found = client;
    if (found && token !== undefined) return found;
    const got = token === undefined ? 'none' : 'another';
    throw new AssayError('unauthorized', `Expected a token of this service, got ${got}`);
  }
}

/** @throws AssayError `config_invalid` for a file that cannot be read or used. */
export function openClients({ token, tokens }: Pick<Config, 'token' | 'tokens'>): Clients {
  const single = token === undefined ? [] : [{ name: 'token', sha256: digestOf(token) }];
  if (tokens === undefined) return new Clients(token === undefined ? null : single);
  return new Clients([...single, ...readTokens(tokens)]);
}

function readTokens(path: string): readonly Entry[] {
  let raw: unknown;
  try {
    raw = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    if (!(error instanceof YAMLError) && (error as NodeJS.ErrnoException).code === undefined) {
      throw error;
    }
    const why = error instanceof YAMLError ? error.code : (error as NodeJS.ErrnoException).code;
    throw new AssayError('config_invalid', `ASSAY_TOKENS: Expected a file of tokens, got ${why}`);
  }
  const read = File.safeParse(raw);
  if (!read.success) {
    // never what was there: it may be a token
    const { path: field = [], message } = read.error.issues[0] ?? {};
    throw new AssayError('config_invalid', `ASSAY_TOKENS: ${field.join('.')}: ${message}`);
  }
  const names = read.data.tokens.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return read.data.tokens;
  throw new AssayError('config_invalid', `ASSAY_TOKENS: Expected each name once, got ${twice}`);
}
