/**
 * What the columns of rows hold, found while the rows go by: each value widens its column's kind.
 * A kind is plain data, so that a run that was cut short can go on with what it had seen.
 */
export type Kind =
  | 'null'
  | 'boolean'
  | 'integer'
  | 'float'
  | 'text'
  /** Anything else, or several of the others: kept as JSON text. */
  | 'json'
  | { readonly list: Kind }
  | { readonly struct: Readonly<Record<string, Kind>> };

export type Columns = Readonly<Record<string, Kind>>;

/** A struct of more fields is a map whose keys are data. */
const maxFields = 100;
const maxDepth = 8;
const maxInt64 = 2n ** 63n - 1n;

/** The kind of one value. */
export function kindOf(value: unknown, depth = 0): Kind {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'float';
    case 'bigint':
      return value <= maxInt64 && value >= -maxInt64 ? 'integer' : 'json';
    case 'object':
      break;
    default:
      return 'null';
  }
  if (value === null) return 'null';
  if (depth >= maxDepth) return 'json';
  if (Array.isArray(value)) {
    let kind: Kind = 'null';
    for (const one of value) kind = widen(kind, kindOf(one, depth + 1));
    return { list: kind };
  }
  const fields = Object.entries(value);
  if (fields.length === 0 || fields.length > maxFields) return 'json';
  return {
    struct: Object.fromEntries(fields.map(([key, field]) => [key, kindOf(field, depth + 1)])),
  };
}

/** The narrowest kind that holds both. */
export function widen(a: Kind, b: Kind): Kind {
  if (a === b || b === 'null') return a;
  if (a === 'null') return b;
  if (typeof a === 'string' || typeof b === 'string') {
    const numbers = (a === 'integer' && b === 'float') || (a === 'float' && b === 'integer');
    return numbers ? 'float' : 'json';
  }
  if ('list' in a && 'list' in b) {
    const list = widen(a.list, b.list);
    return list === a.list ? a : { list };
  }
  if (!('struct' in a) || !('struct' in b)) return 'json';
  const struct = widenAll(a.struct, b.struct);
  if (struct === a.struct) return a;
  return Object.keys(struct).length > maxFields ? 'json' : { struct };
}

/** Columns with one more row seen; the same object where nothing is new. */
export function widenAll(columns: Columns, more: Columns): Columns {
  let grown: Record<string, Kind> | null = null;
  for (const [name, kind] of Object.entries(more)) {
    const had = Object.hasOwn(columns, name) ? (columns[name] as Kind) : 'null';
    const now = widen(had, kind);
    if (now === had && Object.hasOwn(columns, name)) continue;
    grown ??= { ...columns };
    grown[name] = now;
  }
  return grown ?? columns;
}

/** `columns` with the row's own. Most rows bring nothing new, which is seen without a kind of their own. */
export function seeRow(columns: Columns, row: Readonly<Record<string, unknown>>): Columns {
  if (fieldsFit(columns, row)) return columns;
  const own = Object.entries(row).map(([name, value]) => [name, kindOf(value)] as const);
  return widenAll(columns, Object.fromEntries(own));
}

function fieldsFit(kinds: Columns, fields: Readonly<Record<string, unknown>>, depth = 0): boolean {
  for (const name in fields) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined || !fits(fields[name], kind, depth)) return false;
  }
  return true;
}

/** Whether widening `kind` by the value leaves it as it is; false also where that takes long to tell. */
function fits(value: unknown, kind: Kind, depth: number): boolean {
  if (value === null || value === undefined || kind === 'json') return true;
  if (depth >= maxDepth) return false;
  switch (typeof value) {
    case 'string':
      return kind === 'text';
    case 'boolean':
      return kind === 'boolean';
    case 'number':
      return kind === 'float' || (kind === 'integer' && kindOf(value) === 'integer');
    case 'object':
      if (typeof kind === 'string') return false;
      if (Array.isArray(value)) {
        if (!('list' in kind)) return false;
        for (const one of value) if (!fits(one, kind.list, depth + 1)) return false;
        return true;
      }
      if (!('struct' in kind)) return false;
      for (const _ in value) return fieldsFit(kind.struct, value as object as Columns, depth + 1);
      return false;
    default:
      return false;
  }
}
