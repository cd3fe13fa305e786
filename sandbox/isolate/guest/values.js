/**
 * Values to text and back, see codec.ts, inside an isolate. One function expression.
 */
(function furnishValues(maxValue, maxDepth) {
  const { apply, defineProperty } = Reflect;
  const { stringify } = JSON;
  const { isArray } = Array;
  const { isInteger, isNaN: isNotANumber } = Number;
  const { keys: enumerable } = Object;
  const bigint = BigInt;
  const text = String;
  const { join } = Array.prototype;
  const mapEntries = Map.prototype.forEach;
  const setEntries = Set.prototype.forEach;
  const MapKind = Map;
  const SetKind = Set;

  function encode(root) {
    const parts = [];
    let size = 0;
    const put = (s) => {
      size += s.length;
      if (size > maxValue) throw 'too_large';
      parts[parts.length] = s;
    };
    const string = (s) => {
      if (s.length > maxValue) throw 'too_large';
      put(stringify(s));
    };
    const number = (n) => {
      if (isNotANumber(n)) put('["f","nan"]');
      else if (n === Infinity) put('["f","inf"]');
      else if (n === -Infinity) put('["f","-inf"]');
      else if (isInteger(n) && n < 1e21 && n > -1e21) put(text(bigint(n)));
      else put(text(n));
    };
    const list = (tag, values, depth) => {
      put(`["${tag}"`);
      for (let i = 0; i < values.length; i++) {
        put(',');
        walk(values[i], depth + 1);
      }
      put(']');
    };
    const pairs = (tag, entries, depth) => {
      put(`["${tag}"`);
      for (let i = 0; i < entries.length; i++) {
        put(',[');
        walk(entries[i][0], depth + 1);
        put(',');
        walk(entries[i][1], depth + 1);
        put(']');
      }
      put(']');
    };
    const object = (v, depth) => {
      const entries = [];
      const names = enumerable(v);
      for (let i = 0; i < names.length; i++) entries[i] = [names[i], v[names[i]]];
      pairs('d', entries, depth);
    };
    const walk = (v, depth) => {
      if (depth > maxDepth) return put('["o","too_deep"]');
      switch (typeof v) {
        case 'string':
          return string(v);
        case 'number':
          return number(v);
        case 'boolean':
          return put(v ? 'true' : 'false');
        case 'bigint':
          return put(text(v));
        case 'undefined':
          return put('["u"]');
        case 'object':
          break;
        default:
          return put(`["o","${typeof v}"]`);
      }
      if (v === null) return put('null');
      if (typeof v.toJSON === 'function') {
        const json = apply(v.toJSON, v, ['']);
        return json === v ? object(v, depth) : walk(json, depth + 1);
      }
      if (isArray(v)) return list('l', v, depth);
      if (v instanceof MapKind) {
        const entries = [];
        apply(mapEntries, v, [(x, k) => (entries[entries.length] = [k, x])]);
        return pairs('m', entries, depth);
      }
      if (v instanceof SetKind) {
        const members = [];
        apply(setEntries, v, [(x) => (members[members.length] = x)]);
        return list('s', members, depth);
      }
      if (v instanceof Number || v instanceof String || v instanceof Boolean) {
        return walk(v.valueOf(), depth + 1);
      }
      if (ArrayBuffer.isView(v) || v instanceof ArrayBuffer) return put('["o","binary"]');
      // A generator or other iterator is not data; a class instance is its own fields.
      if (typeof v.next === 'function') return put('["o","iterator"]');
      return object(v, depth);
    };
    try {
      walk(root, 0);
    } catch (error) {
      if (error === 'too_large') return '["o","too_large"]';
      throw error;
    }
    return apply(join, parts, ['']);
  }

  function decode(v) {
    if (!isArray(v)) return v;
    const tag = v[0];
    if (tag === 'l' || tag === 't') {
      const out = [];
      for (let i = 1; i < v.length; i++) out[i - 1] = decode(v[i]);
      return out;
    }
    if (tag === 'd') {
      const out = {};
      for (let i = 1; i < v.length; i++) {
        const key = decode(v[i][0]);
        const own = {
          value: decode(v[i][1]),
          writable: true,
          enumerable: true,
          configurable: true,
        };
        defineProperty(out, typeof key === 'string' ? key : text(key), own);
      }
      return out;
    }
    if (tag === 's') {
      const out = new SetKind();
      for (let i = 1; i < v.length; i++) out.add(decode(v[i]));
      return out;
    }
    if (tag === 'm') {
      const out = new MapKind();
      for (let i = 1; i < v.length; i++) out.set(decode(v[i][0]), decode(v[i][1]));
      return out;
    }
    if (tag === 'f') return v[1] === 'nan' ? NaN : v[1] === 'inf' ? Infinity : -Infinity;
    return undefined;
  }

  return { encode, decode };
});
