/** Test bodies behind walls of their own: they see the program's data, never its objects. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type Backend, type Case, defaultLimits } from '../../sandbox/contract.ts';
import { openProcessBackend } from '../../sandbox/process/index.ts';
import { openPythonBackend } from '../../sandbox/wasm/index.ts';
import { absent } from './process/native.ts';

const body = (code: string): Case => ({ kind: 'check', code, names: ['f'] });
const always =
  'class A:\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n' +
  '    def __bool__(self): return True\n    __lt__ = __gt__ = __le__ = __ge__ = __eq__\n' +
  '    def __hash__(self): return 0\n    def __len__(self): return 3\n';

interface Row {
  readonly why: string;
  readonly program: string;
  readonly test: string;
  readonly status: string;
  /** `weak` where the program's own word was taken. */
  readonly value?: string;
}

const rows: readonly Row[] = [
  {
    why: 'a loop of asserts',
    program: 'def f(n): return n * n',
    test: 'for k in range(5):\n    assert f(k) == k * k',
    status: 'ok',
  },
  {
    why: 'a wrong answer',
    program: 'def f(n): return n',
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'an error that is expected',
    program: 'def f(n): raise ValueError("no")',
    test: 'try:\n    f(1)\nexcept ValueError as e:\n    assert str(e) == "no"\nelse:\n    assert False',
    status: 'ok',
  },
  {
    why: 'another error than expected',
    program: 'def f(n): raise KeyError(n)',
    test: 'try:\n    f(1)\nexcept ValueError:\n    pass',
    status: 'runtime_error',
  },
  {
    why: 'what the program changed in an argument',
    program: 'def f(a): a.sort()',
    test: 'x = [3, 1, 2]\nf(x)\nassert x == [1, 2, 3]',
    status: 'ok',
  },
  {
    why: "names that the test does not have are the program's",
    program: 'def g(n): return n + 1\ndef f(n): return n',
    test: 'assert f(g(1)) == 2',
    status: 'ok',
  },
  {
    why: 'modules of the standard library are its own',
    program: 'class math:\n    isclose = staticmethod(lambda a, b: True)\ndef f(n): return 0',
    test: 'assert math.isclose(f(1), 5)',
    status: 'runtime_error',
  },
  {
    why: 'a class of the program',
    program:
      'class f:\n    def __init__(self, n): self.n = n\n    def twice(self): return 2 * self.n',
    test: 'x = f(4)\nassert x.twice() == 8\nassert x.n == 4',
    status: 'ok',
  },
  {
    why: 'a generator',
    program: 'def f(n):\n    yield from range(n)',
    test: 'assert list(f(3)) == [0, 1, 2]',
    status: 'ok',
  },
  {
    why: 'a complex number',
    program: 'def f(n): return (n, 1j * n)',
    test: 'assert f(2) == (2, 2j)',
    status: 'ok',
  },
  {
    why: 'a fraction',
    program: 'from fractions import Fraction\ndef f(n): return Fraction(1, n)',
    test: 'from fractions import Fraction\nassert f(2) == Fraction(1, 2)',
    status: 'ok',
  },
  {
    why: 'two objects of the program are its own word',
    program:
      'class P:\n    def __init__(self, n): self.n = n\n    def __eq__(self, o): return self.n == o.n\ndef f(n): return P(n)',
    test: 'assert f(2) == P(2)',
    status: 'ok',
    value: 'weak',
  },
  {
    why: 'a function as an argument needs one process',
    program: 'def f(g): return g(1)',
    test: 'assert f(lambda n: n + 1) == 2',
    status: 'not_apart',
  },
  {
    why: 'an object that equals everything',
    program: `${always}def f(n): return A()`,
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'an object that differs from nothing',
    program: `${always}def f(n): return A()`,
    test: 'assert not (f(2) != 4)',
    status: 'runtime_error',
  },
  {
    why: 'an object in a list',
    program: `${always}def f(n): return [A(), A()]`,
    test: 'assert f(2) == [4, 5]',
    status: 'runtime_error',
  },
  {
    why: 'an object in a set',
    program: `${always}def f(n): return A()`,
    test: 'assert f(2) in {4, 5, 0}',
    status: 'runtime_error',
  },
  {
    why: 'an int of its own kind',
    program:
      'class I(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\ndef f(n): return I(3)',
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'patched builtins',
    program:
      'import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.isinstance = lambda *a: True\ndef f(n): return 9',
    test: 'assert abs(f(2) - 4) < 1e-6',
    status: 'runtime_error',
  },
  {
    why: 'frames of the test',
    program:
      'import sys\ndef f(n):\n    frame = sys._getframe()\n    while frame:\n        if "want" in frame.f_globals: return frame.f_globals["want"]\n        frame = frame.f_back',
    test: 'want = 4711\nassert f(2) == want',
    status: 'runtime_error',
  },
  {
    why: 'leaving',
    program: 'import os\ndef f(n): os._exit(0)',
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'leaving by an error that nobody catches',
    program: 'def f(n): raise SystemExit(0)',
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'a forged end of the test',
    program:
      'import os\ndef f(n):\n    for fd in range(3, 256):\n        try: os.write(fd, b"\\0\\0\\0\\1V")\n        except OSError: pass\n    return 1',
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'an answer before it is asked',
    program:
      'import os\nfor fd in range(3, 256):\n    try: os.write(fd, b"\\0\\0\\0\\1V" * 9)\n    except OSError: pass\ndef f(n): return 1',
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'a word that it is loaded, and answers before they are asked',
    program:
      'import os\nfor fd in range(3, 256):\n    try: os.write(fd, b"\\0\\0\\0\\1L" + b"\\0\\0\\0\\1V" * 9)\n    except OSError: pass\ndef f(n): return 1',
    test: 'assert f(2) == 4',
    status: 'runtime_error',
  },
  {
    why: 'a test that hangs in the program',
    program: 'def f(n):\n    while True: pass',
    test: 'assert f(2) == 4',
    status: 'time_limit',
  },
];

const limits = { ...defaultLimits, testMs: 1500 };

function suite(name: string, skip: string | false, open: () => Promise<Backend>): void {
  describe(name, { skip }, () => {
    let opened: Promise<Backend> | undefined;
    after(async () => (await opened)?.[Symbol.asyncDispose]());
    for (const { why, program, test: code, status, value } of rows) {
      test(`apart: ${why}`, async () => {
        opened ??= open();
        const source = { language: 'python', source: program } as const;
        const [result] = await (await opened).run(source, [body(code)], limits);
        assert.equal(result?.status, status, result?.error);
        assert.equal(result.value, value);
      });
    }
  });
}

suite('in processes', absent, () => openProcessBackend({ concurrency: 2 }));
suite('in isolates', false, async () => openPythonBackend({ concurrency: 2 }));
