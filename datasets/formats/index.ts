/** The table of layouts, and what reads a row by it. The first that recognises a row has it. */
import { codeFormats } from './code.ts';
import {
  type Fields,
  type Format,
  type FormatHints,
  isFields,
  LayoutError,
  type Recast,
} from './format.ts';
import { ifeval, ifTraining } from './instruction.ts';
import { labelledRows, messages } from './labelled.ts';
import { applyMapping, columns, type Mapping, mapsReference } from './map.ts';
import { deepscaler, gsm8k, math } from './math.ts';
import { native } from './native.ts';
import { nemoGym } from './nemo-gym.ts';
import { reasoningGym } from './reasoning-gym.ts';
import { prime, verl } from './verl.ts';

export { type Fields, type Format, LayoutError, type Recast } from './format.ts';
export { type Mapping, readMapping } from './map.ts';

export const formats: readonly Format[] = [
  nemoGym,
  prime,
  verl,
  native,
  ...codeFormats,
  ifeval,
  ifTraining,
  reasoningGym,
  gsm8k,
  math,
  deepscaler,
  messages,
  labelledRows,
];

export interface FormatChoice extends FormatHints {
  /** A layout's id, or `auto`. */
  readonly format: string;
  readonly mapping?: Mapping | undefined;
}

export interface Read {
  readonly recast: Recast;
  readonly format: string;
  /** Why the row was taken for this layout. */
  readonly reason: string;
}

/**
 * What reads rows by this choice: every row is looked at by itself, so files may be mixed.
 * @throws RangeError for a layout there is none of.
 */
export function formatReader({ format, mapping, ...hints }: FormatChoice): (row: unknown) => Read {
  const chosen = format === 'auto' ? null : formats.find(({ id }) => id === format);
  if (chosen === undefined) {
    const known = formats.map(({ id }) => id).join(', ');
    throw new RangeError(`Expected a format among auto, ${known}; got ${format}`);
  }
  return (given) => {
    if (!isFields(given)) {
      throw new LayoutError(
        'row',
        `Expected an object, got ${Array.isArray(given) ? 'a list' : typeof given}`,
      );
    }
    const row = mapping ? applyMapping(given, mapping) : given;
    const [found, reason] = choose(row);
    return { recast: found.toSample(row, hints), format: found.id, reason };
  };

  function choose(row: Fields): readonly [Format, string] {
    if (chosen) return [chosen, 'it was asked for'];
    if (mapping && mapsReference(mapping)) return [native, 'the mapping says so'];
    for (const one of formats) {
      const reason = one.recognises(row);
      if (reason !== null) return [one, reason];
    }
    if (hints.verifier !== undefined)
      return [native, `the verifier is said to be ${hints.verifier}`];
    throw new LayoutError(
      'row',
      `Expected the columns of a known layout, got ${columns(row)}; --map can say what they are`,
    );
  }
}
