/**
 * A test body and the program it tests, each in an isolate of its own. The files of this folder are one
 * expression each: what both sides share (this one), and what each of the two needs (program.js, body.js).
 *
 * Theory of operation. The body sees the program's functions, classes and instances as proxies
 * (remotes). What it does with them is asked of the program as text; answers are plain data, which
 * the body gets as objects of its own, or more remotes. So no object of the program, and nothing it
 * has patched, ever meets an expected value. A plain object or array that goes over is followed: what
 * the other side did to its copy is done to the original, and it is known again when it comes back.
 * Functions of the body go over as callbacks, which can be called and nothing else. An instance of a
 * class of the body that has methods cannot go over: then the two cannot be kept apart.
 */
(function furnishSpeech(maxDepth, maxText) {
  const { apply, defineProperty, deleteProperty, getPrototypeOf, ownKeys } = Reflect;
  const { getOwnPropertyDescriptor } = Reflect;
  const { stringify } = JSON;
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const MapKind = Map;
  const SetKind = Set;
  const DateKind = Date;
  const bigint = BigInt;
  const text = String;
  const number = Number;
  const { getTime } = Date.prototype;
  const {
    get: mapGet,
    set: mapSet,
    has: mapHas,
    forEach: eachEntry,
    clear: clearMap,
  } = Map.prototype;
  const { forEach: eachMember, add: setAdd, clear: clearSet } = Set.prototype;

  const errors = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError'];
  errors.push('URIError', 'AggregateError');
  const arrays = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array'];
  arrays.push('Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array');
  arrays.push('BigInt64Array', 'BigUint64Array');
  const common = [
    'Object',
    'Function',
    'Array',
    'Map',
    'Set',
    'Promise',
    'Date',
    'RegExp',
    'String',
  ];
  common.push('Number', 'Boolean', 'Symbol', 'BigInt', 'WeakMap', 'WeakSet');
  /** What both sides have, by name: constructors and their prototypes. */
  const builtins = new MapKind();
  const named = new MapKind();
  for (const name of [...errors, ...arrays, ...common]) {
    const kind = globalThis[name];
    for (const [at, value] of [
      [name, kind],
      [`${name}.prototype`, kind.prototype],
    ]) {
      builtins.set(value, at);
      named.set(at, value);
    }
  }
  const nameOf = (value) => apply(mapGet, builtins, [value]);

  /** Containers in the order in which they were met, the same on both sides. */
  function scope() {
    const order = new MapKind();
    const list = [];
    return {
      list,
      add(container) {
        apply(mapSet, order, [container, list.length]);
        list[list.length] = container;
      },
      find: (container) => apply(mapGet, order, [container]),
    };
  }

  const isPlain = (proto) => proto === null || proto === Object.prototype;
  const own = (target, key, value) =>
    defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });

  /**
   * Values to what JSON can carry and back. `opaque(value)` stands for what is no plain data, and
   * `known(tag, item)` finds it again; `data(object, proto)` says whether an object is.
   */
  function speech({ opaque, known, data }) {
    function pack(value, seen, depth) {
      if (depth > maxDepth) throw new RangeError('Expected data of less depth');
      switch (typeof value) {
        case 'string':
        case 'boolean':
          return value;
        case 'number':
          return value - value === 0 && (value !== 0 || 1 / value > 0)
            ? value
            : ['n', special(value)];
        case 'bigint':
          return ['b', text(value)];
        case 'undefined':
          return ['u'];
        case 'symbol':
          return opaque(value);
      }
      if (value === null) return null;
      const name = nameOf(value);
      if (name !== undefined) return ['g', name];
      const at = seen.find(value);
      if (at !== undefined) return ['a', at];
      if (typeof value === 'function') return opaque(value);
      const proto = getPrototypeOf(value);
      if (value instanceof DateKind && proto === DateKind.prototype) {
        return ['D', pack(apply(getTime, value, []), seen, depth)];
      }
      if (proto === RegExp.prototype) return ['r', text(value.source), text(value.flags)];
      if (!isContainer(value, proto)) return opaque(value);
      seen.add(value);
      return contents(value, seen, depth);
    }
    function isContainer(value, proto) {
      if (isArray(value)) return proto === Array.prototype;
      if (proto === MapKind.prototype || proto === SetKind.prototype || isView(value)) return true;
      return data(value, proto);
    }
    const special = (n) => (n === 0 ? '-0' : text(n));

    function contents(value, seen, depth) {
      const out = [];
      const put = (item) => (out[out.length] = item);
      const inner = (item) => pack(item, seen, depth + 1);
      if (isArray(value)) {
        put('l');
        for (let i = 0; i < value.length; i++) put(inner(value[i]));
      } else if (value instanceof MapKind) {
        put('m');
        apply(eachEntry, value, [(item, key) => put([inner(key), inner(item)])]);
      } else if (value instanceof SetKind) {
        put('s');
        apply(eachMember, value, [(item) => put(inner(item))]);
      } else if (isView(value)) {
        put('t');
        put(text(nameOf(value.constructor) ?? 'Uint8Array'));
        for (let i = 0; i < value.length; i++) put(inner(value[i]));
      } else {
        put(getPrototypeOf(value) === null ? 'z' : 'd');
        const keys = ownKeys(value);
        for (let i = 0; i < keys.length; i++) {
          const key = keys[i];
          if (typeof key !== 'string') continue;
          if (getOwnPropertyDescriptor(value, key)?.enumerable) put([key, inner(value[key])]);
        }
      }
      return out;
    }

    function unpack(item, seen, depth = 0) {
      if (!isArray(item)) return item;
      if (depth > maxDepth) throw new RangeError('Expected data of less depth');
      switch (item[0]) {
        case 'n':
          return number(item[1]);
        case 'b':
          return bigint(item[1]);
        case 'u':
          return undefined;
        case 'a':
          return seen.list[item[1]];
        case 'g':
          return apply(mapGet, named, [item[1]]);
        case 'D':
          return new DateKind(unpack(item[1], seen));
        case 'r':
          return new RegExp(item[1], item[2]);
        case 'l':
        case 'm':
        case 's':
        case 't':
        case 'd':
        case 'z': {
          const made = empty(item);
          seen.add(made);
          fill(made, item, seen, depth);
          return made;
        }
        default:
          return known(item);
      }
    }
    function empty(item) {
      if (item[0] === 'l') return [];
      if (item[0] === 'm') return new MapKind();
      if (item[0] === 's') return new SetKind();
      if (item[0] === 't') return new (apply(mapGet, named, [item[1]]))(item.length - 2);
      return item[0] === 'z' ? { __proto__: null } : {};
    }
    function fill(target, item, seen, depth) {
      const inner = (x) => unpack(x, seen, depth + 1);
      const first = item[0] === 't' ? 2 : 1;
      for (let i = first; i < item.length; i++) {
        const x = item[i];
        if (item[0] === 'l') own(target, i - 1, inner(x));
        else if (item[0] === 'm') apply(mapSet, target, [inner(x[0]), inner(x[1])]);
        else if (item[0] === 's') apply(setAdd, target, [inner(x)]);
        else if (item[0] === 't') target[i - 2] = inner(x);
        else own(target, x[0], inner(x[1]));
      }
    }
    /** Makes a container what the other side has made of its copy. */
    function refill(target, item, seen) {
      if (isArray(target)) target.length = 0;
      else if (target instanceof MapKind) apply(clearMap, target, []);
      else if (target instanceof SetKind) apply(clearSet, target, []);
      else if (!isView(target)) {
        const keys = ownKeys(target);
        for (let i = 0; i < keys.length; i++) {
          if (typeof keys[i] === 'string') deleteProperty(target, keys[i]);
        }
      }
      fill(target, item, seen, 0);
    }

    const wire = (packed) => {
      const said = stringify(packed);
      if (said.length > maxText) throw new RangeError('Expected less data');
      return said;
    };
    return {
      wire,
      pack: (value, seen) => pack(value, seen, 0),
      unpack,
      /** What became of the first `count` containers. */
      after(seen, count) {
        const out = [];
        for (let i = 0; i < count; i++) out[i] = contents(seen.list[i], seen, 0);
        return out;
      },
      follow(seen, after) {
        for (let i = 0; i < after.length; i++) refill(seen.list[i], after[i], seen);
      },
    };
  }

  /** What was given a number, and the number. */
  function register() {
    const numbers = new MapKind();
    const items = [];
    return {
      items,
      number(item) {
        if (!apply(mapHas, numbers, [item])) {
          apply(mapSet, numbers, [item, items.length]);
          items[items.length] = item;
        }
        return apply(mapGet, numbers, [item]);
      },
    };
  }

  const isThenable = (value) =>
    value !== null && typeof value === 'object' && typeof value.then === 'function';
  const wellKnown = { toPrimitive: Symbol.toPrimitive, toStringTag: Symbol.toStringTag };
  const reading = ['every', 'some', 'includes', 'indexOf', 'lastIndexOf', 'map', 'filter', 'find'];
  reading.push('findIndex', 'forEach', 'reduce', 'reduceRight', 'join', 'slice', 'at', 'concat');
  const keyOf = (key) => (isArray(key) ? wellKnown[key[1]] : key);

  return {
    named,
    nameOf,
    errors,
    scope,
    speech,
    register,
    isThenable,
    isPlain,
    wellKnown,
    reading,
    keyOf,
  };
});
