/**
 * OpenTelemetry spans of requests, with the caller's trace context. Only the API is here: without an
 * SDK (the operator's choice, loaded with `node --import`) all of it does nothing. No span carries a
 * word of a sample.
 */
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';

const tracer = trace.getTracer('assay');

/** A span from the head of the request to the end of its answer, under the name of its route. */
export function traceRequest(method: string, route: string): RequestHandler {
  return (req, res, next) => {
    const parent = propagation.extract(context.active(), req.headers);
    const name = `${method.toUpperCase()} ${route}`;
    const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, parent);
    if (!span.isRecording()) return next();
    res.once('close', () => {
      const { samples, meanReward } = (res.locals.scored ?? {}) as {
        samples?: number;
        meanReward?: number | null;
      };
      span.setAttributes({
        'http.request.method': req.method,
        'http.route': route,
        'http.response.status_code': res.statusCode,
        'assay.request_id': String(res.getHeader('x-request-id') ?? ''),
        'assay.hung_up': !res.writableFinished,
        ...(samples !== undefined && { 'assay.samples': samples }),
        ...(typeof meanReward === 'number' && { 'assay.mean_reward': meanReward }),
      });
      if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
}

/** A span of a part of the work, inside that of its request. */
export async function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
