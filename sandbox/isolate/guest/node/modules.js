/**
 * The parts of Node that programs and published test files use: `require` with the modules below,
 * process, files of the program held in memory, and the globals of node/text.js. One function
 * expression; the files beside this one come as `parts`.
 *
 * Covers: stdin by descriptor 0 or /dev/stdin, events, async iteration or readline; process.exit;
 * the program's own files by relative path. Does not cover: real files, child processes, sockets,
 * other modules; `require` of those throws like Node's.
 */
(function furnishNode(parts, host, { stdin, args, files }) {
  const text = parts.text();
  const streams = parts.streams(host, stdin, text);
  const compared = parts.assert(host);
  const { EventEmitter, emitter, input, takeAll, isTaken, toText } = streams;
  const { Buffer } = text;
  const started = Date.now();
  const performance = { now: () => Date.now() - started, timeOrigin: started, mark() {} };
  const modules = new Map();
  const once = (name, make) => modules.set(name, make);

  // --- process ------------------------------------------------------------------------------
  const hrtime = (since) => {
    const ms = Date.now() - started;
    const at = [Math.floor(ms / 1000), (ms % 1000) * 1e6];
    return since ? [at[0] - since[0], at[1] - since[1]] : at;
  };
  hrtime.bigint = () => BigInt(Date.now() - started) * 1000000n;
  const process = emitter({
    stdin: input,
    stdout: streams.stdout,
    stderr: streams.stderr,
    argv: ['node', '/solution.js', ...args],
    argv0: 'node',
    execArgv: [],
    env: {},
    exitCode: undefined,
    exit: (code) => host.exit(code ?? process.exitCode),
    nextTick: (f, ...given) => queueMicrotask(() => f(...given)),
    cwd: () => '/',
    uptime: () => (Date.now() - started) / 1000,
    memoryUsage: () => ({ heapUsed: 0, heapTotal: 0, rss: 0 }),
    cpuUsage: () => ({ user: (Date.now() - started) * 1000, system: 0 }),
    hrtime,
    platform: 'linux',
    arch: 'x64',
    version: 'v24.0.0',
    versions: { node: '24.0.0' },
    emitWarning() {},
  });

  // --- paths and files ----------------------------------------------------------------------
  function normal(path) {
    const kept = [];
    for (const part of String(path).split('/')) {
      if (part === '..') kept.pop();
      else if (part !== '' && part !== '.') kept.push(part);
    }
    return kept.join('/');
  }
  const basename = (path, suffix = '') => {
    const base = String(path).replace(/\/+$/, '').split('/').at(-1);
    return suffix && base !== suffix && base.endsWith(suffix)
      ? base.slice(0, -suffix.length)
      : base;
  };
  const dirname = (path) => {
    const at = String(path).replace(/\/+$/, '').lastIndexOf('/');
    return at < 0 ? '.' : String(path).slice(0, at) || '/';
  };
  const extname = (path) => /[^/](\.[^./]*)$/.exec(path)?.[1] ?? '';
  once('path', () => {
    const resolve = (...list) => `/${normal(list.join('/').replace(/.*\/\//, '/'))}`;
    const join = (...list) => (list[0]?.startsWith('/') ? '/' : '') + normal(list.join('/')) || '.';
    const path = { basename, dirname, extname, join, resolve, normalize: join, sep: '/' };
    return Object.assign(path, { isAbsolute: (p) => p.startsWith('/'), posix: path });
  });

  const readable = [0, '/dev/stdin', '/proc/self/fd/0'];
  const asked = (options) => (typeof options === 'string' ? options : options?.encoding);
  const held = new Map(Object.entries(files));
  const missing = (path) => {
    const error = new Error(`ENOENT: no such file or directory, open '${path}'`);
    error.code = 'ENOENT';
    return error;
  };
  const fs = {
    readFileSync(path, options) {
      const known = !readable.includes(path) && held.get(normal(path));
      if (known === undefined) throw missing(path);
      const all = known === false ? takeAll() : known;
      return asked(options) ? all : Buffer.ofText(all);
    },
    writeFileSync(path, data) {
      if (path === 1 || path === '/dev/stdout') host.out(toText(data));
      else if (path === 2 || path === '/dev/stderr') host.err(toText(data));
      else held.set(normal(path), toText(data));
    },
    appendFileSync: (path, data) =>
      fs.writeFileSync(
        path,
        typeof path === 'string' ? (held.get(normal(path)) ?? '') + data : data,
      ),
    writeSync(fd, data) {
      (fd === 2 ? host.err : host.out)(toText(data));
      return data.length;
    },
    existsSync: (path) => readable.includes(path) || held.has(normal(path)),
    fstatSync: () => ({ size: stdin.length, isFile: () => true }),
    openSync: (path) => (readable.includes(path) ? 0 : path),
    closeSync() {},
    createReadStream: () => input,
    readFile(path, ...rest) {
      const done = rest.at(-1);
      host.later(() => {
        let all;
        try {
          all = fs.readFileSync(path, rest.length > 1 ? rest[0] : undefined);
        } catch (error) {
          return done(error);
        }
        done(null, all);
      });
    },
  };
  const promises = {
    readFile: async (path, options) => fs.readFileSync(path, options),
    writeFile: async (path, data) => fs.writeFileSync(path, data),
  };
  once('fs', () => ({ ...fs, promises }));
  once('fs/promises', () => promises);

  // --- readline -----------------------------------------------------------------------------
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
      if (!isTaken()) pending.push(...splitLines(takeAll()));
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

  // --- the rest -----------------------------------------------------------------------------
  const { assert, equal, is, sameZero, check, show } = compared;
  const sleep = (ms, value) => new Promise((done) => setTimeout(done, ms, value));
  once('assert', () => assert);
  once('assert/strict', () => assert.strict);
  once('util', () => ({
    inspect: show,
    format: (...given) => host.show(given),
    isDeepStrictEqual: (a, b) => equal(a, b, is),
    inherits: (child, parent) => void Object.setPrototypeOf(child.prototype, parent.prototype),
    promisify:
      (f) =>
      (...given) =>
        new Promise((done, failed) => {
          f(...given, (error, value) => (error ? failed(error) : done(value)));
        }),
    TextEncoder: text.TextEncoder,
    TextDecoder: text.TextDecoder,
  }));
  once('lodash', () => ({ isEqual: (a, b) => equal(a, b, sameZero) }));
  once('os', () => ({ EOL: '\n', cpus: () => [{}], platform: () => 'linux' }));
  once('events', () => EventEmitter);
  once('buffer', () => ({ Buffer, atob: text.atob, btoa: text.btoa }));
  once('process', () => process);
  once('perf_hooks', () => ({ performance }));
  once('timers', () => ({ setTimeout, setInterval, setImmediate, clearTimeout, clearInterval }));
  once('timers/promises', () => ({ setTimeout: sleep, setImmediate: (v) => sleep(0, v) }));

  const made = new Map();
  /** A file of the program as a CommonJS module. */
  function load(path) {
    const module = { exports: {} };
    made.set(path, module);
    const source = held.get(path);
    if (path.endsWith('.json')) module.exports = JSON.parse(source);
    else {
      const names = ['exports', 'require', 'module', '__filename', '__dirname'];
      const near = (name) => need(name, dirname(path));
      const given = [module.exports, near, module, `/${path}`, `/${dirname(path)}`];
      Function(...names, source).apply(module.exports, given);
    }
    return module;
  }
  function need(name, from = '') {
    const bare = String(name).replace(/^node:/, '');
    if (/^\.{0,2}\//.test(bare)) {
      const path = normal(bare.startsWith('/') ? bare : `${from}/${bare}`);
      const ends = ['', '.js', '.cjs', '.ts', '.json', '/index.js'];
      const found = ends.map((end) => path + end).find((one) => held.has(one));
      if (found !== undefined) return (made.get(found) ?? load(found)).exports;
    } else if (modules.has(bare)) {
      if (!made.has(bare)) made.set(bare, { exports: modules.get(bare)() });
      return made.get(bare).exports;
    }
    const error = new Error(`Cannot find module '${name}'`);
    error.code = 'MODULE_NOT_FOUND';
    throw error;
  }
  const require = (name) => need(name);
  const loud = {
    ...console,
    assert: (ok, ...given) =>
      check(ok, given.length ? host.show(given) : undefined, 'Assertion failed'),
  };
  return { require, process, loud, globals: { ...text, require, process, performance } };
});
