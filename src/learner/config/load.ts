/**
 * Reads a run's YAML file: defaults, then the preset, then the file, then each stage over what came
 * before it. Everything, the stages included, is checked before anything runs.
 */
import { hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { AssayError } from '../../errors.ts';
import type { Stage } from '../prolonged/stages.ts';
import { isPlain, mergeParts } from './merge.ts';
import { presets } from './presets.ts';
import { problems } from './problems.ts';
import { type Kind, RunConfig, Settings, type StageEntry, stageParts } from './schema.ts';

const maxConfigBytes = 1 << 20;

export interface LoadedStage extends Stage {
  readonly kind: Kind;
  readonly settings: Settings;
}

export interface LoadedConfig {
  readonly config: RunConfig;
  /** At least one; a run without stages is one stage. */
  readonly stages: readonly LoadedStage[];
  /** Changes when anything does that could change a result. */
  readonly hash: string;
  /** Folder that relative paths are relative to. */
  readonly base: string;
}

/** @throws AssayError `config_invalid` that lists everything wrong. */
export async function loadRunConfig(path: string): Promise<LoadedConfig> {
  const size = await stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      throw invalid(path, [`Expected the file to be readable, got ${error.code}`]);
    },
  );
  if (size > maxConfigBytes) {
    throw invalid(path, [`Expected at most ${maxConfigBytes} bytes, got ${size}`]);
  }
  return parseRunConfig(await readFile(path, 'utf8'), path);
}

export function parseRunConfig(text: string, path: string): LoadedConfig {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0)
    throw invalid(
      path,
      document.errors.map(({ message }) => message),
    );
  const written: unknown = document.toJS({ maxAliasCount: 100 });
  if (!isPlain(written)) throw invalid(path, ['Expected a mapping of keys']);
  const { preset } = written;
  const recipe = presets[preset as keyof typeof presets];
  const merged = recipe ? mergeParts(recipe, written) : written;
  const config = check(RunConfig, merged, path);
  const stages = config.stages.length > 0 ? config.stages : [wholeRun];
  let parts = pick(merged);
  const loaded = stages.map((entry, i): LoadedStage => {
    parts = mergeParts(parts, pick(entry));
    const at = config.stages.length > 0 ? `${path}: stages[${i}]` : path;
    const kind = entry.kind ?? config.kind;
    return { ...stageOf(entry), kind, settings: check(Settings, parts, at) };
  });
  return { config, stages: loaded, hash: hashOf(config), base: dirname(resolve(path)) };
}

/** It ends with the run, whose steps may be raised later. */
const wholeRun: z.infer<typeof StageEntry> = {
  name: 'run',
  steps: null,
  until_score: null,
  until_length: null,
  entry: 'nothing',
};

function stageOf(entry: z.infer<typeof StageEntry>): Stage {
  const { name, steps, until_score, until_length } = entry;
  return { name, entry: entry.entry, end: { steps, score: until_score, meanLength: until_length } };
}

/** What may change between a run and its going on: where it lies, how long it is, who judges it. */
function hashOf(config: RunConfig): string {
  const free = ['directory', 'steps', 'checkpoint', 'save_rollouts', 'oracle'];
  const fixed = Object.entries(config).filter(([name]) => !free.includes(name));
  return hash('sha256', JSON.stringify(Object.fromEntries(fixed)));
}

function pick(from: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parts: Record<string, unknown> = {};
  for (const key of Object.keys(stageParts)) if (from[key] !== undefined) parts[key] = from[key];
  return parts;
}

function check<T>(schema: z.ZodType<T>, input: unknown, path: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(path, problems(parsed.error, input, schema));
}

function invalid(path: string, found: readonly string[]): AssayError {
  return new AssayError('config_invalid', found.map((text) => `${path}: ${text}`).join('\n'));
}
