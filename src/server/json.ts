/** JSON bodies in and out: integers of any size survive, and one row too deep costs only itself. */
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { JsonError, parseJson, stringifyJson } from '../../verifiers/json.ts';
import { AssayError } from '../errors.ts';
import { explain, sentence } from '../explain.ts';

/** Deeper than any sample may be (engine/data.ts), so that a cut sample is still refused. */
const maxDepth = 400;

/** The request's body, read by express as bytes. @throws AssayError `invalid_json` */
export function parseBody(req: Request): unknown {
  const body: unknown = req.body;
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new AssayError('invalid_json', 'Expected a JSON body, got none');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return parseText(text);
  } catch (error) {
    const why = error instanceof JsonError ? error.message : 'Expected UTF-8, got other bytes';
    throw new AssayError('invalid_json', why);
  }
}

/** @throws JsonError */
export function parseText(text: string): unknown {
  const limits = { nonFinite: true, maxDepth, maxLength: text.length };
  try {
    return parseJson(text, limits);
  } catch (error) {
    if (!isDeeper(text, maxDepth)) throw error;
    return parseJson(cutDeep(text, maxDepth), limits);
  }
}

/** The body in the shape of `schema`. @throws AssayError `invalid_json` or `invalid_request` */
export function readBody<T>(req: Request, schema: z.ZodType<T>): T {
  const body = parseBody(req);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const root = typeof body === 'object' && body !== null && !Array.isArray(body) ? '' : 'body';
  const mismatch = explain(parsed.error, body, root);
  throw new AssayError('invalid_request', sentence(mismatch), { mismatch });
}

/** What the address says, in the shape of `schema`. @throws AssayError `invalid_request` */
export function readQuery<T>(req: Request, schema: z.ZodType<T>): T {
  const read = schema.safeParse(req.query);
  if (read.success) return read.data;
  const mismatch = explain(read.error, req.query, 'query');
  throw new AssayError('invalid_request', sentence(mismatch), { mismatch });
}

const bracketOrQuote = /["[\]{}]/g;

/** Calls `visit` for every bracket outside strings with the depth around it, left to right. */
function brackets(text: string, visit: (at: number, depth: number, opens: boolean) => void): void {
  let depth = 0;
  bracketOrQuote.lastIndex = 0;
  for (let found = bracketOrQuote.exec(text); found; found = bracketOrQuote.exec(text)) {
    const c = found[0];
    if (c === '"') bracketOrQuote.lastIndex = stringEnd(text, found.index);
    else if (c === '[' || c === '{') visit(found.index, depth++, true);
    else visit(found.index, --depth, false);
  }
}

/** The index after the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  for (; end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function isDeeper(text: string, limit: number): boolean {
  let deeper = false;
  brackets(text, (_, depth, opens) => {
    deeper ||= opens && depth >= limit;
  });
  return deeper;
}

/** The text with every container below `limit` emptied of its containers: `null` in their place. */
function cutDeep(text: string, limit: number): string {
  const kept: string[] = [];
  let from = 0;
  brackets(text, (at, depth, opens) => {
    if (depth !== limit) return;
    if (opens) kept.push(text.slice(from, at), 'null');
    from = at + 1;
  });
  kept.push(text.slice(from));
  return kept.join('');
}

/** Text of a value; BigInt is written as digits. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return stringifyJson(value);
  }
}

/** Answers beyond this size are packed for clients on other machines that take gzip, bytes. */
const packedFrom = 16 << 10;

export function sendJson(
  res: Response,
  value: unknown,
  { status = 200, type = 'application/json' } = {},
): void {
  const body = Buffer.from(toJson(value), 'utf8');
  res.statusCode = status;
  res.setHeader('content-type', `${type}; charset=utf-8`);
  if (body.length < packedFrom || !wantsGzip(res.req)) {
    res.setHeader('content-length', body.length);
    res.end(body);
    return;
  }
  res.setHeader('content-encoding', 'gzip');
  res.setHeader('vary', 'accept-encoding');
  gzip(body, { level: 1 }, (_error, packed) => {
    if (res.closed) return;
    res.setHeader('content-length', packed.length);
    res.end(packed);
  });
}

/** On one machine packing costs more than it saves. */
function wantsGzip({ headers, socket }: Request): boolean {
  const near = socket.remoteAddress === socket.localAddress;
  return (
    !near && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(headers['accept-encoding']))
  );
}
