/**
 * The rotary part of config.json, in both spellings: `rope_theta` with `rope_scaling` (transformers 4)
 * and `rope_parameters` (transformers 5). Defaults are those of transformers.
 */
import { z } from 'zod';
import { describe } from '../../explain.ts';
import type { RopeScaling } from '../model/config.ts';
import { fault } from './fault.ts';

const positive = z.number().positive();

export const RopeFields = z.looseObject({
  rope_type: z.string().nullish(),
  /** The oldest spelling of `rope_type`. */
  type: z.string().nullish(),
  rope_theta: positive.nullish(),
  factor: positive.nullish(),
  low_freq_factor: positive.nullish(),
  high_freq_factor: positive.nullish(),
  original_max_position_embeddings: positive.nullish(),
  beta_fast: positive.nullish(),
  beta_slow: positive.nullish(),
  attention_factor: positive.nullish(),
});
type RopeFields = z.infer<typeof RopeFields>;

/** What would change the frequencies and is not computed here. */
const unsupported = ['mscale', 'mscale_all_dim', 'short_factor', 'long_factor', 'mrope_section'];

/** @param field how messages call what is read. */
export function readScaling(
  rope: RopeFields | null,
  maxPositions: number,
  field: string,
): RopeScaling | null {
  const kind = rope?.rope_type ?? rope?.type ?? 'default';
  if (rope === null || kind === 'default') return null;
  const odd = unsupported.find((key) => (rope[key] ?? null) !== null);
  if (odd) throw fault(`${field}.${odd}`, 'absent', describe(rope[odd]));
  const partial = rope.partial_rotary_factor ?? 1;
  if (partial !== 1) throw fault(`${field}.partial_rotary_factor`, '1', describe(partial));
  const need = (key: 'factor' | 'low_freq_factor' | 'high_freq_factor') => {
    const value = rope[key];
    if (typeof value === 'number') return value;
    throw fault(`${field}.${key}`, 'a number', describe(value ?? undefined));
  };
  const original = rope.original_max_position_embeddings;
  switch (kind) {
    case 'linear':
      return { kind, factor: need('factor') };
    case 'llama3':
      if (typeof original !== 'number') {
        throw fault(`${field}.original_max_position_embeddings`, 'a number', 'nothing');
      }
      return {
        kind,
        factor: need('factor'),
        lowFreqFactor: need('low_freq_factor'),
        highFreqFactor: need('high_freq_factor'),
        originalMaxPositions: original,
      };
    case 'yarn':
      if ((rope.truncate ?? true) !== true) throw fault(`${field}.truncate`, 'true', 'false');
      return {
        kind,
        factor: rope.factor ?? (original ? maxPositions / original : need('factor')),
        betaFast: rope.beta_fast ?? 32,
        betaSlow: rope.beta_slow ?? 1,
        attentionFactor: rope.attention_factor ?? null,
        originalMaxPositions: original ?? maxPositions,
      };
    default:
      throw fault(`${field}.rope_type`, 'one of default, linear, llama3, yarn', describe(kind));
  }
}

/** The older spelling, which transformers of either age reads. */
export function writeScaling(scaling: RopeScaling | null): Record<string, unknown> | null {
  if (scaling === null) return null;
  const named = { rope_type: scaling.kind, factor: scaling.factor };
  switch (scaling.kind) {
    case 'linear':
      return named;
    case 'llama3':
      return {
        ...named,
        low_freq_factor: scaling.lowFreqFactor,
        high_freq_factor: scaling.highFreqFactor,
        original_max_position_embeddings: scaling.originalMaxPositions,
      };
    case 'yarn':
      return {
        ...named,
        beta_fast: scaling.betaFast,
        beta_slow: scaling.betaSlow,
        ...(scaling.attentionFactor !== null && { attention_factor: scaling.attentionFactor }),
        original_max_position_embeddings: scaling.originalMaxPositions,
      };
  }
}
