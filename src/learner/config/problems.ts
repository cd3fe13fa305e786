/** Everything wrong with a configuration, one sentence each, with the word that was probably meant. */
import { z } from 'zod';
import { explain, sentence } from '../../explain.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;

export function problems(error: z.ZodError, input: unknown, schema: z.ZodType): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      const words = suggestFor(issue, input);
      return [`${sentence(explain(new z.ZodError([issue]), input, ''))}${words}`];
    }
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const found = explain(new z.ZodError([{ ...issue, keys: [key] }]), input, '');
      return `${sentence(found)}${meant(key, known)}`;
    });
  });
}

function suggestFor(issue: Issue, input: unknown): string {
  if (issue.code !== 'invalid_value') return '';
  let value = input;
  for (const key of issue.path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return typeof value === 'string' ? meant(value, issue.values.map(String)) : '';
}

function meant(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === null ? '' : `; did you mean ${found}?`;
}

/** The keys an object may have at that place of the schema. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: readonly z.ZodType[] = [schema];
  for (const key of path) here = here.flatMap(unwrap).flatMap((type) => step(type, key));
  return here
    .flatMap(unwrap)
    .flatMap((type) => (type instanceof z.ZodObject ? Object.keys(type.shape) : []));
}

/** Defaults and the like taken off, a union in its branches. */
function unwrap(type: z.ZodType): z.ZodType[] {
  const { def } = type as unknown as { def: { innerType?: z.ZodType; options?: z.ZodType[] } };
  if (def.options) return def.options.flatMap(unwrap);
  return def.innerType ? unwrap(def.innerType) : [type];
}

function step(type: z.ZodType, key: PropertyKey): z.ZodType[] {
  if (type instanceof z.ZodObject) {
    const inner: z.ZodType | undefined = type.shape[key as string];
    return inner ? [inner] : [];
  }
  return type instanceof z.ZodArray ? [type.element as z.ZodType] : [];
}
