/**
 * What a warden is asked to do (guest/warden.py), made of a Program, its Cases and Limits: one
 * message for as many cases as can share it.
 */
import { availableParallelism } from 'node:os';
import type { Case, Files, Limits, Program } from '../contract.ts';
import { type Language, type LanguageId, languages } from '../languages/index.ts';
import { encodeJob } from './message.ts';
import type { Toolchains } from './toolchains.ts';

/** One message, and how many of the cases it holds. */
export interface Order {
  readonly header: Readonly<Record<string, unknown>>;
  readonly blobs: readonly Uint8Array[];
  readonly cases: number;
}

/** Cases of one message; their inputs are held by the warden until it is their turn. */
const maxCases = 256;
const maxBytes = 16 << 20;

const mib = 2 ** 20;
const maxInodes = 16_384;
/** Address space beyond the memory limit: stacks and arenas of threads, reserved and untouched. */
const reservedMb = 1536;
const stackMb = 64;
const openFiles = 256;
/** Linux's numbers, the same on all machines that there is a filter for. */
const rlimit = {
  cpu: 0,
  fsize: 1,
  data: 2,
  stack: 3,
  core: 4,
  nproc: 6,
  nofile: 7,
  as: 9,
} as const;
/** Processes of a slot that are no program's: warden and zygote. */
const ownProcesses = 2;

type Script = Extract<Case, { kind: 'script' }>;
type ModuleCase = Exclude<Case, { kind: 'script' }>;

/** The order for the first of the cases and those after it that can go along. */
export function orderOf(
  program: Program,
  cases: readonly Case[],
  limits: Limits,
  toolchains: Toolchains,
): Order {
  const first = cases[0] as Case;
  const make = (one: Program, mode: Mode, place = 0) => jobOf(one, mode, place, limits, toolchains);
  const overheadMb = (languages[program.language] as Language).native?.overheadMb ?? 0;
  const header = { limits: { ...limits, memoryMb: limits.memoryMb + overheadMb } };
  if (first.kind === 'script' && first.peer) {
    const { peer } = first;
    const blobs = [
      make(program, { ...scriptMode(first), programs: 2 }),
      make(peer.program, { ...scriptMode(peer), programs: 2 }, 1),
    ];
    return { header: { ...header, op: 'joined' }, blobs, cases: 1 };
  }
  if (first.kind === 'check' && first.names) {
    const body: Program = { language: program.language, source: first.code };
    const blobs = [
      make(program, { mode: 'module', programs: 2 }),
      make(body, { mode: 'apart', names: first.names, programs: 2 }),
    ];
    return { header: { ...header, op: 'apart' }, blobs, cases: 1 };
  }
  if (first.kind === 'script')
    return scripts(header, cases, (one) => make(program, scriptMode(one)));
  const along = takeWhile(cases, isModuleCase).slice(0, maxCases);
  const blobs = [make(program, { mode: 'module' }), ...along.map(frameOf)];
  return { header: { ...header, op: 'module' }, blobs, cases: along.length };
}

/** The order that compiles a program, where its language wants that. */
export function compileOrder(
  program: Program,
  place: number,
  limits: Limits,
  toolchains: Toolchains,
): Omit<Order, 'cases'> | null {
  const job = toolchains.compileJob(program);
  if (!job) return null;
  const { files, ...header } = job;
  return {
    header: { op: 'build', place, limits },
    blobs: [
      pack(
        { ...header, ...walls(limits, program.language, 1), art: place, builds: true },
        program,
        files,
      ),
    ],
  };
}

interface Mode {
  readonly mode: 'script' | 'module' | 'apart';
  readonly args?: readonly string[];
  readonly files?: Files;
  readonly names?: readonly string[];
  /** That run at the same time. */
  readonly programs?: number;
}

function scriptMode({ args, files }: Pick<Script, 'args' | 'files'>): Mode {
  return { mode: 'script', ...(args && { args }), ...(files && { files }) };
}

