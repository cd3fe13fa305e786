/**
 * A test body and the program it tests, each in an isolate of its own. This file is one function
 * expression; it furnishes both (snapshot.ts), and returns what each of the two sides needs.
 *
 * Theory of operation. The body sees the program's functions, classes and instances as proxies
 * (remotes). What it does with them is asked of the program as text; answers are plain data, which
 * the body gets as objects of its own, or more remotes. So no object of the program, and nothing it
 * has patched, ever meets an expected value. A plain object or array that goes over is followed: what
 * the other side did to its copy is done to the original, and it is known again when it comes back.
 * Functions of the body go over as callbacks, which can be called and nothing else. An instance of a
 * class of the body that has methods cannot go over: then the two cannot be kept apart.
 */
(function furnishApart(maxDepth, maxText) {
  const {
    apply,
    construct,
    defineProperty,
    deleteProperty,
    get,
    getPrototypeOf,
    has,
    ownKeys,
    set,
  } = Reflect;
  const { getOwnPropertyDescriptor } = Reflect;
  const { stringify, parse } = JSON;
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const MapKind = Map;
  const SetKind = Set;
  const DateKind = Date;
  const bigint = BigInt;
  const text = String;
  const number = Number;
  const bind = Function.prototype.bind;
  const resolve = Promise.resolve.bind(Promise);
  const then = Promise.prototype.then;
  const { getTime } = Date.prototype;
  const {
    get: mapGet,
    set: mapSet,
    has: mapHas,
    forEach: eachEntry,
    clear: clearMap,
  } = Map.prototype;
  const { forEach: eachMember, add: setAdd, clear: clearSet } = Set.prototype;
  const iterator = Symbol.iterator;
  const asyncIterator = Symbol.asyncIterator;

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

  // --- the program's side -------------------------------------------------------------------
  let toBody; // the host's: asks the body to run one of its callbacks
  const objects = register();
  const thrown = register(); // errors of callbacks, and what stood for them here
  const callbacks = new MapKind();

  const ours = speech({
    opaque(value) {
      const kind = typeof value;
      const loops = kind !== 'symbol' && typeof value[iterator] === 'function' ? 'i' : '';
      const streams = kind !== 'symbol' && typeof value[asyncIterator] === 'function' ? 'a' : '';
      const waits = isThenable(value) ? 'p' : '';
      const list = isArray(value) ? 'l' : '';
      return ['h', objects.number(value), kind, loops + streams + waits + list];
    },
    known(item) {
      if (item[0] === 'h') return objects.items[item[1]];
      if (item[0] === 'c') return callback(item[1]);
      return undefined;
    },
    /** Objects that hold functions are asked for what they do. */
    data(value, proto) {
      if (!isPlain(proto)) return false;
      const keys = ownKeys(value);
      for (let i = 0; i < keys.length; i++) {
        const found = getOwnPropertyDescriptor(value, keys[i]);
        if (found.get || found.set || typeof found.value === 'function') return false;
      }
      return true;
    },
  });

  function callback(n) {
    if (!apply(mapHas, callbacks, [n])) {
      const f = function (...args) {
        const seen = scope();
        const packed = [
          ours.pack(this === globalThis ? undefined : this, seen),
          ours.pack(args, seen),
        ];
        const said = parse(toBody(ours.wire([n, ...packed])));
        if (said[0] === 'thrown') {
          const error = new Error(text(said[2]));
          error.name = text(said[1]);
          const at = thrown.number(error);
          apply(mapSet, origins, [at, said[3]]);
          throw error;
        }
        const result = ours.unpack(said[1], seen);
        ours.follow(seen, said[2]);
        return result;
      };
      apply(mapSet, callbacks, [n, f]);
    }
    return apply(mapGet, callbacks, [n]);
  }
  const origins = new MapKind(); // number of an error here → its number with the body

  function failure(error) {
    const seen = scope();
    for (let at = 0; at < thrown.items.length; at++) {
      if (thrown.items[at] === error) return ours.wire(['back', apply(mapGet, origins, [at])]);
    }
    const proto = error !== null && typeof error === 'object' ? getPrototypeOf(error) : null;
    const name = nameOf(proto)?.split('.')[0];
    if (name !== undefined && errors.includes(name) && error.name === name) {
      return ours.wire(['error', name, text(error.message)]);
    }
    return ours.wire(['threw', ours.pack(error, seen)]);
  }

  const deeds = {
    call: (f, self, args) => apply(f, self, args),
    new: (f, _, args) => construct(f, args),
    get: (o, _, [key]) => get(o, keyOf(key)),
    set: (o, _, [key, value]) => set(o, key, value),
    has: (o, _, [key]) => has(o, keyOf(key)),
    delete: (o, _, [key]) => deleteProperty(o, key),
    keys: (o) => ownKeys(o).filter((key) => typeof key === 'string'),
    own(o, _, [key]) {
      const found = getOwnPropertyDescriptor(o, key);
      return found && [found.enumerable === true, get(o, key)];
    },
    proto: (o) => getPrototypeOf(o),
    iterate: (o) => held(o[iterator]()),
    stream: (o) => held(o[asyncIterator]()),
    next(o) {
      const step = o.next();
      if (!isThenable(step)) return [step.done === true, step.value];
      return apply(then, resolve(step), [(s) => [s.done === true, s.value]]);
    },
    wait: (o) => o,
  };
  /** Iterators stay here, whatever they look like. */
  const held = (value) => ({ __proto__: null, held: objects.number(value) });

  const program = {
    open(ask) {
      toBody = ask;
    },
    /** What names stand for, as text for `bind`; see apart.ts for the pairs. */
    names(pairs, locate, exports) {
      const seen = scope();
      const out = [];
      for (let i = 0; i < pairs.length; i++) {
        const [name, found, sought] = pairs[i];
        const value = sought === undefined ? found : locate(found, name, exports);
        if (value !== undefined) out[out.length] = [name, ours.pack(value, seen)];
      }
      return ours.wire(out);
    },
    /** The answer to a question, as text; a promise of it where the program gave one. */
    answer(question) {
      const [deed, id, self, args] = parse(question);
      const seen = scope();
      let promised = 0;
      const success = (value) =>
        ours.wire(['ok', promised, ours.pack(value, seen), ours.after(seen, given)]);
      const failed = (error) => {
        const said = failure(error);
        return promised ? `["late",${said}]` : said;
      };
      let given = 0;
      try {
        const it = ours.unpack(self, seen);
        const list = ours.unpack(args, seen);
        given = seen.list.length;
        const value = deeds[deed](objects.items[id], it, list);
        if (!isThenable(value)) return success(value);
        promised = 1;
        return apply(then, resolve(value), [success, failed]);
      } catch (error) {
        return failed(error);
      }
    },
  };

  // --- the body's side ----------------------------------------------------------------------
  let toProgram; // the host's: puts a question
  let refuse; // the host's: told when the two cannot be kept apart
  const remotes = new MapKind();
  const ids = new WeakMap();
  const functions = register();
  const raised = register();

  const theirs = speech({
    opaque(value) {
      const id = ids.get(value);
      if (id !== undefined) return ['h', id];
      if (typeof value === 'function') return ['c', functions.number(value)];
      refuse();
      throw new Error('An object of the test cannot be handed over');
    },
    known: ([tag, id, kind, marks]) => (tag === 'h' ? remote(id, kind, marks) : undefined),
    /** An instance whose class has no methods is as good as plain. */
    data(value, proto) {
      if (ids.has(value) || value instanceof Promise || value instanceof Error) return false;
      return isPlain(proto) || (isPlain(getPrototypeOf(proto)) && ownKeys(proto).length <= 1);
    },
  });

  function remote(id, kind, marks) {
    if (!remotes.has(id)) {
      const made = kind === 'symbol' ? Symbol('of the program') : proxy(id, kind, marks);
      remotes.set(id, made);
      if (kind !== 'symbol') ids.set(made, id);
    }
    return remotes.get(id);
  }

  /** @param marks `i`, `a`: can be iterated, in time or over time; `p`: is a promise; `l`: an array */
  function proxy(id, kind, marks) {
    const ask = (deed, self, args) => question(deed, id, self, args);
    const key = (k) => {
      if (typeof k === 'string') return k;
      const name = Object.keys(wellKnown).find((n) => wellKnown[n] === k);
      return name ? ['@', name] : null;
    };
    const about = (deed, k, otherwise) => {
      const known = key(k);
      return known === null ? otherwise : ask(deed, undefined, [known]);
    };
    // a bound function has no `prototype` that a proxy would have to admit to
    const target = kind === 'function' ? apply(bind, class {}, [null]) : {};
    if (kind === 'function') {
      delete target.name;
      delete target.length;
    }
    return new Proxy(target, {
      apply: (_, self, args) => ask('call', self, args),
      construct: (_, args) => ask('new', undefined, args),
      get(_, k) {
        if (k === iterator) return marks.includes('i') ? () => walk(id) : undefined;
        if (k === asyncIterator) return marks.includes('a') ? () => stream(id) : undefined;
        // an array of the program's own class is looked through by what arrays have here
        if (marks.includes('l') && reading.includes(k)) return Array.prototype[k];
        if (k === 'then' && marks.includes('p')) {
          return (done, failed) => resolve(ask('wait', undefined, [])).then(done, failed);
        }
        return about('get', k, undefined);
      },
      set: (_, k, value) => typeof k === 'string' && ask('set', undefined, [k, value]) === true,
      has: (_, k) => about('has', k, false) === true,
      deleteProperty: (_, k) => about('delete', k, true) === true,
      ownKeys: () => [...new SetKind(ask('keys', undefined, []).map(text))],
      getOwnPropertyDescriptor(_, k) {
        const found = typeof k === 'string' ? ask('own', undefined, [k]) : undefined;
        if (!isArray(found)) return undefined;
        return {
          value: found[1],
          enumerable: found[0] === true,
          writable: true,
          configurable: true,
        };
      },
      getPrototypeOf() {
        const proto = ask('proto', undefined, []);
        return proto !== null && typeof proto === 'object' ? proto : null;
      },
    });
  }
  /** Own generators: the program cannot hand out an iterator of its choice. */
  function* walk(id) {
    const cursor = question('iterate', id, undefined, []).held;
    for (;;) {
      const [done, value] = question('next', cursor, undefined, []);
      if (done) return value;
      yield value;
    }
  }
  async function* stream(id) {
    const cursor = question('stream', id, undefined, []).held;
    for (;;) {
      const [done, value] = await question('next', cursor, undefined, []);
      if (done) return value;
      yield value;
    }
  }

  function question(deed, id, self, args) {
    const seen = scope();
    const packed = [theirs.pack(self, seen), theirs.pack(args, seen)];
    const given = seen.list.length;
    const said = parse(toProgram(theirs.wire([deed, id, ...packed])));
    if (said[0] === 'late') return Promise.reject(error(said[1]));
    if (said[0] !== 'ok') throw error(said);
    const result = theirs.unpack(said[2], seen);
    theirs.follow(seen, said[3].slice(0, given));
    return said[1] ? resolve(result) : result;
  }
  function error([kind, what, message]) {
    if (kind === 'back') return raised.items[what];
    if (kind === 'threw') return theirs.unpack(what, scope());
    const Kind = errors.includes(what) ? named.get(what) : Error;
    const made = Kind === AggregateError ? new Kind([], text(message)) : new Kind(text(message));
    return made;
  }

  const body = {
    open(ask, unable) {
      toProgram = ask;
      refuse = unable;
    },
    /** Those of these words that nothing here is called. */
    unknown: (words) =>
      parse(words)
        .filter((word) => !(word in globalThis))
        .join(' '),
    /** Makes the program's names global ones. */
    bind(said) {
      const seen = scope();
      for (const [name, packed] of parse(said)) {
        const value = theirs.unpack(packed, seen);
        defineProperty(globalThis, name, { value, writable: true, configurable: true });
      }
    },
    /** Runs a callback that the program calls; what came of it, as text. */
    back(said) {
      const [n, self, args] = parse(said);
      const seen = scope();
      try {
        const it = theirs.unpack(self, seen);
        const list = theirs.unpack(args, seen);
        const given = seen.list.length;
        const value = apply(functions.items[n], it, list);
        if (isThenable(value) && !ids.has(value)) {
          refuse();
          throw new Error('A promise of the test cannot be handed over');
        }
        return theirs.wire(['ok', theirs.pack(value, seen), theirs.after(seen, given)]);
      } catch (problem) {
        const name = text(problem?.name ?? 'Error');
        return theirs.wire(['thrown', name, text(problem?.message), raised.number(problem)]);
      }
    },
  };
  return { program, body };
});
