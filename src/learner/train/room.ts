/** Whether a prompt and its response fit the positions of the model: asked before anything is opened. */
import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { readModelConfig } from '../checkpoint/config.ts';
import type { LoadedConfig } from '../config/load.ts';

/** @throws AssayError `config_invalid` with every figure. */
export async function expectRoom(loaded: LoadedConfig): Promise<void> {
  const { evaluation } = loaded.config;
  const most = await positionsOf(loaded);
  for (const { name, settings } of loaded.stages) {
    const { max_prompt_tokens: prompt, max_new_tokens: fresh } = settings.rollout;
    expect(`stage ${name}`, 'max_new_tokens', { prompt, fresh, most });
    const drawn = evaluation.max_new_tokens;
    if (drawn !== undefined && evaluation.sets.length > 0) {
      expect(`stage ${name}`, 'evaluation.max_new_tokens', { prompt, fresh: drawn, most });
    }
  }
}

async function positionsOf({ config: { model }, base }: LoadedConfig): Promise<number> {
  if (model.scratch) return model.scratch.max_positions;
  return (await readModelConfig(resolve(base, model.from as string))).maxPositions;
}

interface Lengths {
  readonly prompt: number;
  readonly fresh: number;
  readonly most: number;
}

function expect(where: string, name: string, { prompt, fresh, most }: Lengths): void {
  if (prompt + fresh <= most) return;
  throw new AssayError(
    'config_invalid',
    `${where}: expected max_prompt_tokens + ${name} to be at most ${most}, the model's positions; got ${prompt} + ${fresh} = ${prompt + fresh}`,
  );
}
