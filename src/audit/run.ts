/**
 * An audit of a reward server: what earns nothing, what earns full marks and what must end, each
 * asked as a trainer would; then how many questions it answers at each concurrency.
 */
import { type Answer, ask, type Server } from './ask.ts';
import type { Ask, Bounds, Dialect } from './dialects/contract.ts';
import { dialects } from './dialects/index.ts';
import { type Load, measure } from './load.ts';
import {
  type AnswerCase,
  answers,
  type ProgramCase,
  programs,
  type SuiteName,
  suiteNames,
} from './suites/index.ts';

export interface AuditOptions extends Server {
  /** Its name; found by asking where it is not said. */
  readonly dialect?: string | undefined;
  /** Only programs of these languages. */
  readonly languages?: readonly string[];
  readonly suites?: readonly SuiteName[];
  /** Time for an answer beyond that of its tests, milliseconds. */
  readonly marginMs?: number;
  /** Seconds that one test may take. */
  readonly testS: number;
  /** Questions at one time. */
  readonly concurrency: number;
  /** Seconds at each concurrency of the load; 0 leaves it out. */
  readonly loadS: number;
  readonly onCase?: (finding: Finding) => void;
}

/**
 * `ok`; `rewarded`: what had to earn nothing did; `refused`: what had to earn full marks did not;
 * `hung`: no answer in time; `unscored`: the server said that it has no reward; `failed`: an error.
 */
export type Outcome = 'ok' | 'rewarded' | 'refused' | 'hung' | 'unscored' | 'failed';

export interface Finding {
  readonly suite: SuiteName;
  readonly id: string;
  readonly why: string;
  readonly family: string;
  readonly outcome: Outcome;
  readonly detail: string;
  readonly ms: number;
}

export interface Audit {
  readonly url: string;
  readonly dialect: string;
  readonly findings: readonly Finding[];
  /** Cases that the protocol cannot ask. */
  readonly unasked: Readonly<Record<SuiteName, number>>;
  /** An honest program still earns its reward after all of it. */
  readonly alive: boolean;
  readonly load: readonly Load[];
}

/** Beyond the limit of the tests: starting programs, compiling, waiting in line. */
const marginMs = 40_000;

const honest: ProgramCase = {
  id: 'honest',
  why: 'a right program',
  language: 'python',
  tests: { kind: 'stdin', inputs: ['21\n'], outputs: ['42\n'] },
  code: 'print(int(input()) * 2)',
};
const honestAnswer: AnswerCase = {
  id: 'honest',
  why: 'a right answer',
  response: 'The answer is \\boxed{42}.',
  answer: '42',
  right: true,
};

interface Question {
  readonly suite: SuiteName;
  readonly one: ProgramCase | AnswerCase;
  readonly ask: Ask;
  /** Full marks, or nothing. */
  readonly right: boolean;
}

/** @throws Error when no protocol is understood there, with what came of each. */
export async function audit(options: AuditOptions): Promise<Audit> {
  const bounds = { testS: options.testS };
  const timeoutMs = 4_000 * options.testS + (options.marginMs ?? marginMs);
  const dialect = await dialectOf(options, bounds, timeoutMs);
  const { questions, unasked } = plan(dialect, bounds, options);
  const findings: Finding[] = [];
  let next = 0;
  const worker = async () => {
    for (let k = next++; k < questions.length; k = next++) {
      const question = questions[k] as Question;
      const answer = await ask(options, question.ask, timeoutMs);
      findings[k] = judge(question, answer, dialect);
      options.onCase?.(findings[k] as Finding);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  const question = honestOf(dialect, bounds);
  const last = await ask(options, question.ask, timeoutMs);
  const alive = judge(question, last, dialect).outcome === 'ok';
  const load = options.loadS > 0 ? await measure(options, question.ask, options.loadS) : [];
  return { url: options.url, dialect: dialect.name, findings, unasked, alive, load };
}

function plan(
  dialect: Dialect,
  bounds: Bounds,
  { languages, suites = suiteNames }: Pick<AuditOptions, 'languages' | 'suites'>,
) {
  const questions: Question[] = [];
  const unasked = { exploits: 0, idioms: 0, hangs: 0, answers: 0 };
  const add = (
    suite: SuiteName,
    one: Question['one'],
    ask: Ask | null | undefined,
    right: boolean,
  ) => {
    if (ask && suites.includes(suite)) questions.push({ suite, one, ask, right });
    else unasked[suite]++;
  };
  for (const suite of ['idioms', 'exploits', 'hangs'] as const) {
    for (const one of programs(suite)) {
      const wanted = (languages ?? [one.language]).includes(one.language) && isJson(one.tests);
      add(suite, one, wanted ? dialect.program?.(one, bounds) : null, suite === 'idioms');
    }
  }
  for (const one of answers()) add('answers', one, dialect.answer?.(one), one.right);
  return { questions, unasked };
}

/** NaN and the infinities have no JSON. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isJson);
}

function honestOf(dialect: Dialect, bounds: Bounds): Question {
  const program = dialect.program?.(honest, bounds);
  if (program) return { suite: 'idioms', one: honest, ask: program, right: true };
  const answer = dialect.answer?.(honestAnswer);
  if (answer) return { suite: 'answers', one: honestAnswer, ask: answer, right: true };
  throw new Error(`Expected a question of ${dialect.name}, got none`);
}

/** The first protocol in which the server gives a right program its reward. */
async function dialectOf(options: AuditOptions, bounds: Bounds, timeoutMs: number) {
  const asked = dialects.filter(({ name }) => (options.dialect ?? name) === name);
  const reasons: string[] = [];
  for (const dialect of asked) {
    const question = honestOf(dialect, bounds);
    const answer = await ask(options, question.ask, timeoutMs);
    const { outcome, detail } = judge(question, answer, dialect);
    if (outcome === 'ok') return dialect;
    reasons.push(`  ${dialect.name}: ${detail === '' ? outcome : detail}`);
    if (answer.kind === 'broken' && isDown.test(answer.why)) break;
  }
  throw new Error(
    `Expected a server that rewards a right program, got none at ${options.url}\n${reasons.join('\n')}`,
  );
}

/** Nobody answers there, in whatever protocol. */
const isDown = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

function judge({ suite, one, right }: Question, answer: Answer, dialect: Dialect): Finding {
  const { id, why } = one;
  const family = ('family' in one && one.family) || suite;
  const finding = (outcome: Outcome, detail = '') => ({
    suite,
    id,
    why,
    family,
    outcome,
    detail,
    ms: answer.ms,
  });
  if (answer.kind === 'hung') return finding('hung');
  if (answer.kind === 'status') return finding('failed', `HTTP ${answer.status}`);
  if (answer.kind === 'broken') return finding('failed', answer.why);
  try {
    const said = dialect.read(answer.body, one);
    if (said.kind === 'unscored') return finding('unscored', said.why);
    const told = `reward ${said.reward}`;
    if (right) return finding(said.reward >= 1 ? 'ok' : 'refused', told);
    return finding(said.reward > 0 ? 'rewarded' : 'ok', told);
  } catch (error) {
    return finding('failed', (error as Error).message);
  }
}
