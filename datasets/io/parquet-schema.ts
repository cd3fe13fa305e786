/** Kinds of columns as a Parquet schema, and values in the form that the writer takes for them. */
import type { ParquetWriter } from 'hyparquet-writer';
import { stringifyJson } from '../../verifiers/json.ts';
import type { Columns, Kind } from './kinds.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Every column may be null. */
export function schemaOf(columns: Columns): SchemaElement[] {
  const names = Object.keys(columns);
  return [
    { name: 'root', num_children: names.length },
    ...names.flatMap((name) => elementsOf(name, columns[name] as Kind)),
  ];
}

function elementsOf(name: string, kind: Kind): SchemaElement[] {
  const repetition_type = 'OPTIONAL';
  if (typeof kind !== 'string') {
    if ('list' in kind) {
      return [
        { name, repetition_type, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf('element', kind.list),
      ];
    }
    const fields = Object.keys(kind.struct);
    return [
      { name, repetition_type, num_children: fields.length },
      ...fields.flatMap((field) => elementsOf(field, kind.struct[field] as Kind)),
    ];
  }
  switch (kind) {
    case 'boolean':
      return [{ name, type: 'BOOLEAN', repetition_type }];
    case 'integer':
      return [{ name, type: 'INT64', repetition_type }];
    case 'float':
      return [{ name, type: 'DOUBLE', repetition_type }];
    default:
      // JSON too is text of our own making: the writer's own would lose large integers
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
  }
}

/** A value as its column's kind. */
export function toKind(value: unknown, kind: Kind): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof kind !== 'string') {
    if ('list' in kind) return (value as unknown[]).map((one) => toKind(one, kind.list));
    const fields = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(kind.struct).map(([name, field]) => [name, toKind(fields[name], field)]),
    );
  }
  if (kind === 'integer') return BigInt(value as number | bigint);
  if (kind === 'float') return Number(value);
  return kind === 'json' ? stringifyJson(value) : value;
}
