/** Special judges, interactors, several files and compiled tests, with real programs. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Sandbox } from '../../../sandbox/index.ts';
import { code } from '../../../verifiers/code/index.ts';
import { openLevel } from '../../support/levels.ts';

const sandbox = await openLevel('namespaces');
after(async () => sandbox?.[Symbol.asyncDispose]());

interface Row {
  readonly why: string;
  readonly reference: { readonly language: string } & Record<string, unknown>;
  readonly response: string;
  readonly reward: number | null;
  readonly cause?: string;
}

/** Any two numbers with the sum asked for are right. */
const splitSum = {
  language: 'python',
  tests: { inputs: ['10\n', '3\n'], outputs: ['5 5', '1 2'] },
};
const answerSplit = (first: string) => `n = int(input())\na = ${first}\nprint(a, n - a)`;
const byExitCode = {
  language: 'python',
  source: `import sys
n = int(open(sys.argv[1]).read())
a, b = map(int, open(sys.argv[2]).read().split())
if a + b != n: sys.exit(1)
if a < 0:
    print('points 0.5', file=sys.stderr)
    sys.exit(7)`,
};
const byFunction = {
  language: 'python',
  kind: 'function',
  source:
    'def check(input, output, answer):\n    return sum(map(int, output.split())) == int(input)',
};
const byWord = {
  language: 'bash',
  kind: 'program',
  source: 'read a b < "$2"; read n < "$1"; if (( a + b == n )); then echo YES; else echo no; fi',
};
const unusable = { language: 'python', source: '1/0' };

/** Guess a number: the interactor answers `low`, `high` or `ok`, at most ten times. */
const guess = {
  language: 'python',
  tests: {
    kind: 'interactive',
    inputs: ['7', '100'],
    interactor: {
      language: 'python',
      source: `import sys
n = int(open(sys.argv[1]).read())
for _ in range(10):
    k = int(input())
    print('ok' if k == n else 'low' if k < n else 'high', flush=True)
    if k == n: sys.exit(0)
sys.exit(1)`,
    },
  },
};
const bisect = `lo, hi = 1, 100
while True:
    k = (lo + hi) // 2
    print(k, flush=True)
    said = input()
    if said == 'ok': break
    if said == 'low': lo = k + 1
    else: hi = k - 1`;

const cppTest = `#undef NDEBUG
#include<assert.h>
int main(){
    assert(twice(2) == 4);
    assert(twice(21) == 42);
}`;
const cpp = { language: 'cpp', tests: { framework: 'program', test_code: cppTest } };
const javaTest = `public class Main {
  public static void main(String[] args) {
    if (new Solution().twice(21) != 42) throw new AssertionError();
  }
}`;
const java = { language: 'java', tests: { framework: 'program', test_code: javaTest } };
const rustTest = 'fn main() { assert_eq!(twice(21), 42); }';
const rust = { language: 'rust', tests: { framework: 'program', test_code: rustTest } };
const goTest = 'func main() {\n\tif twice(21) != 42 {\n\t\tpanic("wrong")\n\t}\n}';
const go = { language: 'go', tests: { framework: 'program', test_code: goTest } };

