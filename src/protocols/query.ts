/** What the address may say for rows that do not say it themselves: `/get_reward?verifier=math`. */
import { z } from 'zod';
import { meaningOf } from '../../datasets/index.ts';
import { VerifierId } from '../../verifiers/contract.ts';

export const Query = z.object({
  /** The verifier of every row. */
  verifier: VerifierId.optional(),
  /** The verifier's options, a JSON object. */
  options: z
    .string()
    .transform((text, context) => {
      try {
        return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
      } catch {
        context.addIssue({ code: 'custom', message: 'Expected a JSON object' });
        return z.NEVER;
      }
    })
    .optional(),
  /** The reward of rows that can never be scored, for clients that only take numbers. */
  unscorable: z.coerce.number().optional(),
});
export type Query = z.infer<typeof Query>;

export interface Row {
  readonly response: string;
  readonly prompt?: unknown;
  readonly label: unknown;
  readonly source?: string | undefined;
}

/** The Sample a row means; one that the engine will refuse where it means none. */
export function toSample({ response, prompt, label, source }: Row, query: Query): unknown {
  const meaning = meaningOf(label, { source, verifier: query.verifier });
  if (!meaning) return { response, reference: label };
  const options = { ...query.options, ...(meaning.options as object | undefined) };
  return {
    verifier: meaning.verifier,
    response,
    reference: meaning.reference,
    ...(typeof prompt === 'string' && prompt !== '' && { prompt }),
    ...(Object.keys(options).length > 0 && { options }),
  };
}
