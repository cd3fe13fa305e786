/** Errors as RFC 9457 problem details, and whatever is thrown attributed to a code, once, here. */
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { SandboxError } from '../../sandbox/contract.ts';
import { AssayError, type ErrorCode, errorTable } from '../errors.ts';
import { sendJson } from './json.ts';

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string(),
    field: z.string().optional(),
    expected: z.string().optional(),
    got: z.string().optional(),
    request_id: z.string().optional(),
  })
  .meta({ id: 'Problem' });

export function sendProblem(res: Response, error: AssayError): void {
  const { code, message, mismatch, retryAfterS } = error;
  const busyStatus: unknown = retryAfterS === undefined ? undefined : res.locals.busyStatus;
  const status = typeof busyStatus === 'number' ? busyStatus : error.status;
  if (retryAfterS !== undefined) res.setHeader('retry-after', String(retryAfterS));
  if (code === 'unauthorized') res.setHeader('www-authenticate', 'Bearer');
  // What is left of the body is not read.
  if (status === 408 || code === 'draining') {
    res.setHeader('connection', 'close');
  }
  const problem: z.infer<typeof Problem> = {
    type: `urn:assay:error:${code}`,
    title: errorTable[code].title,
    status,
    code,
    detail: message,
    ...mismatch,
    request_id: String(res.getHeader('x-request-id') ?? ''),
  };
  sendJson(res, problem, { status, type: 'application/problem+json' });
}

/** express' last handler. A fault of ours is logged by name and place, never by what it quotes. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error, _req, res, _next) => {
    const coded = attribute(error);
    if (coded.code === 'internal') {
      const at = error instanceof Error ? (error.stack ?? '').split('\n').slice(-8) : [];
      log.error({ name: error?.name, at }, 'a request failed');
    }
    if (res.headersSent) res.destroy();
    else sendProblem(res, coded);
  };
}

function attribute(error: unknown): AssayError {
  if (error instanceof AssayError) return error;
  if (error instanceof SandboxError) {
    const theirs = error.code === 'language_unavailable' || error.code === 'invalid_files';
    const code = theirs ? 'invalid_request' : 'sandbox_unavailable';
    return new AssayError(code, error.message, { cause: error });
  }
  const { status } = error as { status?: number };
  if (error instanceof URIError || status === 400) {
    return new AssayError('invalid_request', 'Expected a well-formed request, got another');
  }
  return new AssayError('internal', 'Expected an answer, got a fault of this service');
}
