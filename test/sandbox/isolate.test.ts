import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Case, defaultLimits } from '../../sandbox/contract.ts';
import { openIsolateBackend } from '../../sandbox/isolate/index.ts';
import { conforms } from './conformance.ts';
import { javascript, typescript } from './programs.ts';

const open = async () => openIsolateBackend({ concurrency: 2 });
conforms('JavaScript in isolates', open, javascript);
conforms('TypeScript in isolates', open, typescript);

const backend = openIsolateBackend({ concurrency: 1 });
after(() => backend[Symbol.asyncDispose]());
const run = (source: string, cases: readonly Case[], language: 'javascript' | 'typescript') =>
  backend.run({ language, source }, cases, { ...defaultLimits, testMs: 2000 });
const call = (args = '["l",1]'): Case => ({ kind: 'call', fn: 'f', args });

const found: readonly (readonly [string, string])[] = [
  ['a const', 'const f = (n) => n + 1'],
  ['a let', '"use strict"; let f = function (n) { return n + 1 }'],
  ['module.exports', 'module.exports = (n) => n + 1'],
  ['a property of module.exports', 'const g = (n) => n + 1; module.exports = { f: g }'],
  ['exports', 'exports.f = (n) => n + 1'],
  ['an ES export', 'export function f(n) { return n + 1 }'],
  ['a default export', 'const g = (n) => n + 1; export default g;'],
  ['a method of Solution', 'class Solution { f(n) { return n + 1 } }'],
  ['an async function', 'async function f(n) { await null; return n + 1 }'],
  [
    'a promise with a timer',
    'const f = (n) => new Promise((r) => setTimeout(() => r(n + 1), 9e3))',
  ],
];
for (const [why, source] of found) {
  test(`the candidate is found: ${why}`, async () => {
    const [result] = await run(source, [call()], 'javascript');
    assert.equal(result?.value, '2', result?.error);
  });
}

const moduleKinds: readonly (readonly [string, string])[] = [
  [
    'require at the top',
    "const assert = require('assert'); const f = (n) => { assert(n); return n + 1 }",
  ],
  [
    'import of a default',
    "import assert from 'node:assert'; export function f(n) { assert.ok(n); return n + 1 }",
  ],
  [
    'import of names',
    "import { strictEqual as same } from 'assert'; export const f = (n) => { same(n, n); return n + 1 }",
  ],
  [
    'import of everything',
    "import * as path from 'path'; export default (n) => path.basename('/a/2').length + n",
  ],
  ['nothing exported', "import fs from 'fs';\nfunction f(n) { return n + 1 } // no newline"],
  ['a wait at the top', 'const one = await Promise.resolve(1); const f = (n) => n + one;'],
  [
    'a main guard',
    "const f = (n) => n + 1; if (require.main === module) { throw new Error('run') }",
  ],
  [
    'an event emitter',
    "const E = require('events'); class A extends E {} const f = (n) => { let m = 0; const a = new A(); a.once('x', (k) => { m += k }); a.emit('x', n + 1); a.emit('x', 9); return m }",
  ],
  [
    'bytes',
    "const f = (n) => Buffer.concat([Buffer.from('é'), Buffer.from('YQ==', 'base64')]).toString('hex') === 'c3a961' && new TextDecoder().decode(new TextEncoder().encode('\u{1F600}')) === '\u{1F600}' ? Buffer.from('\u20ac').length - 2 + n : 0",
  ],
  [
    'promisify',
    "const { promisify } = require('util'); const f = promisify((n, done) => setTimeout(() => done(null, n + 1), 5))",
  ],
];
for (const [why, source] of moduleKinds) {
  for (const language of ['javascript', 'typescript'] as const) {
    test(`modules of Node, ${language}: ${why}`, async () => {
      const [result] = await run(source, [call()], language);
      assert.equal(result?.value, '2', result?.error);
    });
  }
}

