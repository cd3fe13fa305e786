/**
 * The token ids that end a response and that pad a batch. generation_config.json goes over
 * config.json, as in transformers' generate; either may give one end token or several.
 */
import { z } from 'zod';
import { explain } from '../../explain.ts';
import { configName } from './config.ts';
import { fault } from './fault.ts';
import { readJson } from './text.ts';

const id = z.int().min(0);
const Fields = z.looseObject({
  eos_token_id: z.union([id, z.array(id)]).nullish(),
  pad_token_id: z.union([id, z.literal(-1)]).nullish(),
});

export interface StopTokens {
  readonly eos: readonly number[];
  readonly pad: number | null;
}

export async function readStopTokens(dir: string): Promise<StopTokens> {
  const found: z.infer<typeof Fields>[] = [];
  for (const name of ['generation_config.json', configName]) {
    const json = (await readJson(dir, name)) ?? {};
    const parsed = Fields.safeParse(json);
    if (!parsed.success) {
      const { field, expected, got } = explain(parsed.error, json, name);
      throw fault(field, expected, got);
    }
    found.push(parsed.data);
  }
  const eos = found.map((fields) => fields.eos_token_id ?? null).find((ids) => ids !== null) ?? [];
  const pad = found.map((fields) => fields.pad_token_id ?? null).find((at) => at !== null) ?? null;
  return { eos: typeof eos === 'number' ? [eos] : eos, pad: pad === -1 ? null : pad };
}
