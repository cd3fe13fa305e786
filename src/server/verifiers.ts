/** GET /v1/verifiers: what can be judged, with the schemas of each reference and options. */
import { z } from 'zod';
import { verifierIds } from '../../verifiers/contract.ts';
import type { VerifierTable } from '../engine/index.ts';
import { sendJson } from './json.ts';
import type { Route } from './route.ts';

const VerifierList = z
  .object({
    verifiers: z.array(
      z.object({
        id: z.enum(verifierIds),
        summary: z.string(),
        /** Whether judging runs the response as a program. */
        runs_programs: z.boolean(),
        /** JSON Schemas. */
        reference: z.record(z.string(), z.unknown()),
        options: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'VerifierList' });

export const listVerifiers: Route = {
  method: 'get',
  path: '/v1/verifiers',
  summary: 'The verifiers and the schemas of their references and options',
  response: VerifierList,
  handle: ({ scorer }, _req, res) => sendJson(res, describeVerifiers(scorer.verifiers)),
};

function describeVerifiers(table: VerifierTable): z.infer<typeof VerifierList> {
  return {
    verifiers: Object.values(table).map(({ id, kind, summary, reference, options }) => ({
      id,
      summary,
      runs_programs: kind === 'sandbox',
      reference: inputSchema(reference),
      options: inputSchema(options),
    })),
  };
}

/** JSON Schema of what may be sent; what JSON Schema cannot say is left open. */
export function inputSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
