/** XML and CSV write everything as text: what a schema asks for is read out of it, where that works. */
import { type Fields, isObject } from './json_schema/contract.ts';

const integer = /^\s*[+-]?\d+(?:_\d+)*\s*$/;
const decimal = /^\s*[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?\s*$/;
const maxDigits = 4_300; // as Python reads integers

/** The text as a value of `type`; itself where it is none. */
function scalar(text: string, type: unknown): unknown {
  if (type === 'integer' && integer.test(text) && text.length <= maxDigits) {
    const value = BigInt(text.replaceAll('_', '').trim().replace(/^\+/, ''));
    return BigInt(Number(value)) === value ? Number(value) : value;
  }
  if (type === 'number' && decimal.test(text)) return Number(text.replaceAll('_', ''));
  if (type === 'boolean') {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === '1') return true;
    if (lower === 'false' || lower === '0') return false;
  }
  return text;
}

const propertiesOf = (schema: Fields): Fields =>
  isObject(schema.properties) ? schema.properties : {};

/** Element by element along the schema. A list is an element around items of one name. */
export function coerceXml(data: unknown, schema: unknown): unknown {
  if (!isObject(schema) || !Object.hasOwn(schema, 'type')) return data;
  const { type } = schema;
  if (type === 'object' && isObject(data)) {
    const properties = propertiesOf(schema);
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        Object.hasOwn(properties, key) ? coerceXml(value, properties[key]) : value,
      ]),
    );
  }
  if (type === 'array') {
    const inner = isObject(data) && Object.keys(data).length === 1 ? Object.values(data)[0] : data;
    const items = Array.isArray(inner) ? inner : inner === null ? [] : [inner];
    return items.map((item) => coerceXml(item, schema.items ?? {}));
  }
  if (data === null && type === 'string') return '';
  return typeof data === 'string' ? scalar(data, type) : data;
}

/** Column by column along the schema of a row. */
export function coerceCsv(rows: unknown, schema: unknown): unknown {
  if (!Array.isArray(rows) || !isObject(schema)) return rows;
  const properties = propertiesOf(isObject(schema.items) ? schema.items : schema);
  return rows.map((row: Fields) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => {
        const column = Object.hasOwn(properties, key) ? properties[key] : {};
        return [key, cell(value, isObject(column) ? (column.type ?? 'string') : 'string')];
      }),
    ),
  );
}

function cell(value: unknown, type: unknown): unknown {
  if (!Array.isArray(type)) {
    return typeof value === 'string' && value !== '' ? scalar(value, type) : value;
  }
  if ((value === null || value === '') && type.includes('null')) return null;
  for (const one of type.filter((name) => name !== 'null')) {
    const read = cell(value, one);
    if (typeof read !== 'string' || one === 'string') return read;
  }
  return value;
}
