/**
 * The native languages of this host: which toolchains are there, and the argv that compile and run
 * a program with them. What a language wants is data (languages/); nothing here knows one by name.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import type { Files, Limits, Program } from '../contract.ts';
import { type Language, type LanguageId, languageIds, languages } from '../languages/index.ts';
import type { NativeLanguage } from '../languages/language.ts';

/** Where system packages and the official container images put programs; PATH is not asked. */
const folders = ['/usr/local/bin', '/usr/bin'];
const environment = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/tmp/box',
  TMPDIR: '/tmp',
  LANG: 'C.UTF-8',
};

export interface Job {
  readonly mode: 'exec';
  /** Where the source goes; empty where the run does not need it. */
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Toolchains {
  /** Languages whose toolchain is there. */
  readonly ids: readonly LanguageId[];
  /** Paths to show beside the system's own. */
  readonly shows: readonly string[];
  compileJob(program: Program): (Job & { readonly files: Files }) | null;
  runJob(program: Program, args: readonly string[], limits: Limits): Job;
}

/** What `assay doctor` tells of one native language. */
export interface Toolchain {
  readonly id: LanguageId;
  readonly version: string | null;
  readonly install: string;
}

const native = (id: LanguageId): NativeLanguage | undefined => (languages[id] as Language).native;

let known: readonly Toolchain[] | undefined;

/** Looks once: what is installed later is found after a restart. */
export function findToolchains(): readonly Toolchain[] {
  known ??= languageIds.flatMap((id) => {
    const language = native(id);
    return language ? [{ id, version: versionOf(language), install: language.install }] : [];
  });
  return known;
}

export function openToolchains(): Toolchains {
  const ids = findToolchains().flatMap(({ id, version }) => (version === null ? [] : [id]));
  const job = (language: NativeLanguage, argv: readonly string[], name: string): Job => {
    const [command = '', ...args] = argv;
    return {
      mode: 'exec',
      name,
      argv: [locate(command) ?? command, ...args],
      env: { ...environment, ...language.env },
    };
  };
  return {
    ids,
    shows: ids.flatMap((id) => native(id)?.shows ?? []).filter(existsSync),
    compileJob(program) {
      const language = native(program.language);
      if (!language?.compile) return null;
      const argv = language.compile(program.source);
      return { ...job(language, argv, nameOf(language, program)), files: program.files ?? {} };
    },
    runJob(program, args, { memoryMb }) {
      const language = native(program.language) as NativeLanguage;
      const [command = '', ...own] = language.run(program.source);
      const argv = [command, ...(language.memoryArgs?.(memoryMb) ?? []), ...own, ...args];
      return job(language, argv, language.compile ? '' : nameOf(language, program));
    },
  };
}

function nameOf({ sourceName }: NativeLanguage, { source }: Program): string {
  return typeof sourceName === 'string' ? sourceName : sourceName(source);
}

/** An absolute path is used as it is: what a compile step makes is not there yet. */
function locate(command: string): string | undefined {
  if (command.startsWith('/')) return command;
  return folders.map((folder) => `${folder}/${command}`).find((path) => existsSync(path));
}

function versionOf({ version }: NativeLanguage): string | null {
  const [command = '', ...args] = version;
  const path = locate(command);
  if (!path || !existsSync(path) || !shown(realpathSync(path))) return null;
  try {
    const said = execFileSync(path, args, {
      env: environment,
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
    });
    return said.trim().split('\n')[0] ?? '';
  } catch {
    return null; // does not start: as if it were not there
  }
}

/** Only what lies where the walls show it can be run behind them. */
function shown(path: string): boolean {
  return (
    path.startsWith('/usr/') || path.startsWith('/bin/') || path.startsWith('/etc/alternatives/')
  );
}
