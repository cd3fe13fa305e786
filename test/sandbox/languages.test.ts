/** Every row of the table of languages, with the toolchain of this host. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  type Case,
  type Language,
  type LanguageId,
  type Limits,
  languageIds,
  languages,
  openSandbox,
  type Sandbox,
} from '../../sandbox/index.ts';

const sandbox: Sandbox = await openSandbox({ concurrency: 2, cacheBytes: 0 });
after(() => sandbox[Symbol.asyncDispose]());

const script = (stdin = '', more: Partial<Extract<Case, { kind: 'script' }>> = {}): Case => ({
  kind: 'script',
  stdin,
  ...more,
});

async function run(
  language: LanguageId,
  source: string,
  cases: readonly Case[],
  own: Partial<Limits> = {},
) {
  const { results } = await sandbox.run({ language, source }, cases, { testMs: 4000, ...own });
  return results;
}

/** Reads a number and prints its double; ends with 3; never ends. */
const programs: Partial<
  Record<LanguageId, readonly [double: string, three: string, spin: string]>
> = {
  c: [
    '#include <stdio.h>\nint main(void) { int n; scanf("%d", &n); printf("%d\\n", 2 * n); }',
    'int main(void) { return 3; }',
    'int main(void) { for (volatile int i = 0;; i++); }',
  ],
  cpp: [
    '#include <bits/stdc++.h>\nusing namespace std;\nint main() { int n; cin >> n; cout << 2 * n << endl; }',
    'int main() { return 3; }',
    'int main() { for (volatile int i = 0;; i++); }',
  ],
  java: [
    'import java.util.*;\npublic class Twice {\n  public static void main(String[] a) { System.out.println(2 * new Scanner(System.in).nextInt()); }\n}',
    'class A { public static void main(String[] a) { System.exit(3); } }',
    'class A { public static void main(String[] a) { while (true); } }',
  ],
  go: [
    'package main\n\nimport "fmt"\n\nfunc main() {\n\tvar n int\n\tfmt.Scan(&n)\n\tfmt.Println(2 * n)\n}',
    'package main\n\nimport "os"\n\nfunc main() { os.Exit(3) }',
    'package main\n\nfunc main() {\n\tfor {\n\t}\n}',
  ],
  rust: [
    'use std::io::*;\nfn main() { let mut s = String::new(); stdin().read_to_string(&mut s).unwrap(); println!("{}", 2 * s.trim().parse::<i64>().unwrap()); }',
    'fn main() { std::process::exit(3) }',
    'fn main() { loop { std::thread::yield_now(); } }',
  ],
  bash: ['read n; echo $((2 * n))', 'exit 3', 'while :; do :; done'],
  perl: ['my $n = <STDIN>; print 2 * $n, "\\n";', 'exit 3;', '1 while 1;'],
  ruby: ['puts 2 * gets.to_i', 'exit 3', 'loop {}'],
  lua: ['print(2 * io.read("n"))', 'os.exit(3)', 'while true do end'],
};

for (const id of languageIds) {
  const { native } = languages[id] as Language;
  const own = programs[id];
  if (!native) continue;
  const skip = sandbox.languages[id] ? false : `SKIPPED: no ${id} here (${native.install})`;
  describe(id, { skip }, () => {
    const [double = '', three = '', spin = ''] = own ?? [];

    test('prints 42', async () => {
      const [result] = await run(id, native.canary, [script()]);
      assert.equal(result?.stdout, '42\n', result?.error);
    });

    test('has programs of its own here', () => assert.ok(own));

    test('one compile step for many tests', async () => {
      const results = await run(
        id,
        double,
        ['1', '21', '-4'].map((stdin) => script(`${stdin}\n`)),
      );
      assert.deepEqual(
        results.map(({ stdout }) => stdout),
        ['2\n', '42\n', '-8\n'],
        results[0]?.error,
      );
    });

    test('an exit code is an error', async () => {
      const [result] = await run(id, three, [script()]);
      assert.deepEqual([result?.status, result?.exitCode], ['runtime_error', 3]);
    });

    test('a loop ends at the limit, and costs its own test', async () => {
      const [first, next] = await run(id, spin, [script(), script()], { testMs: 300 });
      assert.deepEqual([first?.status, next?.status], ['time_limit', 'time_limit']);
    });

    if (native.compile) {
      test('what does not compile is told apart, for every test', async () => {
        const results = await run(id, `${double}\n)(`, [script('1'), script('2')]);
        assert.deepEqual(
          results.map(({ status }) => status),
          ['compile_error', 'compile_error'],
        );
        assert.ok(results[0]?.error);
      });
    }
  });
}

const here = (id: LanguageId) => (sandbox.languages[id] ? false : `SKIPPED: no ${id} here`);

test('arguments and files of a case', { skip: here('bash') }, async () => {
  const more = { args: ['a b', 'c'], files: { 'in/x.txt': 'hello' } };
  const [result] = await run('bash', 'echo "$1|$2"; cat in/x.txt', [script('', more)]);
  assert.equal(result?.stdout, 'a b|c\nhello');
});

test('memory beyond the limit', { skip: here('cpp') }, async () => {
  const source =
    '#include <vector>\nint main() { std::vector<std::vector<char>> all; for (;;) all.emplace_back(1 << 20, 1); }';
  const [result] = await run('cpp', source, [script()], { memoryMb: 64 });
  assert.equal(result?.status, 'memory_limit', result?.error);
});

test('a compiled program sees nothing of the one before', {
  skip: here('cpp') || here('bash'),
}, async () => {
  await run('cpp', programs.cpp?.[0] ?? '', [script('1')]);
  const [result] = await run('bash', 'ls /art /arts 2>&1; ls /tmp', [script()]);
  assert.equal(result?.stdout.replace(/ls: .*\n/g, ''), '/art:\n\n/arts:\nbox\n');
});

test('an absent language is told apart', async () => {
  const absent = languageIds.find((id) => !sandbox.languages[id]) ?? ('cobol' as LanguageId);
  await assert.rejects(run(absent, '', [script()]), { code: 'language_unavailable' });
});

test('names of files that lead out are refused', async () => {
  for (const name of ['../x', '/x', 'a//b', '', 'a/../b']) {
    await assert.rejects(run('python', '1', [script('', { files: { [name]: '' } })]), {
      code: 'invalid_files',
    });
  }
});
