/** The small programs of the backend conformance suite, in each language. */
import type { Programs } from './conformance.ts';

export const python: Programs = {
  language: 'python',
  double: 'def f(n):\n    return n * 2',
  spin: 'def f(n):\n    while n == 2:\n        pass\n    return n',
  spinAtLoad: 'while True:\n    pass',
  eatMemory: 'def f(n):\n    a = []\n    while True:\n        a.append(bytearray(1 << 20))',
  flood: 'def f(n):\n    while True:\n        print("x" * 1000)',
  crash: 'def f(n):\n    return n / 0',
  broken: 'def f(n:',
  remember: [
    'import builtins, sys',
    'def f(n):',
    '    seen = hasattr(builtins, "left") or "left" in sys.modules',
    '    builtins.left = n',
    '    sys.modules["left"] = sys',
    '    return seen',
  ].join('\n'),
  values: 'def f(n):\n    return {"a": [1, 2.5, None, True], "b": "é\\ud800", "c": (1,), "d": {1}}',
  readStdin: 'print(int(input()) * 2)',
  exitThree: 'import sys\nsys.exit(3)',
  chance:
    'import random\ndef f(n):\n    return [random.random(), list(map(str, {"a", "b", "c", "d"})), hash("x")]',
};

export const javascript: Programs = {
  language: 'javascript',
  double: 'const f = (n) => n * 2;',
  spin: 'function f(n) { while (n === 2); return n; }',
  spinAtLoad: 'for (;;); function f() {}',
  eatMemory: 'function f() { const a = []; for (;;) a.push([a.length, {}]); }',
  flood: 'function f() { for (;;) console.log("x".repeat(1000)); }',
  crash: 'function f(n) { return null.x; }',
  broken: 'function f(n',
  remember: [
    'function f(n) {',
    '  const seen = "left" in globalThis || "left" in Object.prototype;',
    '  Object.prototype.left = n;',
    '  globalThis.left = n;',
    '  return seen;',
    '}',
  ].join('\n'),
  values: 'function f() { return { a: [1, 2.5, null, true], b: "é\\ud800", c: new Set([1]) }; }',
  readStdin: 'console.log(Number(require("fs").readFileSync(0, "utf8")) * 2);',
  exitThree: 'process.exit(3);',
  chance: 'function f() { return [Math.random(), [...new Set(["a", "b"])]]; }',
};

export const typescript: Programs = {
  ...javascript,
  language: 'typescript',
  double: 'enum Two { x = 2 }\nconst f = (n: number): number => n * Two.x;',
  broken: 'const f = (n: number: = 1',
};
