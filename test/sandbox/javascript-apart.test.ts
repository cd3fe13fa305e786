/** JavaScript test bodies in an isolate of their own: they see the program's data, never its objects. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Case, defaultLimits } from '../../sandbox/contract.ts';
import { openIsolateBackend } from '../../sandbox/isolate/index.ts';

const backend = openIsolateBackend({ concurrency: 2 });
after(() => backend[Symbol.asyncDispose]());
const limits = { ...defaultLimits, testMs: 1500 };

interface Row {
  readonly why: string;
  readonly program: string;
  readonly test: string;
  readonly status?: string;
  /** Longer where the time must not be what ends it, even on a busy machine. */
  readonly testMs?: number;
}

const needed = "const assert = require('assert');\n";
const honest: readonly Row[] = [
  {
    why: 'a loop of asserts',
    program: 'const f = (n) => n * n',
    test: 'for (let k = 0; k < 5; k++) assert.strictEqual(f(k), k * k)',
  },
  {
    why: 'data of every plain kind',
    program:
      'const f = () => [1, -0, NaN, 1n, "é\\u{1F600}", null, undefined, true, { a: { b: [] } }, new Map([[1, 2]]), new Set([3]), new Date(5), /x/g, new Uint8Array([7])]',
    test: 'assert.deepStrictEqual(f(), [1, -0, NaN, 1n, "é\\u{1F600}", null, undefined, true, { a: { b: [] } }, new Map([[1, 2]]), new Set([3]), new Date(5), /x/g, new Uint8Array([7])])',
  },
  {
    why: 'an argument changed in place, and returned',
    program: 'const f = (a) => { a.sort((x, y) => x - y); a.push({ n: 1 }); return a; }',
    test: 'const a = [3, 1, 2]; const b = f(a); assert.strictEqual(a, b); assert.deepStrictEqual(a, [1, 2, 3, { n: 1 }])',
  },
  {
    why: 'a nested argument changed in place keeps its identity',
    program: 'const f = (o) => { o.list.push(4); o.extra = o.list; delete o.gone; }',
    test: 'const list = [1]; const o = { list, gone: 1 }; f(o); assert.deepStrictEqual(list, [1, 4]); assert.strictEqual(o.extra, list); assert.ok(!("gone" in o))',
  },
  {
    why: 'a class with state, getters and static members',
    program:
      'class Stack { #a = []; static made = 0; constructor() { Stack.made++; } push(x) { this.#a.push(x); return this; } get size() { return this.#a.length; } pop() { return this.#a.pop(); } }',
    test: 'const s = new Stack(); assert.strictEqual(s.push(1).push(2), s); assert.equal(s.size, 2); assert.equal(s.pop(), 2); assert.equal(Stack.made, 1); assert.ok(s instanceof Stack); assert.equal(s.constructor.name, "Stack")',
  },
  {
    why: 'a subclass of the program and its error class',
    program:
      'class A extends Error { constructor(m) { super(m); this.name = "A"; this.code = 7; } } const f = () => { throw new A("no") }',
    test: 'assert.throws(() => f(), A); try { f(); assert.fail() } catch (e) { assert.ok(e instanceof A && e instanceof Error); assert.equal(e.code, 7); assert.equal(e.message, "no") }',
  },
  {
    why: 'built-in errors',
    program: 'const f = (n) => { if (n < 0) throw new RangeError("negative"); return null.x; }',
    test: 'assert.throws(() => f(-1), RangeError); assert.throws(() => f(-1), /negative/); assert.throws(() => f(1), TypeError); assert.throws(() => f(-1), { name: "RangeError", message: /neg/ }); assert.throws(() => f(-1), (e) => e.message === "negative"); assert.throws(() => f(1), "a message"); assert.throws(() => f(-1), Error)',
  },
  {
    why: 'callbacks, called with data and what they return used',
    program: 'const f = (list, g) => list.map((x, i) => g(x, i)).filter((x) => g(x, 0) > 2)',
    test: 'let n = 0; assert.deepStrictEqual(f([1, 2, 3], (x, i) => { n++; return x + i; }), [3, 5]); assert.equal(n, 6)',
  },
  {
    why: 'a callback that changes its argument',
    program: 'const f = (list, g) => list.reduce(g, [])',
    test: 'assert.deepStrictEqual(f([1, 2], (all, x) => { all.push(x * 2); return all; }), [2, 4])',
  },
  {
    why: 'an error of a callback comes back as itself',
    program: 'const f = (g) => { try { return g(); } finally { f.done = true; } }',
    test: 'class Mine extends Error {} const e = new Mine("x"); assert.throws(() => f(() => { throw e; }), (got) => got === e); assert.strictEqual(f.done, true)',
  },
  {
    why: 'a function that returns a function',
    program: 'const f = (a) => (b) => a + b',
    test: 'const add = f(2); assert.equal(typeof add, "function"); assert.equal(add(3), 5)',
  },
  {
    why: 'a module pattern: an object of functions with state',
    program:
      'const f = () => { let n = 0; return { up() { n++; return this; }, get n() { return n; } }; }',
    test: 'const c = f(); c.up().up(); assert.equal(c.n, 2); assert.deepStrictEqual(Object.keys(c), ["up", "n"])',
  },
  {
    why: 'a promise, kept and broken',
    program:
      'const f = async (n) => { await new Promise((r) => setTimeout(r, 50)); if (n < 0) throw new Error("no"); return n + 1; }',
    test: 'return (async () => { assert.equal(await f(1), 2); await assert.rejects(f(-1), /no/); })()',
  },
  {
    why: 'generators, in time and over time',
    program:
      'function* f(n) { for (let i = 0; i < n; i++) yield i; } async function* g(n) { yield* f(n); }',
    test: 'assert.deepStrictEqual([...f(3)], [0, 1, 2]); return (async () => { const all = []; for await (const x of g(2)) all.push(x); assert.deepStrictEqual(all, [0, 1]); })()',
  },
  {
    why: 'names that the test does not have',
    program: 'const limit = 10; function g(n) { return n + limit; } const f = (n) => n',
    test: 'assert.equal(f(g(1)), 11); assert.equal(limit, 10)',
  },
  {
    why: 'a CommonJS program',
    program: 'module.exports = { f: (n) => n + 1 }',
    test: 'assert.equal(f(1), 2)',
  },
  { why: 'an ES module', program: 'export const f = (n) => n + 1', test: 'assert.equal(f(1), 2)' },
  {
    why: 'linked nodes of the program',
    program:
      'class Node { constructor(v, next = null) { this.v = v; this.next = next; } } const f = (a) => a.reduceRight((next, v) => new Node(v, next), null)',
    test: 'const seen = []; for (let n = f([1, 2, 3]); n !== null; n = n.next) seen.push(n.v); assert.deepStrictEqual(seen, [1, 2, 3])',
  },
  {
    why: 'nodes of the test, of a class without methods',
    program: 'const f = (n) => { let s = 0; for (; n; n = n.next) s += n.v; return s; }',
    test: 'class Node { constructor(v, next) { this.v = v; this.next = next; } } assert.equal(f(new Node(1, new Node(2, null))), 3)',
  },
  {
    why: 'patched built-ins of the program are its own',
    program:
      'Array.prototype.last = function () { return this[this.length - 1]; }; const f = (a) => a.last()',
    test: 'assert.equal(f([1, 2]), 2); assert.equal([].last, undefined)',
  },
];

