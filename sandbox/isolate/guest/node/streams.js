/**
 * Event emitters, and the three standard streams made of them. One function expression.
 *
 * Covers: events in the order of their listeners, stdin by events or async iteration, `pipe`.
 * Does not cover: back pressure, binary input.
 */
(function furnishStreams(host, stdin, { TextDecoder }) {
  const heard = new WeakMap();
  const listeners = (target, event) => {
    if (!heard.has(target)) heard.set(target, new Map());
    const all = heard.get(target);
    if (!all.has(event)) all.set(event, []);
    return all.get(event);
  };
  class EventEmitter {
    on(event, f) {
      listeners(this, event).push({ f });
      this.wanted?.(event);
      return this;
    }
    once(event, f) {
      listeners(this, event).push({ f, once: true });
      this.wanted?.(event);
      return this;
    }
    prependListener(event, f) {
      listeners(this, event).unshift({ f });
      return this;
    }
    off(event, f) {
      const list = listeners(this, event);
      const at = list.findLastIndex((one) => one.f === f);
      if (at >= 0) list.splice(at, 1);
      return this;
    }
    removeAllListeners(event) {
      if (event === undefined) heard.delete(this);
      else listeners(this, event).length = 0;
      return this;
    }
    emit(event, ...args) {
      const list = [...listeners(this, event)];
      if (event === 'error' && list.length === 0) throw args[0];
      for (const { f, once } of list) {
        if (once) this.off(event, f);
        f.apply(this, args);
      }
      return list.length > 0;
    }
    listenerCount(event) {
      return listeners(this, event).length;
    }
    listeners(event) {
      return listeners(this, event).map(({ f }) => f);
    }
    eventNames() {
      return [...(heard.get(this)?.entries() ?? [])].flatMap(([name, list]) =>
        list.length ? [name] : [],
      );
    }
    setMaxListeners() {
      return this;
    }
  }
  const { prototype } = EventEmitter;
  prototype.addListener = prototype.on;
  prototype.removeListener = prototype.off;
  EventEmitter.EventEmitter = EventEmitter;
  const emitter = (target) => Object.setPrototypeOf(target, prototype);

  let taken = false; // standard input can be read once
  const takeAll = () => {
    const all = taken ? '' : stdin;
    taken = true;
    return all;
  };
  let flowing = false;
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
    setRawMode: () => input,
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
  const toText = (chunk) => (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
  const output = (put, fd) =>
    emitter({
      fd,
      isTTY: false,
      write: (chunk, ...rest) => {
        put(toText(chunk));
        const done = rest.find((x) => typeof x === 'function');
        if (done) host.later(done);
        return true;
      },
      end: (chunk) => void (chunk !== undefined && put(toText(chunk))),
    });
  return {
    EventEmitter,
    emitter,
    input,
    takeAll,
    isTaken: () => taken,
    toText,
    stdout: output(host.out, 1),
    stderr: output(host.err, 2),
  };
});
