/** Holds an engine against a checkpoint's golden numbers, quantity by quantity. */
import { AssayError } from '../../errors.ts';
import { readModelConfig } from '../checkpoint/config.ts';
import { openTensors } from '../checkpoint/safetensors.ts';
import type { Engine } from '../engines/contract.ts';
import { Model } from '../model/model.ts';
import { forwardGaps } from './forward.ts';
import { generateGaps } from './generate.ts';
import { grpoGaps } from './grpo.ts';
import { Gap } from './tolerance.ts';

export { Gap } from './tolerance.ts';

/** The golden files and what is held against them. The last one trains the model. */
const parts: readonly [file: string, gaps: (dir: string, model: Model) => Promise<Gap[]>][] = [
  ['golden_forward.json', forwardGaps],
  ['golden_generate.json', generateGaps],
  ['golden_grpo.json', grpoGaps],
];

/** A golden file that cannot be used is a gap with nothing compared: not agreement. */
export async function* parity(dir: string, engine: Engine): AsyncGenerator<Gap> {
  const config = await readModelConfig(dir);
  await using stored = await openTensors(dir);
  await using model = await Model.load(engine, config, stored);
  for (const [file, gaps] of parts) {
    try {
      yield* await gaps(dir, model);
    } catch (error) {
      if (!(error instanceof AssayError && error.code === 'invalid_request')) throw error;
      yield Object.assign(new Gap(file), { where: error.message });
    }
  }
}