const dishonest: readonly Row[] = [
  { why: 'a wrong answer', program: 'const f = (n) => n', test: 'assert.equal(f(2), 4)' },
  { why: 'no such function', program: 'const g = 1', test: 'assert.equal(f(2), 4)' },
  {
    why: 'an object that turns into whatever is asked',
    program:
      'const f = () => ({ valueOf: () => 4, toString: () => "4", [Symbol.toPrimitive]: () => 4 })',
    test: 'assert.strictEqual(f(2), 4)',
  },
  {
    why: 'assert and its friends patched',
    program:
      'Object.is = () => true; Array.prototype.every = () => true; Array.prototype.push = function () {}; Function.prototype.call = () => true; RegExp.prototype.test = () => true; globalThis.assert = () => {}; console.assert = () => {}; const f = () => 0',
    test: 'assert.strictEqual(f(2), 4)',
  },
  {
    why: 'deep equality by a proxy',
    program:
      'const f = () => new Proxy([], { get: (t, k) => (k === "length" ? 2 : 1), ownKeys: () => ["0", "1", "length"], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) })',
    test: 'assert.deepStrictEqual(f(), [1, 2])',
  },
  {
    why: 'the constructor of a callback is not to be had',
    program: 'const f = (g) => g.constructor("return this.want")()',
    test: 'globalThis.want = 4; assert.strictEqual(f(() => 1), 4)',
  },
  {
    why: 'the constructors of what comes over are its own',
    program:
      'const f = (o) => o.constructor.constructor("return typeof want === \'undefined\' ? 0 : want")()',
    test: 'globalThis.want = 4; assert.strictEqual(f({}), 4)',
  },
  {
    why: 'expected errors that never come',
    program: 'const f = () => 1',
    test: 'assert.throws(() => f(-1))',
  },
  {
    why: 'another error than expected',
    program: 'const f = () => { throw new TypeError("no"); }',
    test: 'assert.throws(f, RangeError)',
  },
  {
    why: 'an error with another message',
    program: 'const f = () => { throw new TypeError("no"); }',
    test: 'assert.throws(f, { name: "TypeError", message: /yes/ })',
  },
  {
    why: 'an exit',
    program: 'const f = () => { process.exit(0); }',
    test: 'assert.strictEqual(f(), 4)',
  },
  {
    why: 'a thrown imitation of the end of a program',
    program: 'const f = () => { throw Object.freeze({ exit: true }); }',
    test: 'assert.strictEqual(f(), 4)',
  },
];

