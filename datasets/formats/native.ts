/** Assay's own rows: Samples, with `response` or `responses`, with or without them. */
import { isVerifierId } from '../../verifiers/contract.ts';
import { type Format, idOf, named } from './format.ts';

export const native: Format = {
  id: 'samples',
  about: "Assay's own samples",
  recognises(row) {
    if (isVerifierId(row.verifier)) return `the row names its verifier, ${row.verifier}`;
    const own = ['verifier', 'reference'].filter((name) => row[name] !== undefined);
    return own.length > 0 ? `the row has ${named(...own)}` : null;
  },
  toSample(row, hints) {
    const { id: _, responses, response, verifier, data_source, ...rest } = row;
    return {
      ...rest,
      id: idOf(row),
      verifier: verifier ?? hints.verifier,
      reference: row.reference,
      ...(typeof data_source === 'string' && { source: data_source }),
      ...(Array.isArray(responses) ? { responses } : response !== undefined && { response }),
    };
  },
};
