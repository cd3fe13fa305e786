/** The body's side: sees the program's objects as remotes, and asks about them. See speech.js. */
(function furnishBody({
  errors,
  named,
  scope,
  speech,
  register,
  isThenable,
  isPlain,
  wellKnown,
  reading,
}) {
  const { apply, defineProperty, getPrototypeOf, ownKeys } = Reflect;
  const { parse } = JSON;
  const { isArray } = Array;
  const MapKind = Map;
  const SetKind = Set;
  const text = String;
  const bind = Function.prototype.bind;
  const resolve = Promise.resolve.bind(Promise);
  const iterator = Symbol.iterator;
  const asyncIterator = Symbol.asyncIterator;

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
  return body;
});