const run = async ({ program, test: code, testMs = 1500 }: Row) => {
  const body: Case = { kind: 'check', code: needed + code, names: ['f'] };
  const source = { language: 'javascript', source: program } as const;
  const [result] = await backend.run(source, [body], { ...limits, testMs });
  return result;
};
for (const row of honest) {
  test(`apart, an honest program passes: ${row.why}`, async () => {
    const result = await run(row);
    assert.equal(result?.status, 'ok', result?.error);
  });
}
for (const row of dishonest) {
  test(`apart, a program does not pass: ${row.why}`, async () => {
    const result = await run(row);
    assert.equal(result?.status, 'runtime_error', JSON.stringify(result));
  });
}

const ends: readonly (Row & { readonly status: string })[] = [
  {
    why: 'a loop',
    program: 'const f = () => { for (;;); }',
    test: 'try { f() } catch {}',
    status: 'time_limit',
  },
  {
    why: 'memory',
    program: 'const f = () => { const a = []; for (;;) a.push(new Array(1e5).fill(1)); }',
    test: 'try { f() } catch {}',
    status: 'memory_limit',
    testMs: 20_000,
  },
  {
    why: 'output',
    program: 'const f = () => { for (;;) console.log("x".repeat(1e5)); }',
    test: 'try { f() } catch {}',
    status: 'output_limit',
    testMs: 20_000,
  },
  {
    why: 'an instance of a class of the test with methods',
    program: 'const f = (p) => p.area()',
    test: 'class P { area() { return 2; } } assert.equal(f(new P()), 2)',
    status: 'not_apart',
  },
  {
    why: 'a promise of the test',
    program: 'const f = async (g) => (await g()) + 1',
    test: 'return (async () => assert.equal(await f(async () => 1), 2))()',
    status: 'not_apart',
  },
];
for (const row of ends) {
  test(`apart, a case ends by ${row.status}: ${row.why}`, async () => {
    assert.equal((await run(row))?.status, row.status);
  });
}

test('apart, an expression gives its value as data of the body', async () => {
  const source = 'const f = (n) => ({ n })';
  const expression = '[f(1), f(2).n]';
  const one: Case = { kind: 'eval', expression, names: ['f'] };
  const [result] = await backend.run({ language: 'javascript', source }, [one], limits);
  assert.equal(result?.value, '["l",["d",["n",1]],2]', result?.error);
});

test('apart, every case asks the same program', async () => {
  const source = 'let n = 0; const f = () => ++n';
  const body = (k: number): Case => ({
    kind: 'check',
    code: `${needed}assert.equal(f(), ${k})`,
    names: ['f'],
  });
  const results = await backend.run({ language: 'javascript', source }, [body(1), body(2)], limits);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['ok', 'ok'],
  );
});