const mains: readonly (readonly [string, string])[] = [
  ['fs by import', "import fs from 'fs'; console.log(fs.readFileSync(0, 'utf8').trim())"],
  [
    'fs by name',
    "import { readFileSync } from 'node:fs'; process.stdout.write(readFileSync('/dev/stdin').toString())",
  ],
  [
    'readline, waited for',
    "import readline from 'readline'; for await (const line of readline.createInterface({ input: process.stdin })) console.log(line)",
  ],
  [
    'lines by event, in a module',
    "import * as readline from 'readline'; const rl = readline.createInterface({ input: process.stdin }); rl.on('line', (line) => setTimeout(() => console.log(line), 5)); export {}",
  ],
  ['a main guard', "if (require.main === module) console.log(require('fs').readFileSync(0) + '')"],
  [
    'exit in a module',
    "import fs from 'fs'; console.log(fs.readFileSync(0, 'utf8').trim()); process.exit(0)",
  ],
  [
    'fs promises',
    "import { readFile } from 'fs/promises'; console.log((await readFile('/dev/stdin', 'utf8')).trim())",
  ],
];
for (const [why, source] of mains) {
  test(`a main program reads its input: ${why}`, async () => {
    const [result] = await run(source, [{ kind: 'script', stdin: 'héy\n' }], 'typescript');
    assert.equal(result?.status, 'ok', result?.error);
    assert.equal(result.stdout.trim(), 'héy');
  });
}

const failing: readonly (readonly [string, string, string, number | null])[] = [
  ['an unknown module', "import x from 'leftpad'; console.log(x)", 'runtime_error', 1],
  ['an error in a module', "import 'fs'; throw new Error('no')", 'runtime_error', 1],
  [
    'an error later in a module',
    "import 'fs'; await null; throw new Error('no')",
    'runtime_error',
    1,
  ],
  ['a code of exit in a module', "import 'fs'; process.exit(3)", 'runtime_error', 3],
  ['no JavaScript, with import', "import fs from 'fs'; let let = 1", 'compile_error', 1],
  [
    'a name that is not exported',
    "import { nothing } from 'fs'; console.log(1)",
    'compile_error',
    1,
  ],
];
for (const [why, source, status, exitCode] of failing) {
  test(`a main program fails: ${why}`, async () => {
    const [result] = await run(source, [{ kind: 'script', stdin: '' }], 'javascript');
    assert.deepEqual([result?.status, result?.exitCode], [status, exitCode], result?.error);
  });
}

test('a program has files and arguments', async () => {
  const files = {
    'lib/add.ts':
      "import { one } from './one.js'; export const add = (n: number): number => n + one;",
    'lib/one.ts': 'export const one: number = 1;',
    'old.js': "module.exports = { two: require('./data.json').two };",
    'data.json': '{"two": 2}',
    'in.txt': 'text',
  };
  const source = [
    "import { add } from './lib/add.js';",
    "import old from './old.js';",
    "import { readFileSync, writeFileSync, existsSync } from 'fs';",
    "writeFileSync('out.txt', 'made');",
    "console.log(add(1), old.two, readFileSync('in.txt', 'utf8'), readFileSync('./case.txt', 'utf8'));",
    "console.log(process.argv.slice(2).join('+'), existsSync('none'), readFileSync('out.txt') + '');",
  ].join('\n');
  const one: Case = { kind: 'script', stdin: '', args: ['a', 'b'], files: { 'case.txt': 'own' } };
  const results = await backend.run(
    { language: 'typescript', source, files },
    [one, one],
    defaultLimits,
  );
  for (const result of results) {
    assert.equal(result.stdout, '2 2 text own\na+b false made\n', result.error);
  }
});

test('a function of a program of several files', async () => {
  const files = { 'lib.js': 'exports.add = (a, b) => a + b;' };
  const source = "const { add } = require('./lib'); const f = (n) => add(n, 1);";
  const cases = [call(), call('["l",2]')];
  const results = await backend.run(
    { language: 'javascript', source, files },
    cases,
    defaultLimits,
  );
  assert.deepEqual(
    results.map(({ value }) => value),
    ['2', '3'],
  );
});

const values: readonly (readonly [string, string])[] = [
  ['2 ** 64', '18446744073709551616'],
  ['10n ** 30n', '1000000000000000000000000000000'],
  ['-0', '0'],
  ['[NaN, Infinity]', '["l",["f","nan"],["f","inf"]]'],
  ['undefined', '["u"]'],
  ['new Map([[1, 2]])', '["m",[1,2]]'],
  ['(function* () {})()', '["o","iterator"]'],
  ['() => 1', '["o","function"]'],
  ['"x".repeat(5e8)', '["o","too_large"]'],
  ['JSON.parse(\'{"__proto__": 1}\')', '["d",["__proto__",1]]'],
];
for (const [expression, text] of values) {
  test(`the value of ${expression}`, async () => {
    const [result] = await run(`function f() { return ${expression} }`, [call()], 'javascript');
    assert.equal(result?.value, text);
  });
}