function scripts(header: object, cases: readonly Case[], make: (one: Script) => Uint8Array): Order {
  const blobs: Uint8Array[] = [];
  const numbers: [job: number, stdin: number][] = [];
  let plain: number | undefined; // the job of every case without arguments and files
  let bytes = 0;
  for (const one of cases) {
    if (one.kind !== 'script' || one.peer || numbers.length >= maxCases) break;
    const stdin = Buffer.from(one.stdin);
    bytes += stdin.length;
    if (numbers.length > 0 && bytes > maxBytes) break;
    let job = plain;
    if (one.args || one.files || job === undefined) {
      job = blobs.push(make(one)) - 1;
      bytes += blobs[job]?.length ?? 0;
      if (!one.args && !one.files) plain = job;
    }
    numbers.push([job, blobs.push(stdin) - 1]);
  }
  return { header: { ...header, op: 'scripts', cases: numbers }, blobs, cases: numbers.length };
}

/** The bytes from which the child of the zygote makes the program. */
function jobOf(
  program: Program,
  mode: Mode,
  place: number,
  limits: Limits,
  toolchains: Toolchains,
): Uint8Array {
  const files = { ...program.files, ...mode.files };
  const own = walls(limits, program.language, mode.programs ?? 1);
  if (languages[program.language].engine === 'python') {
    const name = mode.mode === 'apart' ? 'test.py' : 'solution.py';
    const header = { mode: mode.mode, name, argv: mode.args ?? [], names: mode.names ?? [] };
    return pack({ ...header, ...own }, program, files);
  }
  const job = toolchains.runJob(program, mode.args ?? [], limits);
  const made = (languages[program.language] as Language).native?.compile ? { art: place } : {};
  return pack({ ...job, ...own, ...made }, program, files);
}

function pack(header: object, program: Program, files: Files): Uint8Array {
  const names = Object.keys(files);
  const texts = [program.source, ...names.map((name) => files[name] ?? '')];
  return encodeJob(
    { ...header, files: names },
    texts.map((text) => Buffer.from(text)),
  );
}

/** What the child sets before the first line of the program runs; nobody inside can raise it. */
function walls(limits: Limits, language: LanguageId, programs: number) {
  const { native } = languages[language] as Language;
  const memory = (limits.memoryMb + (native?.overheadMb ?? 0) + reservedMb) * mib;
  return {
    tmp: `size=${limits.diskMb}m,nr_inodes=${maxInodes},mode=1777`,
    limits: [
      [native?.reserves ? rlimit.data : rlimit.as, memory],
      // counted over the slot: each program has a first process of its namespace beside its own
      [rlimit.nproc, ownProcesses + programs * (1 + limits.processes + (native?.threads ?? 0))],
      [rlimit.nofile, openFiles],
      [rlimit.fsize, limits.diskMb * mib],
      [rlimit.stack, (native?.stackMb ?? stackMb) * mib],
      [rlimit.core, 0],
      // a backstop for the outer clock: enough for a program that is busy on every core
      [rlimit.cpu, (Math.ceil(limits.totalMs / 1000) + 2) * availableParallelism()],
    ],
  };
}

function frameOf(one: ModuleCase): Buffer {
  switch (one.kind) {
    case 'call':
      return Buffer.from(`c${one.fn}\0${one.args}`);
    case 'eval':
      return Buffer.from(`e${one.expression}\0${one.setup ?? ''}`);
    case 'check':
      return Buffer.from(`k${one.code}`);
  }
}

function isModuleCase(one: Case): one is ModuleCase {
  return one.kind !== 'script' && !(one.kind === 'check' && one.names);
}

function takeWhile<T, U extends T>(items: readonly T[], fits: (item: T) => item is U): U[] {
  const end = items.findIndex((item) => !fits(item));
  return (end < 0 ? items : items.slice(0, end)) as U[];
}
