/** POST /v1/score and /v1/score/batch. */
import type { Response } from 'express';
import { AssayError } from '../errors.ts';
import { sentence } from '../explain.ts';
import { type BatchRequest, batch, ScoredLine, scoredLine, single } from '../protocols/native.ts';
import { parseBody, readBody, sendJson } from './json.ts';
import { LineWriter } from './line-writer.ts';
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
    if (req.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson') {
      await stream(context, res, request);
      return;
    }
    const { samples, deadlineMs } = batch.toSamples(request);
    const scored = await traced('score', () =>
      context.scorer.scoreAll(samples, { ...callerOf(res), deadlineMs }),
    );
    tell(res, scored);
    sendJson(res, batch.fromVerdicts(request, scored));
  },
};

/** One line a verdict. */
async function stream(
  { scorer, config }: Context,
  res: Response,
  request: BatchRequest,
): Promise<void> {
  const { samples, deadlineMs } = batch.toSamples(request);
  const caller = callerOf(res);
  const verdicts = scorer.scoreBatch(samples, { ...caller, deadlineMs });
  const out = new LineWriter(res, caller.signal, config.stallMs);
  res.flushHeaders();
  for await (const scored of verdicts) {
    if (!(await out.write(scoredLine(request, scored)))) return;
  }
  res.end();
}