const rows: readonly Row[] = [
  {
    why: 'another right answer',
    reference: { ...splitSum, checker: byExitCode },
    response: answerSplit('1'),
    reward: 1,
  },
  {
    why: 'a wrong one',
    reference: { ...splitSum, checker: byExitCode },
    response: 'print(1, 1)',
    reward: 0,
  },
  {
    why: 'half of the points',
    reference: { ...splitSum, checker: byExitCode },
    response: answerSplit('-1'),
    reward: 0.5,
  },
  {
    why: 'output on which the checker fails',
    reference: { ...splitSum, checker: byExitCode },
    response: 'print("x")',
    reward: 0,
    cause: 'wrong_answer',
  },
  {
    why: 'a checker that fails on the answer',
    reference: { ...splitSum, checker: unusable },
    response: answerSplit('1'),
    reward: null,
    cause: 'reference_invalid',
  },
  {
    why: 'a checker as a function',
    reference: { ...splitSum, checker: byFunction },
    response: answerSplit('3'),
    reward: 1,
  },
  {
    why: 'a checker that says a word',
    reference: { ...splitSum, checker: byWord },
    response: answerSplit('3'),
    reward: 1,
  },
  {
    why: 'it says no',
    reference: { ...splitSum, checker: byWord },
    response: 'print(0, 3)',
    reward: 0.5,
  },
  { why: 'bisection finds it', reference: guess, response: bisect, reward: 1 },
  {
    why: 'one guess is not enough',
    reference: guess,
    response: 'print(7, flush=True)\ninput()',
    reward: 0.5,
  },
  {
    why: 'counting up is too slow',
    reference: guess,
    response:
      'k = 0\nwhile True:\n    k += 1\n    print(k, flush=True)\n    if input() == "ok": break',
    reward: 0.5,
  },
  {
    why: 'no word at all',
    reference: guess,
    response: 'import time\ntime.sleep(60)',
    reward: 0,
    cause: 'time_limit',
  },
  { why: 'a crash is its own', reference: guess, response: '1/0', reward: 0 },
  {
    why: 'a module beside the response',
    reference: {
      language: 'python',
      tests: { inputs: [''], outputs: ['42'] },
      files: { 'lib/answer.py': 'n = 42', 'lib/__init__.py': '' },
    },
    response: 'from lib.answer import n\nprint(n)',
    reward: 1,
  },
  {
    why: 'a header beside the response',
    reference: {
      language: 'cpp',
      tests: { inputs: [''], outputs: ['42'] },
      files: { 'n.h': '#define N 42' },
    },
    response: '#include "n.h"\n#include <cstdio>\nint main() { printf("%d", N); }',
    reward: 1,
  },
  {
    why: 'C++ that is right',
    reference: cpp,
    response: 'int twice(int n) { return 2 * n; }',
    reward: 1,
  },
  {
    why: 'C++ that is wrong',
    reference: cpp,
    response: 'int twice(int n) { return 4; }',
    reward: 0,
    cause: 'runtime_error',
  },
  {
    why: 'C++ that leaves first',
    reference: cpp,
    response: '#include <cstdlib>\nint twice(int) { exit(0); }',
    reward: 0,
  },
  {
    why: 'C++ that leaves before main',
    reference: cpp,
    response:
      '#include <unistd.h>\nstruct A { A() { _exit(0); } } a;\nint twice(int) { return 0; }',
    reward: 0,
  },
  {
    why: 'C++ with an assert of its own',
    reference: cpp,
    response:
      '#define assert(x)\nextern "C" void __assert_fail(const char*, const char*, unsigned, const char*) noexcept {}\nint twice(int) { return 0; }',
    reward: 0,
  },
  {
    why: 'C++ with a main by another name',
    reference: cpp,
    response:
      '#define main other\nint twice(int) { return 0; }\n#undef main\nint main() { return 0; }',
    reward: 0,
    cause: 'compile_error',
  },
  {
    why: 'Java that is right',
    reference: java,
    response: 'class Solution { int twice(int n) { return 2 * n; } }',
    reward: 1,
  },
  {
    why: 'a public class beside Main',
    reference: java,
    response: 'import java.util.*;\npublic class Solution { int twice(int n) { return 2 * n; } }',
    reward: 1,
  },
  {
    why: 'Java that is wrong',
    reference: java,
    response: 'class Solution { int twice(int n) { return n; } }',
    reward: 0,
  },
  {
    why: 'Java that leaves first',
    reference: java,
    response: 'class Solution { int twice(int n) { System.exit(0); return 0; } }',
    reward: 0,
  },
  {
    why: 'Rust that is right',
    reference: rust,
    response: 'fn twice(n: i32) -> i32 { 2 * n }',
    reward: 1,
  },
  {
    why: 'Rust that leaves first',
    reference: rust,
    response: 'fn twice(_: i32) -> i32 { std::process::exit(0) }',
    reward: 0,
  },
  {
    why: 'Rust that is wrong',
    reference: rust,
    response: 'fn twice(n: i32) -> i32 { n }',
    reward: 0,
  },
  {
    why: 'Go that is right',
    reference: go,
    response: 'package main\n\nfunc twice(n int) int { return 2 * n }',
    reward: 1,
  },
  {
    why: 'Go that leaves first',
    reference: go,
    response: 'package main\n\nimport "os"\n\nfunc twice(n int) int { os.Exit(0); return 0 }',
    reward: 0,
  },
  {
    why: 'Go that is wrong',
    reference: go,
    response: 'package main\n\nfunc twice(n int) int { return n }',
    reward: 0,
  },
];

for (const { why, reference, response, reward, cause } of rows) {
  const { language } = reference;
  const absent =
    sandbox === null
      ? 'SKIPPED: this host has no level namespaces'
      : Object.hasOwn(sandbox.languages, language)
        ? false
        : `SKIPPED: this host has no ${language}`;
  test(`${language}: ${why}`, { skip: absent }, async () => {
    const task = {
      response,
      prompt: undefined,
      reference: code.reference.parse(reference),
      options: code.options.parse({ extract: 'raw', limits: { test_ms: 2000 } }),
    };
    const signal = new AbortController().signal;
    const verdict = await code.score(task, { sandbox: sandbox as Sandbox, signal });
    const got = verdict.status === 'scored' ? verdict.reward : null;
    assert.equal(got, reward, JSON.stringify(verdict));
    if (cause) assert.equal(verdict.cause, cause);
  });
}
