/**
 * A mapping says which column is which field of a sample: `response=completion`,
 * `reference.answer=gold`, `reference.language="python"` (JSON is a constant, anything else a path).
 */
import { parseJson } from '../../verifiers/json.ts';
import { type Fields, isFields, LayoutError } from './format.ts';

export interface Mapping {
  readonly pairs: readonly Pair[];
}

interface Pair {
  /** Field of the sample, as a path. */
  readonly target: readonly string[];
  readonly from: { readonly column: readonly string[] } | { readonly constant: unknown };
}

const roots = [
  'id',
  'verifier',
  'prompt',
  'response',
  'responses',
  'reference',
  'options',
  'data_source',
];

/** @throws RangeError for a pair that is none. */
export function readMapping(pairs: readonly (readonly [target: string, from: string])[]): Mapping {
  return { pairs: pairs.map(([target, from]) => readPair(target, from)) };
}

function readPair(target: string, from: string): Pair {
  const path = target.split('.');
  if (path.some((name) => name === '' || name === '__proto__') || !roots.includes(path[0] ?? '')) {
    throw new RangeError(
      `Expected a mapping to one of ${roots.join(', ')} or a field in it, got "${target}"`,
    );
  }
  if (/^["[{\d-]|^(?:true|false|null)$/.test(from)) {
    try {
      return { target: path, from: { constant: parseJson(from) } };
    } catch (error) {
      throw new RangeError(`Expected a column or JSON for ${target}: ${(error as Error).message}`);
    }
  }
  if (from === '') throw new RangeError(`Expected a column for ${target}, got nothing`);
  return { target: path, from: { column: from.split('.') } };
}

/** Whether the mapping says what rows are judged against; else a layout has to. */
export const mapsReference = ({ pairs }: Mapping): boolean =>
  pairs.some(({ target }) => target[0] === 'reference' || target[0] === 'verifier');

/** The row with the mapped fields under the names that samples have. @throws LayoutError */
export function applyMapping(row: Fields, { pairs }: Mapping): Fields {
  const made: Record<string, unknown> = { ...row };
  const fresh = new Set<unknown>();
  for (const { target, from } of pairs) {
    const value = 'constant' in from ? from.constant : valueAt(row, from.column);
    let at = made;
    for (const name of target.slice(0, -1)) {
      const inner = at[name];
      const next: Record<string, unknown> = fresh.has(inner)
        ? (inner as Record<string, unknown>)
        : isFields(inner) && at !== made
          ? { ...inner }
          : {};
      fresh.add(next);
      at[name] = next;
      at = next;
    }
    at[target.at(-1) as string] = value;
  }
  return made;
}

function valueAt(row: Fields, path: readonly string[]): unknown {
  const whole = path.join('.');
  if (Object.hasOwn(row, whole)) return row[whole];
  let value: unknown = row;
  for (const name of path) {
    if (Array.isArray(value)) value = value[Number(name)];
    else if (isFields(value) && Object.hasOwn(value, name)) value = value[name];
    else throw new LayoutError(whole, `Expected the column of the mapping, got ${columns(row)}`);
  }
  return value;
}

export const columns = (row: Fields): string =>
  `the columns ${Object.keys(row).slice(0, 20).join(', ') || 'none'}`;
