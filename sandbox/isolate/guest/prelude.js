/**
 * What a V8 isolate is furnished with before untrusted JavaScript runs in it: console, timers on a
 * virtual clock, a seeded Math.random, and the functions by which the host drives the candidate.
 *
 * Theory of operation. This file is one function expression. It is run for the snapshot that every
 * isolate starts from (snapshot.ts); the host keeps the object it returns, and nothing of it is
 * reachable from the candidate's global scope.
 * Built-ins used after the candidate has run are taken now, so that patching them cannot stop
 * the bookkeeping. The candidate may still patch what it likes: it can only change its own result,
 * and no expected value is ever in here. Everything is strict, so call sites reveal no functions.
 */
(function furnish(values, clock, shown, makeNode) {
  const { apply, defineProperty } = Reflect;
  const { stringify, parse } = JSON;
  const { freeze, keys: enumerable } = Object;
  const text = String;
  const resolve = Promise.resolve.bind(Promise);
  const then = Promise.prototype.then;
  const { join } = Array.prototype;
  const ErrorKind = Error;
  const { encode, decode } = values;
  const { schedule, cancel, tick } = clock;
  const { show, format } = shown;

  // --- output -------------------------------------------------------------------------------
  let stdout = [];
  let stderr = [];
  let written = 0;
  let maxOutput = 0;
  let onFlood; // the host's
  function write(to, chunk) {
    const s = typeof chunk === 'string' ? chunk : text(chunk);
    written += s.length;
    if (written > maxOutput) {
      onFlood(); // from here on the case is over, whatever the program does
      throw new RangeError('too much output');
    }
    to[to.length] = s;
    return true;
  }

  // --- globals ------------------------------------------------------------------------------
  const hide = (name, value) =>
    defineProperty(globalThis, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  const callback = (f, args) => {
    if (typeof f !== 'function') throw new TypeError('Expected a function as callback');
    return () => apply(f, undefined, args);
  };
  hide('setTimeout', (f, ms, ...args) => schedule(callback(f, args), ms, false));
  hide('setInterval', (f, ms, ...args) => schedule(callback(f, args), ms, true));
  hide('setImmediate', (f, ...args) => schedule(callback(f, args), 0, false));
  hide('clearTimeout', cancel);
  hide('clearInterval', cancel);
  hide('clearImmediate', cancel);
  hide('queueMicrotask', (f) => void apply(then, resolve(), [callback(f, [])]));
  hide('structuredClone', (v) => decode(parse(encode(v))));

  // --- the same sample, the same verdict ----------------------------------------------------
  let seed = 0x2545f491;
  Math.random = () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 4294967296;
  };
  const module = { exports: {} };
  hide('module', module); // CommonJS candidates assign to it
  hide('exports', module.exports);

  // --- console ------------------------------------------------------------------------------
  const out = (...args) => void write(stdout, `${format(args)}\n`);
  const err = (...args) => void write(stderr, `${format(args)}\n`);
  hide('console', {
    log: out,
    info: out,
    debug: out,
    dir: out,
    table: out,
    group: out,
    groupEnd() {},
    time() {},
    timeEnd() {},
    error: err,
    warn: err,
    trace: err,
    assert: (ok, ...args) => void (ok || err('Assertion failed', ...args)),
  });

  // --- Node, made when a program first asks for it --------------------------------------------
  let given = { stdin: '', args: [], files: {} };
  let made;
  const node = () => {
    made ??= makeNode(host, given);
    return made;
  };

  // --- driving the candidate ----------------------------------------------------------------
  /** The state of the case in flight: pending, then done with a value or failed with an error. */
  let state = { kind: 'done' };
  let exit = null; // the code given to process.exit
  const exitSignal = freeze({ exit: true });

  function describe(error) {
    try {
      if (error instanceof ErrorKind) return text(`${error.name}: ${error.message}`).slice(0, 500);
      return `Uncaught ${show(error, 1)}`.slice(0, 500);
    } catch {
      return 'Uncaught error';
    }
  }
  const fail = (error) => {
    if (error === exitSignal) state = { kind: 'done' };
    else state = { kind: 'failed', error: describe(error) };
  };
  /** Forgets the case before. */
  function begin() {
    stdout = [];
    stderr = [];
    written = 0;
    exit = null;
    clock.clear();
  }
  /** Runs `work` and follows its promise, if it returns one. `keep` turns the value into text. */
  function attempt(work, keep) {
    begin();
    follow(work, keep);
  }
  function follow(work, keep) {
    state = { kind: 'pending' };
    const done = (value) => {
      try {
        state = { kind: 'done', value: keep(value) };
      } catch (error) {
        fail(error);
      }
    };
    try {
      const value = work();
      const later = value !== null && typeof value === 'object' && typeof value.then === 'function';
      if (later) apply(then, resolve(value), [done, fail]);
      else done(value);
    } catch (error) {
      fail(error);
    }
  }
  const nothing = () => undefined;
  const enter = (wrapper, globals) => {
    const code = wrapper(globals);
    return apply(code, module.exports, [
      module.exports,
      globals.require,
      module,
      '/solution.js',
      '/',
    ]);
  };
  /** For Node's parts: what its process and streams need. */
  const host = freeze({
    out: (s) => write(stdout, s),
    err: (s) => write(stderr, s),
    later: (f) => schedule(f, 0, false),
    show: format,
    exit(code) {
      exit = code === undefined || code === null ? 0 : code | 0;
      throw exitSignal;
    },
  });
  const isClass = (f) => /^class\b/.test(apply(Function.prototype.toString, f, []));

  let candidate = null;
  /** The function under test: a binding, then what the module exports, then `Solution`. */
  function find({ bound, solution, name, modules }) {
    if (typeof bound === 'function' && !isClass(bound)) return bound;
    for (let i = 0; i < modules.length; i++) {
      const exports = modules[i];
      if (exports === undefined || exports === null) continue;
      if (typeof exports === 'function' && !isClass(exports)) return exports;
      if (typeof exports[name] === 'function') return exports[name];
      if (typeof exports.default === 'function') return exports.default;
    }
    if (typeof solution === 'function') {
      const one = new solution();
      if (typeof one[name] === 'function') return (...args) => apply(one[name], one, args);
    }
    throw new ReferenceError(`${name} is not defined`);
  }

  /** `found`: the binding of that name, `Solution`, `module.exports`. */
  function places(found, name, exports) {
    const modules = exports === undefined ? [found[2]] : [exports, found[2]];
    return { bound: found[0], solution: found[1], name, modules };
  }
  function bind(found, name, exports) {
    candidate = places(found, name, exports);
  }

  /** What the case in flight has come to, as text. `more` says that a timer is waiting. */
  function report(more) {
    const { kind, value, error } = state;
    if (more) return '{"kind":"pending"}';
    return stringify({
      kind,
      value,
      error,
      exit,
      stdout: apply(join, stdout, ['']),
      stderr: apply(join, stderr, ['']),
    });
  }

  return freeze({
    /** Before anything else: where to tell of too much output, and how much that is. */
    open(flooded, characters) {
      onFlood = flooded;
      maxOutput = characters;
      delete globalThis.WebAssembly; // its memory is outside the isolate's limit
    },
    bind,
    /** Makes global what these pairs of a name and its value say, where nothing is called so. */
    expose(pairs) {
      for (let i = 0; i < pairs.length; i++) {
        const [name, value] = pairs[i];
        if (value !== undefined && !(name in globalThis)) hide(name, value);
      }
    },
    call(args) {
      attempt(() => apply(find(candidate), undefined, decode(parse(args))), encode);
      return report(state.kind === 'pending');
    },
    /** Calls in a row, while they are settled at once; the reports of all that were begun. */
    calls(found, name, texts) {
      bind(found, name);
      const rows = parse(texts);
      const reports = [];
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        attempt(() => apply(find(candidate), undefined, decode(parse(row))), encode);
        reports[i] = report(state.kind === 'pending');
        if (state.kind === 'pending') break;
      }
      return `[${apply(join, reports, [','])}]`;
    },
    /** A question of a test body (apart/). What the program has under way goes on. */
    answer(answerer, question) {
      follow(() => answerer(question), text);
      return report(state.kind === 'pending');
    },
    /** What a name stands for: any binding, or else the function that a call would find. */
    locate(found, name, exports) {
      if (found[0] !== undefined) return found[0];
      try {
        return find(places(found, name, exports));
      } catch {
        return undefined;
      }
    },
    keep(value) {
      attempt(() => value, encode);
      return report(state.kind === 'pending');
    },
    /** What a main program gets: text, and JSON of its arguments and of its files by path. */
    given(stdin, args, files) {
      given = { stdin, args: parse(args), files: parse(files) };
      made = undefined;
    },
    node,
    begin,
    /** Makes global what Node's ES modules find so. */
    globals() {
      const { globals } = node();
      const names = enumerable(globals);
      for (let i = 0; i < names.length; i++) hide(names[i], globals[names[i]]);
    },
    /** Runs the wrapper of a CommonJS module (wrapped.ts) as the main program. */
    main(wrapper) {
      const { require, globals } = node();
      require.main = module;
      attempt(() => enter(wrapper, globals), nothing);
      return report(exit === null && state.kind !== 'failed');
    },
    /** Runs the wrapper of a CommonJS module; what it returns. */
    load: (wrapper) => enter(wrapper, node().globals),
    /** Follows the evaluation of an ES module that is the main program. */
    settle(evaluation) {
      follow(() => evaluation, nothing);
      return report(exit === null && state.kind !== 'failed');
    },
    /** The names that a module of Node's gives to an `import`, joined by blanks; none as `-`. */
    exportsOf(name) {
      const found = node().require(name);
      const names = enumerable(found).filter((one) => /^[A-Za-z_$][\w$]*$/.test(one));
      return (
        apply(
          join,
          names.filter((one) => one !== 'default'),
          [' '],
        ) || '-'
      );
    },
    /** Runs a function made of a test's source with these arguments. */
    body(code, ...values) {
      attempt(() => apply(code, values[0], values), nothing);
      return report(exit === null && state.kind !== 'failed');
    },
    /**
     * Runs the next timer while the case is pending; with `drain`, while any timer waits. What
     * promises do next runs after this returns, so the end is only told by a poll with nothing to do.
     */
    poll(drain) {
      const open = exit === null && state.kind !== 'failed' && (drain || state.kind === 'pending');
      if (!open) return report(false);
      try {
        if (tick()) return report(true);
        if (state.kind === 'pending') {
          state = { kind: 'failed', error: 'Error: the promise never settles' };
        }
      } catch (error) {
        fail(error);
      }
      return report(false);
    },
    output: () => report(false),
  });
});