test('a promise that never settles ends at once', async () => {
  const [result] = await run('const f = () => new Promise(() => {})', [call()], 'javascript');
  assert.equal(result?.status, 'runtime_error');
});

test('an object that spins when it is read costs its time limit', async () => {
  const source = 'const f = () => ({ get x() { for (;;); } })';
  assert.equal((await run(source, [call()], 'javascript'))[0]?.status, 'time_limit');
});

test('random numbers are the same in every run', async () => {
  const source = 'const f = () => Math.random()';
  const [a] = await run(source, [call()], 'javascript');
  const [b] = await run(source, [call()], 'javascript');
  assert.equal(a?.value, b?.value);
});

test('a test body has assert, lodash and a console whose assert throws', async () => {
  const check = (code: string): Case => ({ kind: 'check', code });
  const results = await run(
    'const f = (x) => [x]',
    [
      check('require("node:assert").deepEqual(f(1), [1])'),
      check('require("assert").deepStrictEqual(f(1), ["1"])'),
      check('if (!require("lodash").isEqual(f(1), [1])) throw "no"'),
      check('console.assert(f(1)[0] === 2)'),
      check('throw "a string"'),
    ],
    'javascript',
  );
  assert.deepEqual(
    results.map((r) => r.status),
    ['ok', 'runtime_error', 'ok', 'runtime_error', 'runtime_error'],
  );
});

test('programs read lines as they do in Node', async () => {
  const programs = [
    'let t = ""; process.stdin.on("data", (c) => (t += c)).on("end", () => process.stdout.write(t.trim()))',
    'const rl = require("readline").createInterface({ input: process.stdin }); rl.on("line", (l) => console.log(l)); rl.on("close", () => process.exit(0))',
    '(async () => { for await (const l of require("readline").createInterface({ input: process.stdin })) console.log(l) })()',
    'console.log(require("fs").readFileSync("/dev/stdin").toString().trim())',
  ];
  for (const source of programs) {
    const [result] = await run(source, [{ kind: 'script', stdin: 'one\ntwo\n' }], 'javascript');
    assert.equal(result?.stdout.trim(), 'one\ntwo', source);
  }
});

test('tests of an ES module see its exports, and TypeScript tests may have types', async () => {
  const source = 'export const f = (x: number): number[] => [x];';
  const results = await run(
    source,
    [
      { kind: 'eval', expression: 'f(two as number)', setup: 'const two: number = 2;' },
      { kind: 'check', code: 'declare var require: any;\nrequire("assert").deepEqual(f(3), [3])' },
    ],
    'typescript',
  );
  assert.deepEqual(
    results.map((r) => [r.status, r.value]),
    [
      ['ok', '["l",2]'],
      ['ok', undefined],
    ],
  );
});

test('patched built-ins make no assertion pass', async () => {
  const patches = [
    'Array.prototype.every = Array.prototype.some = () => true;',
    'Object.keys = () => []; Object.is = () => true; Object.hasOwn = () => true;',
    'Reflect.apply = () => true; Function.prototype.call = () => true;',
    'Map.prototype.has = () => true; Map.prototype.forEach = () => {};',
    'Object.defineProperty(Map, Symbol.hasInstance, { value: () => true });',
    'Object.prototype.toString = () => "[object Object]"; Number.isNaN = () => true;',
  ];
  for (const patch of patches) {
    const results = await run(
      `${patch} const f = () => [new Map([[1, 2]]), { a: 1 }];`,
      [
        { kind: 'check', code: 'require("assert").deepEqual(f(), [new Map([[1, 3]]), { a: 1 }])' },
        { kind: 'check', code: 'require("assert").deepStrictEqual(f()[1], { a: 2 })' },
        {
          kind: 'check',
          code: 'if (!require("lodash").isEqual(f()[1], { b: 1 })) throw new Error("no")',
        },
      ],
      'javascript',
    );
    assert.deepEqual(
      results.map((r) => r.status),
      ['runtime_error', 'runtime_error', 'runtime_error'],
      patch,
    );
  }
});
