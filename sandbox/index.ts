/** openSandbox(policy): the only door to the sandbox. */
import { availableParallelism } from 'node:os';
import {
  type Backend,
  type Case,
  defaultLimits,
  type LanguageId,
  type Level,
  type Limits,
  levels,
  type Program,
  type RunOptions,
  type RunReport,
  SandboxError,
} from './contract.ts';
import { openIsolateBackend } from './isolate/index.ts';
import { openProcessBackend, probeCgroups, probeProcess } from './process/index.ts';
import { openPythonBackend } from './wasm/index.ts';

export * from './contract.ts';
export { type Diagnosis, diagnose, renderDiagnosis } from './doctor.ts';

export interface SandboxPolicy {
  /** Refuse to open when native programs cannot have at least this level. Default `isolate`. */
  readonly minLevel?: Level;
  /** Use nothing above this level even where the host allows it. Default: the strongest. */
  readonly maxLevel?: Level;
  /** Programs run at one time in each backend. Default: the number of cores. */
  readonly concurrency?: number;
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
  const python =
    native.level === 'isolate'
      ? openPythonBackend({ concurrency })
      : await openProcessBackend({ concurrency, cgroup: native.level === 'cgroup' });
  const backends = [openIsolateBackend({ concurrency }), python];
  const byLanguage = new Map(
    backends.flatMap((backend) => backend.languages.map((id) => [id, backend] as const)),
  );
  const languages = Object.fromEntries([...byLanguage].map(([id, backend]) => [id, backend.level]));

  const sandbox: Sandbox = {
    languages,
    async check() {
      await Promise.all(canaries.map((program) => answers(sandbox, program)));
    },
    async run(program, cases, limits, options) {
      const backend = byLanguage.get(program.language);
      if (!backend) {
        throw new SandboxError(
          'language_unavailable',
          `Expected one of ${[...byLanguage.keys()].join(', ')}, got ${program.language}`,
        );
      }
      const results = await backend.run(program, cases, { ...defaultLimits, ...limits }, options);
      return { isolation: backend.isolation, results };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(backends.map((backend: Backend) => backend[Symbol.asyncDispose]()));
    },
  };
  return sandbox;
}

const canaries: readonly Program[] = [
  { language: 'python', source: 'print(6 * 7)' },
  { language: 'javascript', source: 'console.log(6 * 7)' },
  { language: 'typescript', source: 'const n: number = 6 * 7;\nconsole.log(n)' },
];

async function answers(sandbox: Sandbox, program: Program): Promise<void> {
  const { results } = await sandbox.run(program, [{ kind: 'script', stdin: '' }]);
  const [result] = results;
  if (result?.stdout === '42\n') return;
  const got = `${result?.status}: ${result?.error ?? result?.stdout}`;
  throw new SandboxError('sandbox_unavailable', `Expected ${program.language} to run, got ${got}`);
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
