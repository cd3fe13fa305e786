/**
 * Saves a model as a folder that transformers loads: model.safetensors and config.json, with the
 * tokenizer and the generation settings copied from the folder the model came from.
 */
import { copyFile, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelConfig } from '../model/config.ts';
import { textChunks, writeFileAtomic, writeFileSynced, writeFolderAtomic } from './atomic.ts';
import { configName, type TokenIds, toConfigJson, withDtype } from './config.ts';
import type { Dtype, TensorToStore } from './contract.ts';
import { fault } from './fault.ts';
import { bytesOf, narrow } from './floats.ts';
import { maxHeaderBytes } from './header.ts';
import { weightsName } from './safetensors.ts';
import { readJson } from './text.ts';

/** What goes along with the weights, where the source has it. */
export const carriedFiles = [
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'chat_template.jinja',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'tokenizer.model',
] as const;

export interface ModelToSave {
  readonly config: ModelConfig;
  readonly tensors: Iterable<TensorToStore>;
  /** The type that config.json names; that of the weights. */
  readonly dtype: Dtype;
  /** The folder that the model was read from, or null for one made here. */
  readonly source: string | null;
  /** For a model made here. */
  readonly tokens?: TokenIds;
  /** Further files by name, such as a tokenizer made here. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Puts the whole folder in place at once. */
export async function saveModel(dir: string, model: ModelToSave): Promise<void> {
  await writeFolderAtomic(dir, (temporary) => writeModel(temporary, model));
}

/** Fills a folder that is there; for one that is part of something larger. */
export async function writeModel(dir: string, model: ModelToSave): Promise<void> {
  const { source, config, dtype, tokens = { eos: null, pad: null }, files = {} } = model;
  await mkdir(dir, { recursive: true });
  const original = source === null ? null : await readJson(source, configName);
  const json = original
    ? withDtype(original as Record<string, unknown>, dtype)
    : toConfigJson(config, dtype, tokens);
  await writeFileSynced(join(dir, configName), textChunks(`${JSON.stringify(json, null, 2)}\n`));
  for (const name of carriedFiles) {
    if (source !== null) await copyIfThere(join(source, name), join(dir, name));
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFileSynced(join(dir, name), textChunks(text));
  }
  await writeFileSynced(join(dir, weightsName), toChunks([...model.tensors]));
}

/** Saves tensors alone, as one safetensors file: optimizer moments, a reference's weights. */
export async function saveTensors(path: string, tensors: Iterable<TensorToStore>): Promise<void> {
  await writeFileAtomic(path, toChunks([...tensors]));
}

/** The header, padded with spaces to 8 bytes as upstream does, then the values in order. */
function* toChunks(tensors: readonly TensorToStore[]): Generator<Uint8Array> {
  const header: Record<string, unknown> = Object.create(null);
  header.__metadata__ = { format: 'pt' };
  let at = 0;
  for (const { name, dtype, shape, values } of tensors) {
    const count = shape.reduce((product, size) => product * size, 1);
    const field = `tensor ${JSON.stringify(name)}`;
    if (count !== values.length) {
      throw fault(field, `${count} values, as [${shape.join(', ')}] has`, `${values.length}`);
    }
    if (name in header) throw fault(field, 'of a name of its own', 'one given twice');
    const to = at + count * bytesOf[dtype];
    header[name] = { dtype, shape, data_offsets: [at, to] };
    at = to;
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Math.ceil(text.length / 8) * 8;
  if (length > maxHeaderBytes) throw fault('the header', `at most ${maxHeaderBytes}`, `${length}`);
  const head = Buffer.alloc(8 + length, ' ');
  head.writeBigUInt64LE(BigInt(length));
  text.copy(head, 8);
  yield head;
  for (const { dtype, values } of tensors) yield narrow(dtype, values);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await using file = await open(to, 'r+');
  await file.chmod(0o644); // the source may be read-only; what was saved may be removed again
  await file.sync();
}
