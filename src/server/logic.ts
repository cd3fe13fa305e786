/** GET /v1/logic/tasks and POST /v1/logic/generate. */
import { z } from 'zod';
import { readBody, sendJson } from './json.ts';
import type { PuzzleRequest } from './puzzle-thread.ts';
import { makePuzzles } from './puzzles.ts';
import { hangUp, type Route } from './route.ts';

const TaskList = z
  .object({ tasks: z.array(z.looseObject({ task: z.string(), category: z.string() })) })
  .meta({ id: 'TaskList' });

let catalogue: Promise<readonly unknown[]> | undefined;
const forget = (error: unknown): never => {
  catalogue = undefined;
  throw error;
};

export const listTasks: Route = {
  method: 'get',
  path: '/v1/logic/tasks',
  summary: 'The puzzle tasks: config schema, curriculum, form of the answer, scoring, an example',
  response: TaskList,
  async handle(_context, _req, res) {
    // Made once; a failure is tried again.
    catalogue ??= makePuzzles('catalogue', new AbortController().signal);
    sendJson(res, { tasks: await catalogue.catch(forget) });
  },
};

const source = {
  task: z.string().min(1).max(100),
  level: z.int().min(0).max(1_000).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
};

const GenerateRequest = z
  .strictObject({
    ...source,
    task: source.task.optional().describe('One task; or `parts`'),
    parts: z
      .array(z.strictObject({ ...source, weight: z.number().min(0).max(1e9).optional() }))
      .min(1)
      .max(1_000)
      .optional()
      .describe('Several tasks in one stream, each as often as its weight says'),
    count: z.int().min(1).max(1_000).default(1),
    seed: z.int().default(0),
    split: z.enum(['train', 'test']).optional(),
    template: z.string().max(10_000).optional(),
  })
  .refine((r) => (r.task === undefined) !== (r.parts === undefined), {
    message: 'Expected either `task` or `parts`',
    path: ['task'],
  })
  .meta({ id: 'GenerateRequest' });

const GenerateResponse = z
  .object({ samples: z.array(z.looseObject({ id: z.string(), verifier: z.literal('logic') })) })
  .meta({ id: 'GenerateResponse' });

export const generate: Route = {
  method: 'post',
  path: '/v1/logic/generate',
  summary: 'Puzzles as samples without a response; the same seed gives the same puzzles',
  request: GenerateRequest,
  response: GenerateResponse,
  async handle(_context, req, res) {
    const { task, level, config, parts, ...drawing } = readBody(req, GenerateRequest);
    const request: PuzzleRequest = parts
      ? { parts, ...drawing }
      : { task: task ?? '', level, config, ...drawing };
    sendJson(res, { samples: await makePuzzles(request, hangUp(res)) });
  },
};
