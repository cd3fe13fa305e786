/** The routes of the trainers' protocols: each told of a busy service as its client understands it. */
import { z } from 'zod';
import { languages, SandboxError } from '../../sandbox/index.ts';
import { AssayError } from '../errors.ts';
import type { AnswerProtocol, RunProtocol, TrainerProtocol } from '../protocols/contract.ts';
import {
  answerProtocols,
  fixedAnswers,
  runProtocols,
  scoringProtocols,
} from '../protocols/index.ts';
import { Query } from '../protocols/query.ts';
import { readBody, readQuery, sendJson } from './json.ts';
import { callerOf, hangUp, type Route, tell } from './route.ts';
import { traced } from './trace.ts';

function scoring<R>(protocol: TrainerProtocol<R>): Route {
  return {
    method: 'post',
    path: protocol.path,
    summary: protocol.summary,
    request: protocol.request,
    query: Query,
    response: protocol.response,
    queues: true,
    ...(protocol.busyStatus && { busyStatus: protocol.busyStatus }),
    ...(protocol.whenBusy && { saysBusy: true }),
    async handle({ scorer }, req, res) {
      const request = readBody(req, protocol.request);
      const query = readQuery(req, Query);
      try {
        if (res.locals.refusal) throw res.locals.refusal;
        const { samples, deadlineMs } = protocol.toSamples(request, query);
        const scored = await traced('score', () =>
          scorer.scoreAll(samples, { ...callerOf(res), deadlineMs }),
        );
        tell(res, scored);
        sendJson(res, protocol.fromVerdicts(request, scored, query));
      } catch (error) {
        if (!protocol.whenBusy || !isBusy(error)) throw error;
        sendJson(res, protocol.whenBusy(request, (error as Error).message));
      }
    },
  };
}

function running<R>(protocol: RunProtocol<R>): Route {
  return {
    method: 'post',
    path: protocol.path,
    summary: protocol.summary,
    request: protocol.request,
    response: protocol.response,
    queues: true,
    ...(protocol.busyStatus && { busyStatus: protocol.busyStatus }),
    async handle({ scorer }, req, res) {
      const request = readBody(req, protocol.request);
      const { language, source, stdin, args, files, limits } = protocol.toProgram(request);
      const report = await scorer.run(
        { language, source },
        [{ kind: 'script', stdin, ...(args && { args }), ...(files && { files }) }],
        limits,
        { signal: hangUp(res) },
      );
      sendJson(res, protocol.fromReport(request, report));
    },
  };
}

function answering<R>({ path, summary, request, response, answer }: AnswerProtocol<R>): Route {
  return {
    method: 'post',
    path,
    summary,
    request,
    response,
    handle: (_context, req, res) => sendJson(res, answer(readBody(req, request))),
  };
}

/** Another try may succeed. */
export function isBusy(error: unknown): boolean {
  if (error instanceof SandboxError) return error.code === 'sandbox_unavailable';
  return error instanceof AssayError && error.retryAfterS !== undefined;
}

const runtimes: Route = {
  method: 'get',
  path: '/api/v2/runtimes',
  summary: 'Piston: the languages there are',
  response: z.array(
    z.object({ language: z.string(), version: z.string(), aliases: z.array(z.string()) }),
  ),
  handle(_context, _req, res) {
    sendJson(
      res,
      Object.entries(languages).map(([language, { names }]) => ({
        language,
        version: '0.0.0',
        aliases: names.filter((name) => name !== language),
      })),
    );
  },
};

const fixed = fixedAnswers.map(
  ({ path, summary, answer, response }): Route => ({
    method: 'get',
    path,
    summary,
    probe: true,
    response,
    handle: (_context, _req, res) => sendJson(res, answer),
  }),
);

export const trainerRoutes: readonly Route[] = [
  ...scoringProtocols.map(scoring),
  ...runProtocols.map(running),
  ...answerProtocols.map(answering),
  ...fixed,
  runtimes,
];
