/** A row of a rollouts file as a page reads it: what is missing or odd becomes nothing, never an error. */
import { z } from 'zod';

const number = z.number().nullable().catch(null);
const text = z.string().catch('');

export const Row = z.object({
  group: z.number().catch(0),
  source: text,
  prompt_id: text,
  prompt: text,
  response: text,
  tokens: number,
  truncated: z.boolean().catch(false),
  score: number,
  cause: text,
  flags: z.array(z.string()).max(64).catch([]),
  reward: number,
  advantage: number,
});
export type Row = Readonly<z.infer<typeof Row>>;
