/** What this host can enforce and what it cannot: the report behind `assay doctor`. */
import { createRequire } from 'node:module';
import { arch, availableParallelism, platform, release, totalmem } from 'node:os';
import type { Level } from './contract.ts';
import { type Language, type LanguageId, languageIds, languages } from './languages/index.ts';
import type { Check } from './process/probe.ts';

export type { Check } from './process/probe.ts';

export interface LevelReport {
  readonly level: Level;
  readonly available: boolean;
  /** The layers in force at this level, joined by `+`; absent when it is not available. */
  readonly isolation?: string;
  /** Why it is not, one line each. */
  readonly missing: readonly string[];
}

export interface LanguageReport {
  readonly language: LanguageId;
  readonly available: boolean;
  /** The strongest level that is open to it here. */
  readonly level: Level | null;
  /** What runs it; empty where nothing does. */
  readonly engine: string;
  /** The command that brings what is missing. */
  readonly install?: string;
}

export interface Diagnosis {
  readonly host: {
    readonly platform: string;
    readonly arch: string;
    readonly kernel: string;
    readonly node: string;
    readonly cores: number;
    readonly memoryMb: number;
    readonly user: string;
  };
  readonly levels: readonly LevelReport[];
  readonly languages: readonly LanguageReport[];
  readonly checks: readonly Check[];
}

/** Probes the host; the levels by running programs behind them. Takes a few seconds. */
export async function diagnose(): Promise<Diagnosis> {
  const [isolate, native] = await Promise.all([checkIsolate(), checkNamespaces()]);
  const pyodide = checkPyodide();
  const strongest: Level = native.cgroup.available ? 'cgroup' : 'namespaces';
  const tell = (language: LanguageId): LanguageReport => {
    const none = { language, available: false, level: null, engine: '' };
    const { engine } = languages[language] as Language;
    if (engine === 'isolate') {
      if (!isolate.check.ok) return none;
      return {
        ...none,
        available: true,
        level: native.enclosed ? 'namespaces' : 'isolate',
        engine: `V8 ${process.versions.v8} isolate`,
      };
    }
    if (engine === 'python' && native.level.available) {
      return { ...none, available: true, level: strongest, engine: native.python };
    }
    if (engine === 'python') {
      const wasm = isolate.check.ok && pyodide.ok;
      return wasm ? { ...none, available: true, level: 'isolate', engine: pyodide.detail } : none;
    }
    const found = native.toolchains.find(({ id }) => id === language);
    if (!found || found.version === null) return { ...none, install: found?.install ?? '' };
    if (!native.level.available) {
      return { ...none, engine: `${found.version}, but needs the level namespaces` };
    }
    return { ...none, available: true, level: strongest, engine: found.version };
  };
  return {
    host: {
      platform: platform(),
      arch: arch(),
      kernel: release(),
      node: process.version,
      cores: availableParallelism(),
      memoryMb: Math.floor(totalmem() / 2 ** 20),
      user: process.getuid?.() === 0 ? 'root' : 'ordinary user',
    },
    levels: [isolate.level, native.level, native.cgroup],
    languages: languageIds.map(tell),
    checks: [isolate.check, pyodide, ...native.checks],
  };
}

async function checkIsolate(): Promise<{ level: LevelReport; check: Check }> {
  const { probeIsolate } = await import('./isolate/probe.ts');
  const detail = await told(probeIsolate());
  const install = 'npm ci, on Node 24 or newer';
  return {
    level: {
      level: 'isolate',
      available: detail.ok,
      ...(detail.ok && { isolation: detail.text }),
      missing: detail.ok ? [] : [`isolated-vm: ${detail.text} (${install})`],
    },
    check: {
      name: 'isolated-vm',
      ok: detail.ok,
      detail: detail.ok ? 'a program ran in an isolate' : detail.text,
      ...(!detail.ok && { install }),
    },
  };
}

/** What a promise came to, in words. */
const told = (words: Promise<string>) =>
  words.then(
    (text) => ({ ok: true, text }),
    (error: unknown) => ({ ok: false, text: error instanceof Error ? error.message : 'no reason' }),
  );

function checkPyodide(): Check {
  const name = 'pyodide';
  try {
    const { version } = createRequire(import.meta.url)('pyodide/package.json') as {
      version: string;
    };
    return { name, ok: true, detail: `CPython on WebAssembly (Pyodide ${version})` };
  } catch {
    return { name, ok: false, detail: 'the package is not there', install: 'npm ci' };
  }
}

async function checkNamespaces() {
  const { openEnclosure, probeCgroups, probeProcess, findToolchains } = await import(
    './process/index.ts'
  );
  const { probeIsolate } = await import('./isolate/probe.ts');
  const { findHost } = await import('./process/host.ts');
  const probe = await probeProcess();
  const found = findHost();
  const level: LevelReport = {
    level: 'namespaces',
    available: probe.ok,
    ...(probe.ok && { isolation: probe.isolation }),
    missing: probe.missing,
  };
  const lack = probeCgroups();
  const bounded = probe.ok && lack === null;
  const cgroup: LevelReport = {
    level: 'cgroup',
    available: bounded,
    ...(bounded && { isolation: `${probe.isolation}+cgroup` }),
    missing: [
      ...(probe.ok ? [] : ['level namespaces']),
      ...(lack === null ? [] : [`writable control groups: ${lack}`]),
    ],
  };
  const python = found.ok ? `CPython ${found.host.python.version} (${found.host.python.path})` : '';
  const around = probe.ok ? await told(probeIsolate(openEnclosure())) : null;
  const check = around && { name: 'walls around JavaScript', ok: around.ok, detail: around.text };
  return {
    level,
    cgroup,
    enclosed: around?.ok === true,
    checks: [...probe.checks, ...(check ? [check] : [])],
    python,
    toolchains: findToolchains(),
  };
}

const mark = (ok: boolean) => (ok ? 'ok     ' : 'missing');

/** The report for a terminal. */
export function renderDiagnosis({ host, levels, languages, checks }: Diagnosis): string {
  return [
    `Host: ${host.platform} ${host.arch}, kernel ${host.kernel}, Node ${host.node}, ${host.cores} cores, ${host.memoryMb} MiB, ${host.user}`,
    '',
    'Levels',
    ...levels.flatMap(({ level, available, isolation, missing }) => [
      `  ${mark(available)}  ${level.padEnd(12)}${isolation ?? ''}`,
      ...missing.map((reason) => `             ${reason}`),
    ]),
    '',
    'Languages',
    ...languages.map(
      ({ language, available, level, engine, install }) =>
        `  ${mark(available)}  ${language.padEnd(12)}${level ? `${level}: ${engine}` : install ? `install: ${install}` : engine}`,
    ),
    '',
    'Checks',
    ...checks.map(
      ({ name, ok, detail, install }) =>
        `  ${mark(ok)}  ${name}: ${detail}${install ? `\n           install: ${install}` : ''}`,
    ),
  ].join('\n');
}
