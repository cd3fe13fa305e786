/**
 * Test code that is a program of its own, to be put behind the solution: compiled languages'
 * HumanEval and the like. It passes by ending well, so a solution could pass by ending first. Hence
 * an end mark, which the test prints when its `main` returns and no exit in between does.
 *
 * Trusted weakly all the same: solution and test share a process, and a solution that looks for the
 * mark in its own image can find it. It is drawn anew in every process of ours.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Files, LanguageId, Program } from '../../sandbox/index.ts';
import type { Plan } from './trial.ts';

interface Harness {
  /** The program, with `mark` printed on a line of its own when the test's main returns. */
  readonly build: (solution: string, test: string, mark: string) => Omit<Program, 'language'>;
  readonly stream: 'stdout' | 'stderr';
}

const secret = randomBytes(32);

export function planCompiled(language: LanguageId, test: string, files: Files): Plan {
  const harness = harnesses[language];
  let mark = '';
  return {
    build(solution) {
      mark = createHash('sha256').update(secret).update(test).update(solution).digest('hex');
      const made = harness?.build(solution, test, mark) ?? { source: `${solution}\n${test}` };
      return { language, source: made.source, files: { ...files, ...made.files } };
    },
    trials: [
      {
        case: { kind: 'script', stdin: '' },
        tests: 1,
        accepts: (result) => [!harness || lastLine(result[harness.stream]) === mark],
        trust: 'weak',
      },
    ],
  };
}

function lastLine(text: string): string {
  const end = text.trimEnd();
  return end.slice(end.lastIndexOf('\n') + 1);
}

/** Puts a text after the first match of a pattern; null when there is none. */
function putAfter(text: string, pattern: RegExp, added: string): string | null {
  const found = pattern.exec(text);
  if (!found) return null;
  const at = found.index + found[0].length;
  return text.slice(0, at) + added + text.slice(at);
}

/** gcc calls the clean-up of a variable when its scope is left, which exit() does not do. */
function gcc(solution: string, test: string, mark: string): { readonly source: string } {
  const name = `assay_${mark.slice(0, 12)}`;
  const main = /\b(?:int|void|auto)\s+main\s*\([^)]*\)[^{;]*\{/.exec(test);
  const guard = `
#undef assert
#define assert(x) ((x) ? (void)0 : __builtin_trap())
#include <stdio.h>
static void ${name}(int *p) { (void)p; fflush(stdout); fputs("\\n${mark}\\n", stdout); fflush(stdout); }
`;
  const begin = ` __attribute__((cleanup(${name}))) int ${name}_end = 0; (void)${name}_end; `;
  if (!main) return { source: `${solution}\n${test}` };
  const at = main.index + main[0].length;
  const body = test.slice(0, main.index) + guard + main[0] + begin + test.slice(at);
  return { source: `${solution}\n#undef main\n#undef assert\n${body}` };
}

function java(solution: string, test: string, mark: string) {
  const named = /\bpublic\s+(?:final\s+)?class\s+(\w+)/.exec(test)?.[1];
  const owner = named ?? /\bclass\s+(\w+)/.exec(test)?.[1] ?? 'Main';
  const source = `public class AssayEnd {
  public static void main(String[] args) throws Throwable {
    ${owner}.main(args);
    System.out.flush();
    new java.io.FileOutputStream(java.io.FileDescriptor.out).write("\\n${mark}\\n".getBytes());
  }
}
`;
  // imports must come first: the solution has them, and the test's own move up
  const imports = test.match(/^[ \t]*import\s+[\w.*\s]+;/gm) ?? [];
  const rest = test.replace(/^[ \t]*import\s+[\w.*\s]+;/gm, '');
  const whole = `${imports.join('\n')}\n${solution.replace(/\bpublic\s+class\s+(?=Solution\b)/g, 'class ')}\n${rest}`;
  return { source, files: { [`${owner}.java`]: whole } };
}

function rust(solution: string, test: string, mark: string): { readonly source: string } {
  const begin = `
    struct AssayEnd;
    impl Drop for AssayEnd {
        fn drop(&mut self) {
            if !std::thread::panicking() { println!("\\n${mark}"); }
        }
    }
    let _assay_end = AssayEnd;
`;
  const body = putAfter(test, /\bfn\s+main\s*\(\s*\)[^{;]*\{/, begin);
  return { source: `${solution}\n${body ?? test}` };
}

/** println of the language itself writes to stderr and needs no import. */
function go(solution: string, test: string, mark: string): { readonly source: string } {
  const begin = `
	defer func() {
		if r := recover(); r != nil {
			panic(r)
		}
		println("\\n${mark}")
	}()
`;
  const body = putAfter(test, /\bfunc\s+main\s*\(\s*\)\s*\{/, begin);
  return { source: `${solution}\n${body ?? test}` };
}

const harnesses: Readonly<Partial<Record<LanguageId, Harness>>> = {
  c: { build: gcc, stream: 'stdout' },
  cpp: { build: gcc, stream: 'stdout' },
  java: { build: java, stream: 'stdout' },
  rust: { build: rust, stream: 'stdout' },
  go: { build: go, stream: 'stderr' },
};
