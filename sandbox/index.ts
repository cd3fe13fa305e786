/** openSandbox(policy): the only door to the sandbox. */
import { availableParallelism } from 'node:os';
import {
  type Backend,
  type Case,
  defaultLimits,
  isFilePath,
  type LanguageId,
  type Level,
  type Limits,
  levels,
  maxFiles,
  type Program,
  type RunOptions,
  type RunReport,
  SandboxError,
} from './contract.ts';
import { openIsolateBackend } from './isolate/index.ts';
import { probeIsolate } from './isolate/probe.ts';
import { type Language, languages } from './languages/index.ts';
import { memoize } from './memo.ts';
import { openEnclosure, openProcessBackend, probeCgroups, probeProcess } from './process/index.ts';
import { openPythonBackend } from './wasm/index.ts';
import type { Enclosure } from './worker/process.ts';

export * from './contract.ts';
export { type Diagnosis, diagnose, renderDiagnosis } from './doctor.ts';
export { type Language, languageIds, languages } from './languages/index.ts';

export interface SandboxPolicy {
  /** Refuse to open when native programs cannot have at least this level. Default `isolate`. */
  readonly minLevel?: Level;
  /** Use nothing above this level even where the host allows it. Default: the strongest. */
  readonly maxLevel?: Level;
  /** Programs run at one time in each backend. Default: the number of cores. */
  readonly concurrency?: number;
  /** Most bytes of results to keep of programs that came before (memo.ts); 0 keeps none. */
  readonly cacheBytes?: number;
}

export interface Sandbox extends AsyncDisposable {
  /** The level in force for each language that can run here. */
  readonly languages: Readonly<Partial<Record<LanguageId, Level>>>;
  /**
   * Runs a small program in every language: what it takes to run one is then ready.
   * @throws SandboxError when one does not give its answer.
   */
  check(): Promise<void>;
  /**
   * Runs every case of the program, each result in the order of the cases.
   * @throws SandboxError for faults of ours only.
   */
  run(
    program: Program,
    cases: readonly Case[],
    limits?: Partial<Limits>,
    options?: RunOptions,
  ): Promise<RunReport>;
}

/**
 * Opens the strongest wall this host can hold, found by probing with real canary checks.
 * @throws SandboxError `sandbox_unavailable` when that is below `policy.minLevel`.
 */
export async function openSandbox(policy: SandboxPolicy = {}): Promise<Sandbox> {
  const concurrency = policy.concurrency ?? availableParallelism();
  const rank = (level: Level) => levels.indexOf(level);
  const native = await strongest(policy);
  if (rank(native.level) < rank(policy.minLevel ?? 'isolate')) {
    throw new SandboxError(
      'sandbox_unavailable',
      `Expected at least level ${policy.minLevel}, got ${native.level}: ${native.missing.join('; ')}`,
    );
  }
  const backends: readonly Backend[] =
    native.level === 'isolate'
      ? [openIsolateBackend({ concurrency }), openPythonBackend({ concurrency })]
      : [
          openIsolateBackend({ concurrency, ...(await enclosed()) }),
          await openProcessBackend({ concurrency, cgroup: native.level === 'cgroup' }),
        ];
  const memo = { bytes: policy.cacheBytes ?? defaultCacheBytes };
  const byLanguage = new Map(
    backends.flatMap((backend) => {
      const run = memoize(backend.run, memo);
      return backend.languages.map((id) => [id, { ...facts(backend), run }] as const);
    }),
  );
  const inForce = Object.fromEntries([...byLanguage].map(([id, backend]) => [id, backend.level]));

  const sandbox: Sandbox = {
    languages: inForce,
    async check() {
      const programs = canaries(Object.keys(inForce) as LanguageId[]);
      await Promise.all(programs.map((program) => answers(sandbox, program)));
    },
    async run(program, cases, limits, options) {
      const backend = byLanguage.get(program.language);
      if (!backend) {
        throw new SandboxError(
          'language_unavailable',
          `Expected one of ${[...byLanguage.keys()].join(', ')}, got ${program.language}`,
        );
      }
      checkFiles(program, cases);
      const results = await backend.run(program, cases, { ...defaultLimits, ...limits }, options);
      return { isolation: backend.isolation, results };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(backends.map((backend) => backend[Symbol.asyncDispose]()));
    },
  };
  return sandbox;
}

const defaultCacheBytes = 64 << 20;

const facts = ({ level, isolation }: Backend) => ({ level, isolation });

/** A program that prints 42 in each of the languages. */
function canaries(ids: readonly LanguageId[]): Program[] {
  const own: Partial<Record<LanguageId, string>> = {
    python: 'print(6 * 7)',
    javascript: 'console.log(6 * 7)',
    typescript: 'const n: number = 6 * 7;\nconsole.log(n)',
  };
  return ids.map((language) => ({
    language,
    source: own[language] ?? (languages[language] as Language).native?.canary ?? '',
  }));
}

/** Names of files come from data sets: a bad one is our caller's fault, and must not reach a wall. */
function checkFiles(program: Program, cases: readonly Case[]): void {
  const sets = cases.flatMap((one) =>
    one.kind === 'script' ? [one.files, one.peer?.files, one.peer?.program.files] : [],
  );
  for (const files of [program.files, ...sets]) {
    if (!files) continue;
    const names = Object.keys(files);
    const bad = names.find((name) => !isFilePath(name));
    if (bad === undefined && names.length <= maxFiles) continue;
    const got = bad === undefined ? `${names.length} files` : JSON.stringify(bad);
    const expected = `at most ${maxFiles} files with relative paths`;
    throw new SandboxError('invalid_files', `Expected ${expected}, got ${got}`);
  }
}

async function answers(sandbox: Sandbox, program: Program): Promise<void> {
  const { results } = await sandbox.run(program, [{ kind: 'script', stdin: '' }]);
  const [result] = results;
  if (result?.stdout.trim() === '42') return;
  const got = `${result?.status}: ${result?.error ?? result?.stdout}`;
  throw new SandboxError('sandbox_unavailable', `Expected ${program.language} to run, got ${got}`);
}

let enclosing: Promise<{ enclosure?: Enclosure }> | undefined;

/** Walls around workers, where they let a first program run; its level tells where they do not. */
function enclosed(): Promise<{ enclosure?: Enclosure }> {
  enclosing ??= (async () => {
    const enclosure = openEnclosure();
    await probeIsolate(enclosure);
    return { enclosure };
  })().catch(() => ({}));
  return enclosing;
}

async function strongest(policy: SandboxPolicy): Promise<{ level: Level; missing: string[] }> {
  const { maxLevel = 'cgroup' } = policy;
  if (maxLevel === 'isolate') return { level: 'isolate', missing: ['maxLevel is isolate'] };
  const probe = await probeProcess();
  if (!probe.ok) return { level: 'isolate', missing: [...probe.missing] };
  if (maxLevel === 'namespaces') {
    return { level: 'namespaces', missing: ['maxLevel is namespaces'] };
  }
  const lack = probeCgroups();
  return lack === null
    ? { level: 'cgroup', missing: [] }
    : { level: 'namespaces', missing: [`control groups: ${lack}`] };
}
