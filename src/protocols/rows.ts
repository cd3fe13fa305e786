/**
 * Rows of any trainer in Assay's own batch form: a response and the label it is judged against,
 * without a word on the verifier. clients/python speaks it.
 */
import { z } from 'zod';
import { VerifierId } from '../../verifiers/contract.ts';
import { defineProtocol } from './contract.ts';
import { BatchResponse, batch } from './native.ts';
import { toSample } from './query.ts';

const Row = z
  .looseObject({
    response: z.string(),
    label: z.unknown(),
    prompt: z.unknown().optional(),
    data_source: z.string().optional(),
    verifier: VerifierId.optional(),
    options: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Row' });

const Request = z.looseObject({ rows: z.array(Row) }).meta({ id: 'RowsRequest' });

export const rows = defineProtocol<z.infer<typeof Request>>({
  path: '/v1/score/rows',
  summary: 'Score rows by their labels; what a label means is found out (docs/trainers.md)',
  request: Request,
  response: BatchResponse,
  toSamples: ({ rows: given }, query) => ({
    samples: given.map(({ response, label, prompt, data_source, verifier, options }) =>
      toSample(
        { response, label, prompt, source: data_source },
        {
          ...query,
          verifier: verifier ?? query.verifier,
          options: { ...query.options, ...options },
        },
      ),
    ),
  }),
  fromVerdicts: (_, scored) => batch.fromVerdicts({ samples: [], response: 'full' }, scored),
});
