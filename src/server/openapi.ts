/** OpenAPI 3.1 of the route table, from the same zod schemas that check the requests. */
import { z } from 'zod';
import { Sample, Verdict } from '../../verifiers/contract.ts';
import { sendJson } from './json.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { inputSchema } from './verifiers.ts';

type Json = Record<string, unknown>;

// The shared vocabulary names no schemas; this document does.
z.globalRegistry.add(Sample, { id: 'Sample' });
z.globalRegistry.add(Verdict, { id: 'Verdict' });

const titles: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'The bearer token is missing or wrong',
  413: 'The body or the batch is too large',
  415: 'The body is not JSON',
  503: 'Overloaded or shutting down; Retry-After says when to try again',
  504: 'Overloaded or shutting down, in the status that this client tries again on',
};

/** @param routes called when it is asked for, as this route is one of them. */
export function openApi(routes: () => readonly Route[]): Route {
  let document: Json | undefined;
  return {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    probe: true,
    response: z.record(z.string(), z.unknown()),
    handle(_context, _req, res) {
      document ??= describeApi(routes());
      sendJson(res, document);
    },
  };
}

function describeApi(routes: readonly Route[]): Json {
  const schemas: Json = {};
  /** A named schema is put among the components once, others stand where they are used. */
  const refer = (schema: z.ZodType): Json => {
    const name = schema.meta()?.id;
    const { id: _, ...made } = hoist(inputSchema(schema), schemas);
    if (name === undefined) return made;
    schemas[name] = made;
    return { $ref: `#/components/schemas/${name}` };
  };
  refer(Sample);
  const problem = refer(Problem);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const { busyStatus = 503 } = route;
    const answers = [
      ...(route.request ? [400, 413, 415] : []),
      ...(route.probe ? [] : [401, busyStatus]),
    ];
    const operation: Json = {
      summary: route.summary,
      operationId: `${route.method}${route.path.replace(/\W+(\w)/g, (_, c: string) => c.toUpperCase())}`,
      ...(route.probe && { security: [] }),
      ...parametersOf(route),
      ...(route.request && {
        requestBody: {
          required: true,
          content: {
            [route.streams ? 'application/x-ndjson' : 'application/json']: {
              schema: refer(route.request),
            },
          },
        },
      }),
      responses: {
        200: {
          description: 'The answer',
          content: {
            [route.streams ? 'application/x-ndjson' : 'application/json']: {
              schema: refer(route.response),
            },
            ...(route.line && { 'application/x-ndjson': { schema: refer(route.line) } }),
          },
        },
        ...Object.fromEntries(
          (route.statuses ?? []).map((status) => [
            status,
            {
              description: 'The answer, with another status',
              content: { 'application/json': { schema: refer(route.response) } },
            },
          ]),
        ),
        ...Object.fromEntries(
          answers.map((status) => [
            status,
            {
              description: titles[status] ?? 'An error',
              content: { 'application/problem+json': { schema: problem } },
            },
          ]),
        ),
      },
    };
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Assay',
      version: '1',
      description: 'The reward oracle for reinforcement learning with verifiable rewards.',
    },
    security: [{ bearer: [] }, {}],
    paths,
    components: {
      schemas,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}

/** Those of the path and those of the query. */
function parametersOf({ path, query }: Route): Json {
  const { properties = {} } = (query ? inputSchema(query) : {}) as {
    properties?: Record<string, Json>;
  };
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema })),
  ];
  return parameters.length > 0 ? { parameters } : {};
}

/** Moves a schema's own `$defs` (schemas named by an id) among the components. */
function hoist(schema: Json, schemas: Json): Json {
  const { $defs, ...rest } = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as Json;
  for (const [name, definition] of Object.entries(($defs as Json | undefined) ?? {})) {
    const { id: _, ...made } = definition as Json;
    schemas[name] = made;
  }
  return rest;
}
