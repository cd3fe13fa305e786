/**
 * What learns: a policy with its optimizer, and the reference it is held to. Opened from the
 * configuration's model, or from a checkpoint as it was when that was written.
 */
import { join, resolve } from 'node:path';
import { readModelConfig } from '../checkpoint/config.ts';
import type { StoredTensors, TensorToStore } from '../checkpoint/contract.ts';
import { fault } from '../checkpoint/fault.ts';
import { openTensorFile, openTensors } from '../checkpoint/safetensors.ts';
import { readStopTokens } from '../checkpoint/stop-tokens.ts';
import type { LoadedConfig } from '../config/load.ts';
import { scratchModel } from '../config/settings.ts';
import type { Engine } from '../engines/contract.ts';
import { initialTensors } from '../model/initial.ts';
import { Model } from '../model/model.ts';
import { Optimizer } from '../model/optimizer.ts';
import { type Parameters, parameterShapes } from '../model/parameters.ts';
import {
  type CheckpointToSave,
  modelFolder,
  momentsName,
  referenceName,
} from '../run/checkpoints.ts';
import type { RunState } from '../run/state.ts';
import { characterTokenizer } from '../tokenizer/characters.ts';
import { readTokenizer, type Tokenizer } from '../tokenizer/tokenizer.ts';
import { copyInto, copyOf, expectFinite, readAll } from './tensors.ts';

export interface Learner extends AsyncDisposable {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly tokenizer: Tokenizer;
  /** Tokens that end a response; the first ends a demonstration. */
  readonly eos: readonly number[];
  /** Null where no divergence is measured. */
  readonly reference: Model | null;
  /** The reference becomes the present policy; one is made where there is none. */
  resetReference(): Promise<void>;
  /** Moments of zero, and no step taken. */
  resetOptimizer(): void;
  checkpoint(state: RunState): Promise<CheckpointToSave>;
}

export interface Resumed {
  /** The checkpoint's folder. */
  readonly dir: string;
  readonly state: RunState;
}

/** Full-precision weights beside the moments, where the model itself is saved in fewer bits. */
const masterPrefix = 'w.';

export async function openLearner(
  engine: Engine,
  { config, base }: LoadedConfig,
  resumed: Resumed | null,
): Promise<Learner> {
  const { scratch, from, save_dtype: dtype } = config.model;
  const source = from === undefined ? null : resolve(base, from);
  const tokenizer =
    source === null ? characterTokenizer(scratch?.characters) : await readTokenizer(source);
  const eos = await endTokens(source, tokenizer);
  const folder = resumed ? join(resumed.dir, modelFolder) : source;
  await using held = new AsyncDisposableStack();
  const model = held.use(await openModel());
  const optimizer = held.use(new Optimizer(model));
  if (resumed) await restoreOptimizer(resumed);
  let reference: Model | null = null;
  held.defer(async () => reference?.[Symbol.asyncDispose]());
  if (resumed) await restoreReference(resumed.dir);
  const opened = held.move();

  async function openModel(): Promise<Model> {
    if (folder === null) {
      const made = scratchModel(scratch as NonNullable<typeof scratch>, tokenizer.size);
      return Model.load(engine, made, initialTensors(made, config.seed, scratch?.init_std));
    }
    const shape = await readModelConfig(folder);
    if (resumed && dtype !== 'F32') {
      await using file = await openTensorFile(join(resumed.dir, momentsName));
      return await Model.load(engine, shape, under(file, masterPrefix));
    }
    await using stored = await openTensors(folder);
    return await Model.load(engine, shape, stored);
  }

  async function restoreOptimizer({ dir, state }: Resumed): Promise<void> {
    await using file = await openTensorFile(join(dir, momentsName));
    await fillFrom(engine, optimizer.m, under(file, 'm.'));
    await fillFrom(engine, optimizer.v, under(file, 'v.'));
    optimizer.step = state.optimizerStep;
  }

  async function restoreReference(dir: string): Promise<void> {
    const path = join(dir, referenceName);
    const file = await openTensorFile(path).catch((error: Error & { cause?: unknown }) => {
      if ((error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return null;
      throw error;
    });
    if (file === null) return;
    await using stored = file;
    reference = await Model.load(engine, model.config, stored);
  }

  return {
    ...{ model, optimizer, tokenizer, eos },
    get reference() {
      return reference;
    },
    async resetReference() {
      if (reference) await copyInto(engine, reference.parameters, model.parameters);
      else reference = new Model(engine, model.config, await copyOf(engine, model.parameters));
    },
    resetOptimizer() {
      for (const moments of [optimizer.m, optimizer.v]) {
        for (const buffer of moments.values()) engine.fill(buffer, 0);
      }
      optimizer.step = 0;
    },
    async checkpoint(state) {
      const shapes = parameterShapes(model.config);
      const weights = await readAll(engine, model.parameters, shapes);
      expectFinite(weights);
      const masters = dtype === 'F32' ? [] : named(weights, masterPrefix);
      return {
        model: {
          config: model.config,
          tensors: weights.map((tensor) => ({ ...tensor, dtype })),
          ...{ dtype, source },
          ...(source === null && {
            tokens: { eos: tokenizer.eos, pad: tokenizer.pad },
            files: tokenizer.files,
          }),
        },
        moments: [
          ...named(await readAll(engine, optimizer.m, shapes), 'm.'),
          ...named(await readAll(engine, optimizer.v, shapes), 'v.'),
          ...masters,
        ],
        reference: reference ? await readAll(engine, reference.parameters, shapes) : null,
        state: { ...state, optimizerStep: optimizer.step },
      };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function endTokens(source: string | null, tokenizer: Tokenizer): Promise<readonly number[]> {
  const told = source === null ? [] : (await readStopTokens(source)).eos;
  if (told.length > 0) return told;
  return tokenizer.eos === null ? [] : [tokenizer.eos];
}

function named(tensors: readonly TensorToStore[], prefix: string): TensorToStore[] {
  return tensors.map((tensor) => ({ ...tensor, name: `${prefix}${tensor.name}` }));
}

/** The tensors whose names begin so, without that. */
function under({ tensors }: StoredTensors, prefix: string): Pick<StoredTensors, 'tensors'> {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  return { tensors: new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor])) };
}

async function fillFrom(
  engine: Engine,
  parameters: Parameters,
  { tensors }: Pick<StoredTensors, 'tensors'>,
): Promise<void> {
  for (const [name, buffer] of parameters) {
    const stored = await tensors.get(name)?.read();
    if (stored?.length !== buffer.length) {
      throw fault(
        `tensor ${name} of ${momentsName}`,
        `${buffer.length} values`,
        `${stored?.length ?? 'nothing'}`,
      );
    }
    engine.write(buffer, stored);
  }
}
