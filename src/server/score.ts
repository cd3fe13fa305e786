/** POST /v1/score and /v1/score/batch. */
import { once } from 'node:events';
import type { Request, Response } from 'express';
import { AssayError } from '../errors.ts';
import { sentence } from '../explain.ts';
import { type BatchRequest, batch, ScoredLine, scoredLine, single } from '../protocols/native.ts';
import { parseBody, readBody, sendJson, toJson } from './json.ts';
import { type Context, callerOf, type Route, tell } from './route.ts';
import { traced } from './trace.ts';

export const scoreOne: Route = {
  method: 'post',
  path: single.path,
  summary: single.summary,
  request: single.request,
  response: single.response,
  queues: true,
  async handle({ scorer }, req, res) {
    const sample = parseBody(req);
    const mismatch = scorer.check(sample);
    if (mismatch) throw new AssayError('invalid_request', sentence(mismatch), { mismatch });
    const { samples } = single.toSamples(sample);
    const scored = await traced('score', () => scorer.scoreAll(samples, callerOf(res)));
    tell(res, scored);
    sendJson(res, single.fromVerdicts(sample, scored));
  },
};

export const scoreBatch: Route = {
  method: 'post',
  path: batch.path,
  summary: batch.summary,
  request: batch.request,
  response: batch.response,
  queues: true,
  line: ScoredLine,
  async handle(context, req, res) {
    const request = readBody(req, batch.request);
    const { samples, deadlineMs } = batch.toSamples(request);
    if (req.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson') {
      await stream(context, req, res, request);
      return;
    }
    const scored = await traced('score', () =>
      context.scorer.scoreAll(samples, { ...callerOf(res), deadlineMs }),
    );
    tell(res, scored);
    sendJson(res, batch.fromVerdicts(request, scored));
  },
};

/**
 * One line a verdict. A client that reads slowly slows its own batch's hand-over, and holds its
 * places in the queue for `stallMs` at most.
 */
async function stream(
  { scorer, config }: Context,
  _req: Request,
  res: Response,
  request: BatchRequest,
): Promise<void> {
  const { samples, deadlineMs } = batch.toSamples(request);
  const caller = callerOf(res);
  const gone = caller.signal;
  const verdicts = scorer.scoreBatch(samples, { ...caller, deadlineMs });
  res.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
  res.setHeader('x-accel-buffering', 'no');
  res.flushHeaders();
  for await (const scored of verdicts) {
    if (gone.aborted) return;
    if (res.write(`${toJson(scoredLine(request, scored))}\n`)) continue;
    try {
      await once(res, 'drain', {
        signal: AbortSignal.any([gone, AbortSignal.timeout(config.stallMs)]),
      });
    } catch {
      res.destroy();
      return;
    }
  }
  res.end();
}
