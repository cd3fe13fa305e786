/**
 * JSON Schema, draft 2020-12, as far as published data uses it: a schema becomes a check, once, and
 * a word without a rule here is refused rather than passed over. References stay inside the schema.
 * As in the drafts, `format` and the words for people constrain nothing.
 */
import { assertions, readPattern, shown, wholeNumber } from './assertions.ts';
import { type Check, type Fields, isObject, type Json, SchemaError } from './contract.ts';

const maxDepth = 100;
const maxSchemas = 10_000;

const silent = new Set(
  '$schema $id $comment $defs definitions title description default examples deprecated readOnly writeOnly format nullable example xml discriminator externalDocs contentEncoding contentMediaType contentSchema minContains maxContains then else'.split(
    ' ',
  ),
);

/** @throws SchemaError */
export function compileSchema(root: Json): Check {
  const known = new Map<Json, Check>();

  const compile = (schema: Json): Check => {
    const before = known.get(schema);
    if (before) return before;
    if (schema === true) return () => null;
    if (schema === false) return (_value, path) => `${path}: expected nothing here`;
    if (!isObject(schema)) throw new SchemaError(`Expected a schema, got ${shown(schema)}`);
    if (known.size >= maxSchemas) throw new SchemaError(`Expected at most ${maxSchemas} schemas`);
    let checks: readonly Check[] = [];
    const check: Check = (value, path, visit) => {
      visit.budget.spend();
      if (visit.depth >= maxDepth) return `${path}: expected less depth`;
      const inner = { ...visit, depth: visit.depth + 1 };
      for (const one of checks) {
        const fault = one(value, path, inner);
        if (fault !== null) return fault;
      }
      return null;
    };
    known.set(schema, check); // before its parts: a reference may lead back to it
    checks = Object.entries(schema).flatMap(([name, word]) => wordOf(name, word, schema));
    return check;
  };

  const wordOf = (name: string, word: Json, schema: Fields): readonly Check[] => {
    if (silent.has(name) || name.startsWith('x-')) return [];
    if (Object.hasOwn(assertions, name)) return [assertions[name]?.(word, schema) as Check];
    if (Object.hasOwn(applicators, name)) return [applicators[name]?.(word, schema) as Check];
    throw new SchemaError(`Expected words with a rule here, got ${shown(name)}`);
  };

  const list = (word: Json, name: string): readonly Check[] => {
    if (Array.isArray(word) && word.length > 0) return word.map(compile);
    throw new SchemaError(`${name}: expected a list of schemas, got ${shown(word)}`);
  };
  const table = (word: Json, name: string): readonly (readonly [string, Check])[] => {
    if (isObject(word)) return Object.entries(word).map(([key, one]) => [key, compile(one)]);
    throw new SchemaError(`${name}: expected an object of schemas, got ${shown(word)}`);
  };

  const applicators: Readonly<Record<string, (word: Json, schema: Fields) => Check>> = {
    $ref: (word) => {
      const target = resolve(root, word);
      compile(target);
      return (value, path, visit) => compile(target)(value, path, visit);
    },
    allOf(word) {
      const checks = list(word, 'allOf');
      return (value, path, visit) => first(checks, (check) => check(value, path, visit));
    },
    anyOf(word) {
      const checks = list(word, 'anyOf');
      return (value, path, visit) => {
        const faults = checks.map((check) => check(value, path, visit));
        return faults.includes(null) ? null : (faults[0] ?? null);
      };
    },
    oneOf(word) {
      const checks = list(word, 'oneOf');
      return (value, path, visit) => {
        const fitting = checks.filter((check) => check(value, path, visit) === null).length;
        return fitting === 1 ? null : `${path}: expected one of the shapes, ${fitting} fit`;
      };
    },
    not(word) {
      const check = compile(word);
      return (value, path, visit) =>
        check(value, path, visit) === null ? `${path}: expected another value` : null;
    },
    if(word, schema) {
      const [condition, then, otherwise] = [word, schema.then ?? true, schema.else ?? true].map(
        compile,
      ) as [Check, Check, Check];
      return (value, path, visit) =>
        (condition(value, path, visit) === null ? then : otherwise)(value, path, visit);
    },
    properties(word) {
      const checks = table(word, 'properties');
      return (value, path, visit) =>
        isObject(value)
          ? first(checks, ([key, check]) =>
              Object.hasOwn(value, key) ? check(value[key], `${path}.${key}`, visit) : null,
            )
          : null;
    },
    patternProperties(word) {
      const checks = table(word, 'patternProperties').map(
        ([source, check]) => [readPattern(source, 'patternProperties'), check] as const,
      );
      return (value, path, visit) =>
        isObject(value)
          ? first(Object.keys(value), (key) =>
              first(checks, ([pattern, check]) =>
                pattern.count(key, visit.budget, 1) > 0
                  ? check(value[key], `${path}.${key}`, visit)
                  : null,
              ),
            )
          : null;
    },
    additionalProperties(word, { properties, patternProperties }) {
      const check = compile(word);
      const named = isObject(properties) ? properties : {};
      const patterns = Object.keys(isObject(patternProperties) ? patternProperties : {}).map(
        (source) => readPattern(source, 'patternProperties'),
      );
      return (value, path, visit) =>
        isObject(value)
          ? first(Object.keys(value), (key) =>
              Object.hasOwn(named, key) ||
              patterns.some((pattern) => pattern.count(key, visit.budget, 1) > 0)
                ? null
                : check(value[key], `${path}.${key}`, visit),
            )
          : null;
    },
    propertyNames(word) {
      const check = compile(word);
      return (value, path, visit) =>
        isObject(value)
          ? first(Object.keys(value), (key) => check(key, `${path}: the name ${shown(key)}`, visit))
          : null;
    },
    dependentSchemas(word) {
      const checks = table(word, 'dependentSchemas');
      return (value, path, visit) =>
        isObject(value)
          ? first(checks, ([key, check]) =>
              Object.hasOwn(value, key) ? check(value, path, visit) : null,
            )
          : null;
    },
    prefixItems(word) {
      const checks = list(word, 'prefixItems');
      return (value, path, visit) =>
        Array.isArray(value)
          ? first(checks.slice(0, value.length), (check, i) =>
              check(value[i], `${path}[${i}]`, visit),
            )
          : null;
    },
    items(word, { prefixItems }) {
      const check = compile(word);
      const from = Array.isArray(prefixItems) ? prefixItems.length : 0;
      return (value, path, visit) =>
        Array.isArray(value)
          ? first(value, (item, i) => (i < from ? null : check(item, `${path}[${i}]`, visit)))
          : null;
    },
    contains(word, { minContains = 1, maxContains = Number.MAX_SAFE_INTEGER }) {
      const check = compile(word);
      const least = wholeNumber(minContains, 'minContains');
      const most = wholeNumber(maxContains, 'maxContains');
      return (value, path, visit) => {
        if (!Array.isArray(value)) return null;
        const found = value.filter((item) => check(item, path, visit) === null).length;
        if (found >= least && found <= most) return null;
        return `${path}: expected ${least} or more items of a shape, got ${found}`;
      };
    },
  };

  return compile(root);
}

/** The first fault there is. */
function first<T>(
  items: readonly T[],
  check: (item: T, i: number) => string | null,
): string | null {
  for (const [i, item] of items.entries()) {
    const fault = check(item, i);
    if (fault !== null) return fault;
  }
  return null;
}

/** What `#/a/b` names inside the schema. @throws SchemaError */
function resolve(root: Json, word: Json): Json {
  if (typeof word !== 'string' || !/^#(\/|$)/.test(word)) {
    throw new SchemaError(`$ref: expected a place in this schema, got ${shown(word)}`);
  }
  let at = root;
  for (const part of word.split('/').slice(1)) {
    const key = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
    const inside = (isObject(at) || Array.isArray(at)) && Object.hasOwn(at, key);
    if (!inside) throw new SchemaError(`$ref: expected a place in this schema, got ${shown(word)}`);
    at = (at as Fields)[key];
  }
  return at;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
