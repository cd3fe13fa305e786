/**
 * Special judges: problems with more than one right output. The checker is a program of the data
 * set, which runs in a sandbox of its own; only there do answers go. It gets the files input.txt,
 * output.txt (the program's) and answer.txt, and their names as arguments.
 *
 * - `testlib`: exit code 0 accepted; 1, 2, 4, 8 rejected; 7 `points` on stderr; 50 to 150
 *   with `partially correct` on stderr that share.
 * - `program`: the first word of its stdout decides (true, yes, ok, ac, accepted, correct, 1, or a
 *   number of points from 0 to 1), else exit code 0 accepted and 1 rejected.
 * - `function`: a Python source with `check(input, output, answer)`.
 * - `scalebox`: exit code 0 accepted, anything else rejected; the files are called stdin.txt,
 *   answer.txt (the program's) and stdout.txt (the answer).
 *
 * A checker that fails on this output but not on the answer itself was led astray by the output: the
 * test is not passed. One that fails on the answer too is unusable, and so is the reference.
 */
import type { Case, LanguageId, Limits, RunResult, Sandbox } from '../../sandbox/index.ts';
import type { Checker } from './reference.ts';
import type { Mark } from './trial.ts';

export interface Checked {
  readonly input: string;
  readonly output: string;
  readonly answer: string;
}

export class UnusableChecker extends Error {}

const limits: Partial<Limits> = { testMs: 10_000, totalMs: 300_000, memoryMb: 512 };

const callOfFunction = `

import sys as _sys
_texts = [open(name, newline='').read() for name in _sys.argv[1:4]]
print(check(*_texts))
`;

/**
 * A mark for each of the outputs.
 * @throws UnusableChecker when it fails on the answer itself; SandboxError.
 */
export async function runChecker(
  sandbox: Sandbox,
  { language, source, kind }: Checker,
  outputs: readonly Checked[],
  signal: AbortSignal,
): Promise<readonly Mark[]> {
  if (outputs.length === 0) return [];
  const program = {
    language: language as LanguageId,
    source: kind === 'function' ? source + callOfFunction : source,
  };
  const judged = async (items: readonly Checked[]) => {
    const cases = items.map((item) => caseOf(item, kind));
    const { results } = await sandbox.run(program, cases, limits, { signal });
    return results;
  };
  const results = await judged(outputs);
  const marks = results.map((result) => markOf(result, kind));
  const doubtful = outputs.filter((_, i) => marks[i] === null);
  if (doubtful.length > 0) {
    const own = await judged(doubtful.map((one) => ({ ...one, output: one.answer })));
    const broken = own.find((result) => markOf(result, kind) === null);
    if (broken) throw new UnusableChecker(`Expected a verdict of the checker, got ${told(broken)}`);
  }
  return marks.map((mark) => mark ?? false);
}

function caseOf({ input, output, answer }: Checked, kind: Checker['kind']): Case {
  if (kind === 'scalebox') {
    const files = { 'stdin.txt': input, 'answer.txt': output, 'stdout.txt': answer };
    return { kind: 'script', stdin: '', files };
  }
  return {
    kind: 'script',
    stdin: '',
    args: ['input.txt', 'output.txt', 'answer.txt'],
    files: { 'input.txt': input, 'output.txt': output, 'answer.txt': answer },
  };
}

function told({ status, error, exitCode }: RunResult): string {
  return error ?? (status === 'ok' ? 'no word' : `${status}, exit code ${exitCode}`);
}

/** What a run of a checker says; null when it says nothing. */
export function markOf(result: RunResult, kind: Checker['kind']): Mark | null {
  const { exitCode, status } = result;
  if (exitCode === null || (status !== 'ok' && status !== 'runtime_error')) return null;
  if (kind === 'scalebox') return exitCode === 0 ? true : raised(result) ? null : false;
  if (kind !== 'testlib') {
    const mark = status === 'ok' || kind === 'program' ? spoken(result.stdout) : null;
    if (mark !== null || kind === 'function') return mark;
    return exitCode === 0 ? true : exitCode === 1 && !raised(result) ? false : null;
  }
  if (exitCode === 0) return true;
  if (exitCode === 1) return raised(result) ? null : false;
  if (exitCode === 2 || exitCode === 4 || exitCode === 8) return false;
  if (exitCode === 7) return points(result.stderr);
  const partly = exitCode >= 50 && exitCode <= 150 && /^partially correct/m.test(result.stderr);
  return partly ? share((exitCode - 50) / 100) : null;
}

/** An interpreter's own exit code 1 for an error that nobody caught is no rejection. */
function raised({ stderr }: RunResult): boolean {
  return /^Traceback \(most recent call last\)/m.test(stderr);
}

const yes = new Set(['true', 'yes', 'ok', 'ac', 'accepted', 'correct']);
const no = new Set(['false', 'no', 'wa', 'wrong', 'rejected', 'incorrect', 'none']);

function spoken(stdout: string): Mark | null {
  const word = /^\s*([^\s]+)/.exec(stdout.slice(0, 4096))?.[1]?.toLowerCase() ?? '';
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  return /^[01](?:\.\d*)?$|^\.\d+$/.test(word) ? share(Number(word)) : null;
}

function points(stderr: string): Mark | null {
  const found = /\bpoints\s+(\d{1,12}(?:\.\d{0,12})?)/.exec(stderr.slice(0, 4096));
  return found ? share(Number(found[1])) : null;
}

/** In [0, 1]; all of it is a pass. */
function share(value: number): Mark {
  return value >= 1 ? true : value <= 0 ? false : value;
}
