/** One question to the server under audit, bounded in time and size. */
import { stringifyJson } from '../../verifiers/json.ts';
import type { Ask } from './dialects/contract.ts';

export interface Server {
  readonly url: string;
  readonly token?: string | undefined;
}

export type Answer =
  | { readonly kind: 'body'; readonly body: unknown; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly ms: number }
  /** No answer in time. */
  | { readonly kind: 'hung'; readonly ms: number }
  /** No connection, or one that broke. */
  | { readonly kind: 'broken'; readonly why: string; readonly ms: number };

const maxBytes = 16 << 20;

export async function ask(server: Server, { path, body }: Ask, timeoutMs: number): Promise<Answer> {
  const start = performance.now();
  const took = () => Math.round(performance.now() - start);
  try {
    const response = await fetch(new URL(path, server.url), {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...(server.token && { authorization: `Bearer ${server.token}` }),
      },
      body: stringifyJson(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await read(response);
    if (!response.ok) return { kind: 'status', status: response.status, ms: took() };
    return { kind: 'body', body: JSON.parse(text), ms: took() };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    if (name === 'TimeoutError') return { kind: 'hung', ms: took() };
    return {
      kind: 'broken',
      why: cause?.code ?? (cause?.message ?? message).slice(0, 100),
      ms: took(),
    };
  }
}

async function read({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxBytes) throw new Error('Expected a shorter answer');
  }
  return text + decoder.decode();
}
