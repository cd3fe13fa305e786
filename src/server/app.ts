/**
 * The express application: request id, log line, table of routes, errors as problem+json. It
 * listens nowhere, so tests can mount it on any server.
 */
import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { AssayError } from '../errors.ts';
import { readBytes } from './body.ts';
import type { Clients } from './clients.ts';
import { BodyRoom, identifyClient, refuseFull } from './door.ts';
import { problemHandler } from './problem.ts';
import type { Context, Route } from './route.ts';
import { routes as allRoutes } from './routes.ts';
import { traceRequest } from './trace.ts';

export interface AppOptions extends Context {
  readonly log: Logger;
  readonly clients: Clients;
  readonly routes?: readonly Route[];
}

export function createApp({ log, clients, routes = allRoutes, ...context }: AppOptions): Express {
  const { config, lifecycle, metrics, activity } = context;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(identify(log), lifecycle.count);

  const guard: RequestHandler[] = [lifecycle.gate, identifyClient(clients, context.hub)];
  const room = new BodyRoom(config.maxBodies);
  const body: RequestHandler[] = [
    jsonOnly,
    room.admit(config.bodyLimit),
    readBytes(config.bodyLimit),
  ];
  const guardsOf = ({ probe, saysBusy, queues }: Route): readonly RequestHandler[] => {
    if (probe) return [];
    const all = queues ? [...guard, refuseFull(context)] : guard;
    return saysBusy ? all.map(later) : all;
  };
  for (const route of routes) {
    app[route.method](
      route.path,
      metrics.count(route.path),
      ...(route.probe ? [] : [traceRequest(route.method, route.path)]),
      ...(route.request ? [activity.watch(route.path)] : []),
      (_req, res, next) => {
        res.locals.busyStatus = route.busyStatus;
        next();
      },
      ...guardsOf(route),
      ...(route.request && !route.streams ? body : []),
      (req, res) => route.handle(context, req, res),
    );
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    app.all(path, refuseMethod(methods));
  }
  app.use((req, _res, next) => {
    next(new AssayError('not_found', `Expected a known address, got ${req.path.slice(0, 200)}`));
  });
  app.use(problemHandler(log));
  return app;
}

/** Keeps the word that the service is busy for the route to say in its own way. */
function later(guard: RequestHandler): RequestHandler {
  return (req, res, next) => {
    const done = (error?: unknown) => {
      if (!(error instanceof AssayError) || error.retryAfterS === undefined) return next(error);
      res.locals.refusal ??= error;
      next();
    };
    new Promise((resolve, reject) => {
      const passed = (error?: unknown) => (error === undefined ? resolve(null) : reject(error));
      Promise.resolve(guard(req, res, passed)).catch(reject);
    }).then(() => next(), done);
  };
}

/** Names the request, echoes the name, and writes one line when it is over. Never the body. */
function identify(log: Logger): RequestHandler {
  return (req, res, next) => {
    const start = performance.now();
    const given = req.headers['x-request-id'];
    const id = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
    res.setHeader('x-request-id', id);
    const { method, path } = req;
    res.once('close', () => {
      const line = {
        id,
        method,
        path: path.slice(0, 200),
        status: res.statusCode,
        finished: res.writableFinished,
        bytes: Number(req.headers['content-length'] ?? 0),
        ms: Math.round(performance.now() - start),
      };
      if (method === 'GET') log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

/** Answers 415 before the body is read. */
const jsonOnly: RequestHandler = (req, _res, next) => {
  const type = req.headers['content-type'];
  const [media = '', ...parameters] = (type ?? 'application/json').toLowerCase().split(';');
  const charset = /charset\s*=\s*"?([^";\s]+)/.exec(parameters.join(';'))?.[1] ?? 'utf-8';
  const json = /^application\/(?:[\w.+-]+\+)?json$/.test(media.trim());
  if (json && (charset === 'utf-8' || charset === 'utf8')) return next();
  next(
    new AssayError(
      'unsupported_media_type',
      `Expected application/json in UTF-8, got ${type?.slice(0, 100)}`,
    ),
  );
};

function refuseMethod(methods: readonly string[]): RequestHandler {
  const allow = methods.map((method) => method.toUpperCase()).join(', ');
  return (req, res, next) => {
    res.setHeader('allow', allow);
    next(new AssayError('method_not_allowed', `Expected ${allow}, got ${req.method}`));
  };
}
