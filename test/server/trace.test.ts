/** Spans, seen by a provider that stands in for an SDK. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { after, it } from 'node:test';
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  trace,
} from '@opentelemetry/api';
import { sample } from '../engine/fakes.ts';
import { openTestServer, post } from './harness.ts';

interface Seen {
  readonly name: string;
  readonly parent: string;
  attributes: Record<string, unknown>;
  ended: boolean;
}

const seen: Seen[] = [];
let made = 0;

function startSpan(name: string, _options: unknown, parent: Context = context.active()): Span {
  const own: Seen = {
    name,
    parent: trace.getSpanContext(parent)?.spanId ?? '',
    attributes: {},
    ended: false,
  };
  seen.push(own);
  const spanId = String(++made).padStart(16, '0');
  const traceId = trace.getSpanContext(parent)?.traceId ?? 'f'.repeat(32);
  const span = {
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
    setAttributes: (attributes: Record<string, unknown>) => {
      own.attributes = attributes;
      return span;
    },
    setStatus: () => span,
    isRecording: () => true,
    end: () => {
      own.ended = true;
    },
  } as unknown as Span;
  return span;
}

const storage = new AsyncLocalStorage<Context>();
context.setGlobalContextManager({
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (own, work, self, ...args) => storage.run(own, () => work.apply(self as never, args)),
  bind: (_own, target) => target,
  enable() {
    return this;
  },
  disable() {
    return this;
  },
});
propagation.setGlobalPropagator({
  inject() {},
  extract(own, carrier) {
    const [, traceId, spanId] = String((carrier as Record<string, string>).traceparent).split('-');
    return traceId && spanId ? trace.setSpanContext(own, { traceId, spanId, traceFlags: 1 }) : own;
  },
  fields: () => ['traceparent'],
});
trace.setGlobalTracerProvider({
  getTracer: () => ({
    startSpan,
    startActiveSpan: (name: string, work: unknown) => {
      const span = startSpan(name, {});
      return context.with(trace.setSpan(context.active(), span), work as never, undefined, span);
    },
  }),
} as never);
after(() => trace.disable());

it('a request has a span in the trace of its caller, and its scoring one inside', async () => {
  await using server = await openTestServer();
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await post(`${server.url}/v1/score`, sample('42'), { traceparent });
  const [request, scoring] = seen as [Seen, Seen];
  assert.equal(request.name, 'POST /v1/score');
  assert.equal(request.parent, 'b'.repeat(16));
  assert.partialDeepStrictEqual(request.attributes, {
    'http.route': '/v1/score',
    'http.response.status_code': 200,
    'assay.samples': 1,
    'assay.mean_reward': 1,
  });
  assert.equal(scoring.name, 'score');
  assert.equal(scoring.parent, '1'.padStart(16, '0'));
  assert.ok(request.ended && scoring.ended);
  assert.doesNotMatch(JSON.stringify(seen), /"42"/);
});
