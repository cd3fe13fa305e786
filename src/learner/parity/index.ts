/** Holds an engine against a checkpoint's golden numbers, quantity by quantity. */
import { readModelConfig } from '../checkpoint/config.ts';
import { openTensors } from '../checkpoint/safetensors.ts';
import type { Engine } from '../engines/contract.ts';
import { Model } from '../model/model.ts';
import { forwardGaps } from './forward.ts';
import { generateGaps } from './generate.ts';
import { grpoGaps } from './grpo.ts';
import type { Gap } from './tolerance.ts';

export { Gap } from './tolerance.ts';

export async function* parity(dir: string, engine: Engine): AsyncGenerator<Gap> {
  const config = await readModelConfig(dir);
  await using stored = await openTensors(dir);
  await using model = await Model.load(engine, config, stored);
  yield* await forwardGaps(dir, model);
  yield* await generateGaps(dir, model);
  yield* await grpoGaps(dir, model); // last: it trains the model
}
