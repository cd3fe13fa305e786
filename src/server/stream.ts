/**
 * POST /v1/score/stream: samples as lines of JSON, verdicts as lines of JSON while samples still
 * come, on one connection for as long as the client likes. Nothing is refused for want of room: what
 * does not fit is not read yet, which the client feels as a connection that takes no more.
 */
import type { Request } from 'express';
import { z } from 'zod';
import type { Scored, Scorer } from '../engine/index.ts';
import { AssayError } from '../errors.ts';
import { ScoredLine } from '../protocols/native.ts';
import { bodyFault, linger, tooLarge, unpacked } from './body.ts';
import { parseText } from './json.ts';
import { LineWriter } from './line-writer.ts';
import { callerOf, type Route } from './route.ts';

/** Samples scored as one batch, and batches under way at one time. */
const chunkLines = 256;
const chunksAhead = 4;
/** How long to wait before asking for room again, milliseconds. */
const roomMs = 20;

export const scoreStream: Route = {
  method: 'post',
  path: '/v1/score/stream',
  summary: 'Score lines of samples as they come; a line a verdict, as each is ready',
  streams: true,
  request: z.unknown().meta({ $ref: '#/components/schemas/Sample' }),
  response: ScoredLine,
  async handle({ scorer, config }, req, res) {
    const caller = callerOf(res);
    const out = new LineWriter(res, caller.signal, config.stallMs);
    const underWay = new Set<Promise<void>>();
    const most = Math.min(chunkLines, scorer.status().maxQueued);
    let index = 0;
    try {
      for await (const lines of chunksOf(linesOf(req, config.bodyLimit), most)) {
        const from = index;
        index += lines.length;
        while (underWay.size >= chunksAhead) await Promise.race(underWay);
        if (caller.signal.aborted) break;
        const batch = await admitted(scorer, lines.map(sampleOf), caller);
        const chunk = relay(batch, from, out).finally(() => underWay.delete(chunk));
        chunk.catch(() => {}); // awaited below
        underWay.add(chunk);
      }
      await Promise.all(underWay);
    } catch (error) {
      if (caller.signal.aborted) return;
      linger(req);
      await Promise.allSettled(underWay);
      if (!res.headersSent) throw error;
      const { code, message } =
        error instanceof AssayError ? error : new AssayError('internal', '');
      await out.write({ error: { code, message } });
    }
    res.end();
  },
};

/** Waits until the queue has room for the chunk. */
async function admitted(
  scorer: Scorer,
  samples: readonly unknown[],
  caller: { readonly client: string; readonly signal: AbortSignal },
): Promise<AsyncIterable<Scored>> {
  for (;;) {
    try {
      return scorer.scoreBatch(samples, caller);
    } catch (error) {
      const full = error instanceof AssayError && error.code === 'overloaded';
      if (!full || caller.signal.aborted) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, roomMs));
  }
}

async function relay(batch: AsyncIterable<Scored>, from: number, out: LineWriter): Promise<void> {
  for await (const { index, verdict } of batch) {
    const { id } = verdict;
    const named = id === index ? { ...verdict, id: from + index } : verdict; // an id of its own
    if (!(await out.write({ index: from + index, verdict: named }))) return;
  }
}

/** A line that is no JSON is a sample that will be refused, alone. */
function sampleOf(line: string): unknown {
  try {
    return parseText(line);
  } catch (error) {
    return `no JSON: ${(error as Error).message}`;
  }
}

/** The lines that have come, at most so many together. */
async function* chunksOf(
  lines: AsyncIterable<readonly string[]>,
  most: number,
): AsyncGenerator<readonly string[]> {
  for await (const some of lines) {
    for (let at = 0; at < some.length; at += most) yield some.slice(at, at + most);
  }
}

/** The lines of each piece of the body, blank ones left out. @throws AssayError for one too long */
async function* linesOf(req: Request, limit: number): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const piece of piecesOf(req)) {
    const lines = (rest + decode(decoder, piece)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > limit) throw tooLarge(limit);
    const full = lines.filter((line) => line.trim() !== '');
    if (full.length > 0) yield full;
  }
  rest += decode(decoder);
  if (rest.trim() !== '') yield [rest];
}

async function* piecesOf(req: Request): AsyncGenerator<Buffer> {
  try {
    // not destroyed when it is left: the client is to read why
    yield* unpacked(req).iterator({ destroyOnReturn: false });
  } catch (error) {
    throw bodyFault(error);
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece?: Buffer): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch {
    throw new AssayError('invalid_json', 'Expected UTF-8, got other bytes');
  }
}
