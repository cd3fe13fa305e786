/** What a run is besides its tensors: everything it needs to go on as if it had never stopped. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { explain } from '../../explain.ts';
import { causeOf, fault } from '../checkpoint/fault.ts';
import { parseJsonText } from '../checkpoint/text.ts';

const count = z.int().min(0);
const Part = z.strictObject({ level: count, sum: z.number(), count, drawn: count });

export const RunState = z.strictObject({
  version: z.literal(1),
  /** Steps done. */
  step: count,
  /** Of the configuration it was made with. */
  config: z.string(),
  /** Steps that the optimizer has taken since it began, or began anew. */
  optimizerStep: count,
  /** Every draw of the run comes of its seed and the number of generation batches before it. */
  rng: z.strictObject({ seed: count, generations: count }),
  cursor: z.strictObject({ drawn: count, parts: z.record(z.string(), Part) }),
  reset: z.strictObject({
    last: count,
    resets: count,
    over: count,
    best: z.number().nullable(),
    stalled: count,
  }),
  stage: z.strictObject({ index: count, begun: count }),
  /** Weight of the divergence, which an adaptive one changes. */
  beta: z.number(),
  /** The latest evaluation's score when this was saved; null: there was none. */
  score: z.number().nullable(),
});
export type RunState = Readonly<z.infer<typeof RunState>>;

export const stateName = 'state.json';

/** @throws AssayError `checkpoint_invalid`. */
export async function readState(dir: string): Promise<RunState> {
  const path = join(dir, stateName);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fault(path, 'readable', causeOf(error), error);
  });
  const json = parseJsonText(text, path);
  const parsed = RunState.safeParse(json);
  if (parsed.success) return parsed.data;
  const { field, expected, got } = explain(parsed.error, json, path);
  throw fault(field, expected, got);
}
