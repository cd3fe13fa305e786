/** The program's side: answers questions about its objects, and calls callbacks of the body. See speech.js. */
(function furnishProgram({ errors, scope, speech, register, nameOf, isThenable, isPlain, keyOf }) {
  const { apply, construct, deleteProperty, get, getPrototypeOf, has, ownKeys, set } = Reflect;
  const { getOwnPropertyDescriptor } = Reflect;
  const { parse } = JSON;
  const { isArray } = Array;
  const MapKind = Map;
  const text = String;
  const resolve = Promise.resolve.bind(Promise);
  const then = Promise.prototype.then;
  const { get: mapGet, set: mapSet, has: mapHas } = Map.prototype;
  const iterator = Symbol.iterator;
  const asyncIterator = Symbol.asyncIterator;

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

  return program;
});
