/**
 * Samples judged by an Assay server: its `/v1/score/batch`, a line a verdict as each is ready. Busy
 * answers, lost connections and a server that restarts are waited out; only what has no verdict yet
 * is sent again, so the order and the count hold whatever happens on the way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readValue } from '../../../datasets/io/text.ts';
import type { Verdict } from '../../../verifiers/contract.ts';
import { stringifyJson } from '../../../verifiers/json.ts';
import { maxTimerMs } from '../../config.ts';
import { AssayError } from '../../errors.ts';
import { idOf, toVerdict } from '../prepare.ts';
import type { Backend } from './contract.ts';

export interface HttpOptions {
  /** The server's address, without a path of ours. */
  readonly url: string;
  readonly token?: string | undefined;
  /** How long the server may be gone or busy without a single verdict, milliseconds. Default 600 000. */
  readonly patienceMs?: number;
  /** The first pause before another try; each is twice as long, up to 15 seconds. Default 250. */
  readonly pauseMs?: number;
}

const longestPauseMs = 15_000;
/** The server's fault or its stop, not the sample's: asked for again. */
const passing: readonly string[] = ['cancelled', 'overloaded'];

export function openHttp({
  url,
  token,
  patienceMs = 600_000,
  pauseMs = 250,
}: HttpOptions): Backend {
  const address = new URL('v1/score/batch', url.endsWith('/') ? url : `${url}/`);
  const headers = {
    'content-type': 'application/json',
    accept: 'application/x-ndjson',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };

  return {
    batch: 128,
    least: 32,
    ahead: 4,
    async score(samples, { signal, onVerdict } = {}) {
      const found = new Array<Verdict | undefined>(samples.length);
      const put = (index: number, verdict: Verdict) => {
        if (found[index]) return;
        found[index] = { ...verdict, id: idOf(samples[index], index) };
        onVerdict?.(index, found[index]);
      };
      let lost = performance.now();
      let pause = pauseMs;
      const left = () => [...samples.keys()].filter((index) => found[index] === undefined);
      for (let waiting = left(); waiting.length > 0; waiting = left()) {
        if (signal?.aborted) {
          for (const index of waiting)
            put(index, refused('cancelled', 'The caller gave the batch up'));
          break;
        }
        const before = waiting.length;
        const trouble = await ask(samples, waiting, { signal, put });
        const after = left().length;
        if (after < before) {
          lost = performance.now();
          pause = pauseMs;
        }
        if (trouble === null || after === 0 || signal?.aborted) continue;
        if (performance.now() - lost > patienceMs) {
          throw new AssayError(
            'backend_gone',
            `Expected verdicts from ${url}, got ${trouble.what}`,
          );
        }
        await sleep(trouble.afterMs ?? pause, undefined, signal && { signal }).catch(() => {});
        pause = Math.min(2 * pause, longestPauseMs);
      }
      return found as Verdict[];
    },
    [Symbol.asyncDispose]: async () => {},
  };

  /** One request for the samples at these indices; null when it brought all it could. */
  async function ask(
    samples: readonly unknown[],
    indices: readonly number[],
    {
      signal,
      put,
    }: { signal: AbortSignal | undefined; put: (i: number, verdict: Verdict) => void },
  ): Promise<Trouble | null> {
    const body = stringifyJson(
      { samples: indices.map((index) => samples[index] ?? null), deadline_ms: maxTimerMs },
      { nonFinite: true },
    );
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers,
        body,
        ...(signal && { signal }),
      });
      if (answer.status === 413) return await halves(samples, indices, { signal, put });
      if (!answer.ok) return await troubleOf(answer);
      let passed = 0;
      for await (const { index, verdict } of linesOf(answer)) {
        const at = indices[index];
        if (at !== undefined && !passing.includes(verdict.cause)) put(at, verdict);
        else passed++;
      }
      return { what: passed > 0 ? `${passed} samples without a verdict` : 'an answer cut short' };
    } catch (error) {
      if (error instanceof AssayError) throw error;
      return { what: reason(error) };
    }
  }

  /** A body too large is sent as two; a sample too large by itself can never be scored there. */
  async function halves(
    samples: readonly unknown[],
    indices: readonly number[],
    how: { signal: AbortSignal | undefined; put: (i: number, verdict: Verdict) => void },
  ): Promise<Trouble | null> {
    const [only] = indices;
    if (indices.length === 1 && only !== undefined) {
      how.put(
        only,
        refused('invalid_sample', 'Expected a sample within the body limit of the server'),
      );
      return null;
    }
    const middle = indices.length >> 1;
    const first = await ask(samples, indices.slice(0, middle), how);
    const second = await ask(samples, indices.slice(middle), how);
    return first ?? second;
  }
}

interface Trouble {
  readonly what: string;
  /** The server said when to come again. */
  readonly afterMs?: number | undefined;
}

/** @throws AssayError for what no other try can cure. */
async function troubleOf(answer: Response): Promise<Trouble> {
  const said = (await answer.text()).slice(0, 500);
  const what = `${answer.status} ${said}`;
  if (answer.status === 401)
    throw new AssayError('unauthorized', `Expected to be let in, got ${what}`);
  if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
    throw new AssayError('backend_gone', `Expected an Assay server, got ${what}`);
  }
  const after = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return { what, ...(after >= 0 && { afterMs: Math.min(after * 1000, 60_000) }) };
}

async function* linesOf(answer: Response): AsyncGenerator<{ index: number; verdict: Verdict }> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    held += decoder.decode(chunk, { stream: true });
    const lines = held.split('\n');
    held = lines.pop() ?? '';
    for (const line of lines)
      if (line !== '') yield readValue(line) as { index: number; verdict: Verdict };
  }
}

const refused = (cause: 'cancelled' | 'invalid_sample', message: string): Verdict =>
  toVerdict(0, { status: 'unscorable', cause, message }, 0);

function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
