/**
 * The few parts of Node that stdin programs and published test files use: process, fs on standard
 * input, readline, assert, util.inspect and lodash's isEqual. One function expression, run in the
 * isolate after prelude.js; it returns the arguments of the wrapper around a CommonJS module.
 *
 * Covers: reading all of stdin by descriptor 0 or /dev/stdin, stream events and async iteration,
 * readline by events or async iteration, process.exit. Does not cover: real files, child
 * processes, sockets, other modules; `require` of those throws like Node's.
 */
(function node(host, stdin) {
  const modules = new Map();
  const once = (name, make) => modules.set(name, make);

  // --- streams ------------------------------------------------------------------------------
  function emitter(target) {
    const heard = new Map();
    target.on = (event, f) => {
      heard.set(event, [...(heard.get(event) ?? []), f]);
      target.wanted?.(event);
      return target;
    };
    target.once = target.on;
    target.addListener = target.on;
    target.removeListener = target.off = (event, f) => {
      heard.set(
        event,
        (heard.get(event) ?? []).filter((g) => g !== f),
      );
      return target;
    };
    target.removeAllListeners = (event) => {
      if (event === undefined) heard.clear();
      else heard.delete(event);
      return target;
    };
    target.emit = (event, ...args) => {
      for (const f of heard.get(event) ?? []) f.apply(target, args);
      return heard.has(event);
    };
    return target;
  }
  let taken = false; // standard input can be read once
  const takeAll = () => {
    const all = taken ? '' : stdin;
    taken = true;
    return all;
  };
  const input = emitter({
    fd: 0,
    isTTY: false,
    setEncoding: () => input,
    resume() {
      input.wanted('resume');
      return input;
    },
    pause: () => input,
    unref: () => input,
    read: () => takeAll() || null,
    pipe(to) {
      input.on('data', (chunk) => to.write(chunk));
      return to;
    },
    wanted(event) {
      if (flowing || !['data', 'end', 'close', 'readable', 'resume'].includes(event)) return;
      flowing = true;
      host.later(() => {
        input.emit('readable');
        const all = takeAll();
        if (all) input.emit('data', all);
        input.emit('end');
        input.emit('close');
      });
    },
    async *[Symbol.asyncIterator]() {
      const all = takeAll();
      if (all) yield all;
    },
  });
  let flowing = false;
  const output = (put, fd) =>
    emitter({
      fd,
      isTTY: false,
      write: (chunk, ...rest) => {
        put(typeof chunk === 'string' ? chunk : bytesToText(chunk));
        const done = rest.find((x) => typeof x === 'function');
        if (done) host.later(done);
        return true;
      },
      end: (chunk) => void (chunk !== undefined && put(String(chunk))),
    });
  const bytesToText = (bytes) => {
    let binary = '';
    for (const b of bytes) binary += `%${b.toString(16).padStart(2, '0')}`;
    try {
      return decodeURIComponent(binary);
    } catch {
      return unescape(binary);
    }
  };
  const stdout = output(host.out, 1);
  const stderr = output(host.err, 2);

  // --- process ------------------------------------------------------------------------------
  const started = Date.now();
  const hrtime = (since) => {
    const ms = Date.now() - started;
    const at = [Math.floor(ms / 1000), (ms % 1000) * 1e6];
    return since ? [at[0] - since[0], at[1] - since[1]] : at;
  };
  hrtime.bigint = () => BigInt(Date.now() - started) * 1000000n;
  const process = emitter({
    stdin: input,
    stdout,
    stderr,
    argv: ['node', 'solution.js'],
    env: {},
    exitCode: undefined,
    exit: (code) => host.exit(code ?? process.exitCode),
    nextTick: (f, ...args) => queueMicrotask(() => f(...args)),
    cwd: () => '/',
    uptime: () => (Date.now() - started) / 1000,
    memoryUsage: () => ({ heapUsed: 0, heapTotal: 0, rss: 0 }),
    hrtime,
    platform: 'linux',
    version: 'v24.0.0',
    versions: {},
  });

  // --- fs, readline -------------------------------------------------------------------------
  const readable = [0, '/dev/stdin', '/proc/self/fd/0'];
  const asked = (options) => (typeof options === 'string' ? options : options?.encoding);
  once('fs', () => ({
    readFileSync(path, options) {
      if (!readable.includes(path)) {
        const error = new Error(`ENOENT: no such file or directory, open '${path}'`);
        error.code = 'ENOENT';
        throw error;
      }
      const all = takeAll();
      return asked(options) ? all : { toString: () => all, length: all.length };
    },
    writeFileSync: (path, data) => void (path === 2 ? host.err : host.out)(String(data)),
    writeSync(fd, data) {
      const put = fd === 2 ? host.err : host.out;
      put(String(data));
      return data.length;
    },
    existsSync: (path) => readable.includes(path),
  }));
  const splitLines = (all) => {
    const lines = all.split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    return lines;
  };
  function createInterface() {
    let closed = false;
    const pending = [];
    const waiting = [];
    const rl = emitter({
      close() {
        if (closed) return;
        closed = true;
        rl.emit('close');
      },
      setPrompt() {},
      prompt() {},
      pause: () => rl,
      resume: () => rl,
      write() {},
      question(query, ...rest) {
        host.out(String(query));
        waiting.push(rest.at(-1));
      },
      wanted() {},
      async *[Symbol.asyncIterator]() {
        closed = true;
        yield* splitLines(takeAll());
      },
    });
    const pump = () => {
      if (closed) return;
      if (!taken) pending.push(...splitLines(takeAll()));
      if (pending.length === 0) return rl.close();
      const line = pending.shift();
      const answer = waiting.shift();
      if (answer) answer(line);
      else rl.emit('line', line);
      if (pending.length === 0 && waiting.length === 0) rl.close();
      else host.later(pump);
    };
    host.later(pump);
    return rl;
  }
  once('readline', () => ({
    createInterface,
    promises: {
      createInterface: () => {
        const rl = createInterface();
        const ask = rl.question;
        rl.question = (query) => new Promise((done) => ask(query, done));
        return rl;
      },
    },
  }));
  once('readline/promises', () => need('readline').promises);

  // --- assert, util, lodash -----------------------------------------------------------------
  class AssertionError extends Error {
    name = 'AssertionError';
    code = 'ERR_ASSERTION';
  }
  // Taken before the candidate runs, so that patching them makes no two things equal.
  const { apply } = Reflect;
  const { keys, is } = Object;
  const { toString: tagOf, hasOwnProperty: owns, isPrototypeOf: isParent } = Object.prototype;
  const { forEach: eachEntry, has: hasKey, get: valueAt } = Map.prototype;
  const { forEach: eachMember, has: hasMember } = Set.prototype;
  const { getTime } = Date.prototype;
  const { exec: search } = RegExp.prototype;
  const { isNaN: isNotANumber } = Number;
  const kind = (v) => apply(tagOf, v, []);
  /** Structural equality; `same` decides for what is not an object. */
  function equal(a, b, same, depth = 0) {
    if (same(a, b)) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const tag = kind(a);
    if (depth > 200 || tag !== kind(b)) return false;
    if (tag === '[object Date]') return apply(getTime, a, []) === apply(getTime, b, []);
    if (tag === '[object RegExp]') return `${a}` === `${b}`;
    if (tag === '[object Map]') return equalMaps(a, b, same, depth);
    if (tag === '[object Set]') return equalSets(a, b, same, depth);
    const names = keys(a);
    if (names.length !== keys(b).length) return false;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!apply(owns, b, [name]) || !equal(a[name], b[name], same, depth + 1)) return false;
    }
    return true;
  }
  function equalMaps(a, b, same, depth) {
    let more = 0;
    let equals = true;
    apply(eachEntry, b, [() => more++]);
    apply(eachEntry, a, [
      (v, k) => {
        more--;
        equals &&= apply(hasKey, b, [k]) && equal(v, apply(valueAt, b, [k]), same, depth + 1);
      },
    ]);
    return equals && more === 0;
  }
  function equalSets(a, b, same, depth) {
    let more = 0;
    let equals = true;
    apply(eachMember, b, [() => more++]);
    apply(eachMember, a, [
      (v) => {
        more--;
        let found = apply(hasMember, b, [v]);
        if (!found) apply(eachMember, b, [(w) => (found ||= equal(v, w, same, depth + 1))]);
        equals &&= found;
      },
    ]);
    return equals && more === 0;
  }
  // biome-ignore lint/suspicious/noDoubleEquals: node:assert's legacy mode compares with ==
  const loosely = (a, b) => a == b || (isNotANumber(a) && isNotANumber(b));
  const sameZero = (a, b) => a === b || (isNotANumber(a) && isNotANumber(b));
  const check = (ok, message, otherwise) => {
    if (ok) return;
    throw message instanceof Error ? message : new AssertionError(message ?? otherwise);
  };
  const show = (v) => host.show([v]);
  once('assert', () => {
    const assert = (ok, message) => check(ok, message, `${show(ok)} is not truthy`);
    const differ = (a, b) => `Expected ${show(b)}, got ${show(a)}`;
    const compare = (test, same) => (a, b, message) =>
      check(test(a, b, same), message, differ(a, b));
    const not = (test, same) => (a, b, message) => check(!test(a, b, same), message, differ(a, b));
    const flat = (a, b, same) => same(a, b);
    const found = (pattern, s) => typeof s === 'string' && apply(search, pattern, [s]) !== null;
    const textOf = (expected) => (typeof expected === 'string' ? expected : undefined);
    /** What may be said of an error: a class, a pattern, a function that judges it, or its parts. */
    function matches(error, expected) {
      if (expected === undefined || typeof expected === 'string') return;
      if (expected instanceof RegExp) {
        if (!found(expected, String(error))) throw error;
      } else if (typeof expected === 'object') {
        for (const name of keys(expected)) {
          const [want, got] = [expected[name], error?.[name]];
          const fits = want instanceof RegExp && typeof got === 'string';
          check(fits ? found(want, got) : equal(got, want, is), undefined, differ(got, want));
        }
      } else if (expected.prototype !== undefined && error instanceof expected) {
        return;
      } else if (apply(isParent, Error, [expected])) {
        throw error;
      } else {
        check(apply(expected, {}, [error]) === true, undefined, 'The error is not as expected');
      }
    }
    Object.assign(assert, {
      ok: assert,
      equal: compare(flat, loosely),
      notEqual: not(flat, loosely),
      strictEqual: compare(flat, is),
      notStrictEqual: not(flat, is),
      deepEqual: compare(equal, loosely),
      notDeepEqual: not(equal, loosely),
      deepStrictEqual: compare(equal, is),
      notDeepStrictEqual: not(equal, is),
      fail: (message) => check(false, message, 'Failed'),
      throws(f, expected, message) {
        try {
          f();
        } catch (error) {
          return matches(error, expected);
        }
        check(false, message ?? textOf(expected), 'Missing expected exception');
      },
      doesNotThrow: (f) => void f(),
      async rejects(promise, expected, message) {
        try {
          await (typeof promise === 'function' ? promise() : promise);
        } catch (error) {
          return matches(error, expected);
        }
        check(false, message ?? textOf(expected), 'Missing expected rejection');
      },
      async doesNotReject(promise) {
        await (typeof promise === 'function' ? promise() : promise);
      },
      match: (s, pattern, message) => check(found(pattern, s), message, differ(s, pattern)),
      doesNotMatch: (s, pattern, message) => check(!found(pattern, s), message, differ(s, pattern)),
      ifError(error) {
        if (error !== null && error !== undefined) throw error;
      },
      AssertionError,
    });
    assert.strict = { ...assert, equal: assert.strictEqual, deepEqual: assert.deepStrictEqual };
    return assert;
  });
  once('assert/strict', () => need('assert').strict);
  once('util', () => ({
    inspect: (v) => show(v),
    format: (...args) => host.show(args),
    isDeepStrictEqual: (a, b) => equal(a, b, is),
  }));
  once('lodash', () => ({ isEqual: (a, b) => equal(a, b, sameZero) }));
  once('os', () => ({ EOL: '\n' }));
  once('process', () => process);
  once('perf_hooks', () => ({ performance: { now: () => Date.now() - started } }));

  const made = new Map();
  function need(name) {
    const bare = String(name).replace(/^node:/, '');
    if (!modules.has(bare)) {
      const error = new Error(`Cannot find module '${name}'`);
      error.code = 'MODULE_NOT_FOUND';
      throw error;
    }
    if (!made.has(bare)) made.set(bare, modules.get(bare)());
    return made.get(bare);
  }
  const loud = {
    ...console,
    assert: (ok, ...args) =>
      check(ok, args.length ? host.show(args) : undefined, 'Assertion failed'),
  };
  return { require: need, process, loud };
});
