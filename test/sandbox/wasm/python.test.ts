/** What a Python program may expect of the WebAssembly level. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Case, defaultLimits, type Limits } from '../../../sandbox/contract.ts';
import { openPythonBackend } from '../../../sandbox/wasm/index.ts';

const backend = openPythonBackend({ concurrency: 1 });
after(() => backend[Symbol.asyncDispose]());
const run = (source: string, cases: readonly Case[], own: Partial<Limits> = {}) =>
  backend.run({ language: 'python', source }, cases, { ...defaultLimits, ...own });
const script = (stdin = ''): Case => ({ kind: 'script', stdin });

const printed: readonly (readonly [why: string, source: string, stdin: string, stdout: string])[] =
  [
    [
      'runs as __main__',
      'print(__name__, __import__("sys").argv)',
      '',
      "__main__ ['solution.py']\n",
    ],
    ['input()', 'print(input(), input())', 'a\nb', 'a b\n'],
    ['sys.stdin', 'import sys\nprint([l for l in sys.stdin])', 'a\nb', "['a\\n', 'b']\n"],
    ['sys.stdin.buffer', 'import sys\nprint(sys.stdin.buffer.read())', 'é', "b'\\xc3\\xa9'\n"],
    ['open(0)', 'print(open(0).read())', 'x', 'x\n'],
    ['os.read(0)', 'import os\nprint(os.read(0, 9))', 'x', "b'x'\n"],
    ['/dev/stdin', 'print(open("/dev/stdin").read())', 'x', 'x\n'],
    ['sys.stdout.buffer', 'import sys\nsys.stdout.buffer.write(b"\\xc3\\xa9")', '', 'é'],
    ['os.write(1)', 'import os\nos.write(1, b"x")', '', 'x'],
    [
      'no terminal',
      'import sys\nprint(sys.stdin.isatty(), sys.stdout.isatty())',
      '',
      'False False\n',
    ],
    ['output unflushed at the end', 'import sys\nsys.stdout.write("x")', '', 'x'],
    ['atexit', 'import atexit\natexit.register(print, "end")\nprint("x")', '', 'x\nend\n'],
    ['finalisers', 'class A:\n  def __del__(s): print("gone")\na = A()', '', 'gone\n'],
    ['sys.exit()', 'import sys\nprint(1)\nsys.exit()', '', '1\n'],
    ['exit()', 'print(1)\nexit()', '', '1\n'],
    ['os._exit after a flush', 'import os\nprint(1, flush=True)\nos._exit(0)', '', '1\n'],
    ['big integers', 'print(2 ** 200 % 10 ** 30)', '', `${2n ** 200n % 10n ** 30n}\n`],
    ['files', 'open("a", "w").write("x")\nprint(open("a").read())', '', 'x\n'],
    ['directories', 'import os\nos.makedirs("d/e")\nprint(os.listdir("d"))', '', "['e']\n"],
    ['pipes', 'import os\nr, w = os.pipe()\nos.write(w, b"x")\nprint(os.read(r, 9))', '', "b'x'\n"],
    [
      'mmap',
      'import mmap\nopen("m", "wb").write(b"abc")\nf = open("m", "r+b")\nm = mmap.mmap(f.fileno(), 0)\nm[0] = 120\nm.flush()\nprint(f.read())',
      '',
      "b'xbc'\n",
    ],
    [
      'deep recursion of Python alone',
      'import sys\nsys.setrecursionlimit(10**6)\ndef f(n): return n and 1 + f(n - 1)\nprint(f(50000))',
      '',
      '50000\n',
    ],
    [
      'deep recursion through C',
      'import sys, functools\nsys.setrecursionlimit(10**6)\n@functools.cache\ndef f(n): return n and 1 + f(n - 1)\nprint(f(5000))',
      '',
      '5000\n',
    ],
    [
      'a thread for its stack',
      'import threading\nthreading.stack_size(1 << 26)\nt = threading.Thread(target=lambda: print(input()))\nt.start()\nt.join()',
      'x',
      'x\n',
    ],
    [
      'asyncio',
      'import asyncio\nasync def m():\n  return await asyncio.gather(*[asyncio.sleep(0.01, i) for i in (1, 2)])\nprint(asyncio.run(m()))',
      '',
      '[1, 2]\n',
    ],
    [
      'a clock that moves',
      'import time\nt = time.perf_counter()\nprint(1 / (time.perf_counter() - t) > 0)',
      '',
      'True\n',
    ],
    [
      'a module from the library archive',
      'import xml.etree.ElementTree as e\nprint(e.fromstring("<a/>").tag)',
      '',
      'a\n',
    ],
  ];
for (const [why, source, stdin, stdout] of printed) {
  test(`a script: ${why}`, async () => {
    const [result] = await run(source, [script(stdin)]);
    assert.deepEqual([result?.status, result?.stdout], ['ok', stdout], result?.stderr);
  });
}

const failing: readonly (readonly [source: string, status: string, error: RegExp])[] = [
  ['1 / 0', 'runtime_error', /^ZeroDivisionError/],
  ['raise KeyboardInterrupt', 'runtime_error', /^KeyboardInterrupt/],
  ['x = (', 'compile_error', /^SyntaxError/],
  ['x = "\0"', 'compile_error', /./],
  ['def f(): return f()\nf()', 'runtime_error', /^RecursionError/],
  [
    'class A:\n  def __add__(s, o): return s + o\nimport sys\nsys.setrecursionlimit(10**9)\nA() + A()',
    'runtime_error',
    /^RecursionError/,
  ],
  ['a = []\nwhile True: a.append(bytearray(1 << 20))', 'memory_limit', /^MemoryError/],
  ['def f(x: List[int]): pass', 'runtime_error', /^NameError/],
  ['import os\nos.fork()', 'runtime_error', /^OSError/],
  ['import socket\nsocket.socket()', 'runtime_error', /^OSError/],
  ['import subprocess\nsubprocess.run(["ls"])', 'runtime_error', /^OSError/],
  ['import js', 'runtime_error', /^ModuleNotFoundError/],
  ['import pyodide', 'runtime_error', /^ModuleNotFoundError/],
  ['import pyodide_js', 'runtime_error', /^ModuleNotFoundError/],
  ['import _pyodide_core', 'runtime_error', /^ModuleNotFoundError/],
];
for (const [source, status, error] of failing) {
  test(`a script fails: ${source.slice(0, 40)}`, async () => {
    const [result] = await run(source, [script()]);
    assert.equal(result?.status, status, JSON.stringify(result));
    assert.match(result?.error ?? '', error);
  });
}

test('exit codes and text on stderr', async () => {
  const [coded] = await run('import sys\nsys.exit(300)', [script()]);
  assert.deepEqual([coded?.status, coded?.exitCode], ['runtime_error', 44]);
  const [said] = await run('import sys\nsys.exit("no")', [script()]);
  assert.deepEqual([said?.exitCode, said?.stderr], [1, 'no\n']);
});

test('every script case starts from nothing', async () => {
  const source = [
    'import builtins, sys, os, random, math',
    'print(hasattr(builtins, "left"), os.listdir("."), os.getcwd(), math.pi > 3, random.random())',
    'builtins.left = 1; math.pi = 1; open("left", "w"); os.chdir("/tmp")',
    'sys.stdout.flush(); os.close(1)',
  ].join('\n');
  const results = await run(source, [script(), script(), script()]);
  const [first] = results;
  assert.match(first?.stdout ?? '', /^False \[\] \/home\/user True 0\.\d+\n$/);
  assert.deepEqual(new Set(results.map((r) => r.stdout)), new Set([first?.stdout]));
});

test('a case after a time-out, a trap or a memory bomb starts from nothing', async () => {
  const source = [
    'import sys',
    'n = int(input())',
    'if n == 1:',
    '    while True: pass',
    'if n == 2:',
    '    import ctypes; ctypes.CDLL(None)["abort"]()',
    'if n == 3:',
    '    a = [bytearray(1 << 20) for _ in range(10**6)]',
    'if n == 4:',
    '    while True: print("x" * 1000)',
    'print(n, "n" in sys.modules)',
  ].join('\n');
  const order = [0, 1, 0, 2, 0, 3, 0, 4, 0];
  const results = await run(
    source,
    order.map((n) => script(String(n))),
    { testMs: 4000, outputBytes: 1 << 16 },
  );
  const expected = ['ok', 'time_limit', 'runtime_error', 'memory_limit', 'output_limit'];
  assert.deepEqual(
    results.map((r) => r.status),
    order.map((n) => expected[n]),
  );
});

test('files are bounded in bytes, number and descriptors', async () => {
  const source = [
    'import errno',
    'def tries(f):',
    '    try:',
    '        while True: f()',
    '    except OSError as e:',
    '        return errno.errorcode[e.errno]',
    'big = open("big", "wb", 0)',
    'print(tries(lambda: big.write(bytes(1 << 20))))',
    'import itertools',
    'n = itertools.count()',
    'print(tries(lambda: open("f%d" % next(n), "w").close()))',
    'kept = []',
    'print(tries(lambda: kept.append(open("/dev/null"))))',
  ].join('\n');
  const [result] = await run(source, [script()], { diskMb: 4 });
  assert.equal(result?.stdout, 'ENOSPC\nENOSPC\nEMFILE\n', result?.stderr);
});

test('an exit is no result of a call, and no assertion that held', async () => {
  const cases: readonly Case[] = [
    { kind: 'call', fn: 'f', args: '["l"]' },
    { kind: 'check', code: 'f()' },
    { kind: 'eval', expression: 'f()' },
  ];
  for (const way of ['os._exit(0)', 'sys.exit(0)', 'raise SystemExit']) {
    const results = await run(`import os, sys\ndef f():\n  ${way}`, cases);
    for (const { status } of results) assert.equal(status, 'runtime_error', way);
  }
  const vanished = 'import sys\nsys.modules.pop("_sandbox")\ndef f(): pass';
  for (const { status } of await run(vanished, cases)) assert.equal(status, 'runtime_error');
});

test('calls of one program share its load', async () => {
  const source = 'print("loading")\nseen = []\ndef f(n):\n  seen.append(n)\n  return len(seen)';
  const call = (n: number): Case => ({ kind: 'call', fn: 'f', args: `["l",${n}]` });
  const results = await run(source, [call(1), call(1), call(1)]);
  assert.deepEqual(
    results.map((r) => r.value),
    ['1', '2', '3'],
  );
});
