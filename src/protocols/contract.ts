/**
 * A protocol: what a trainer posts to one path, how that becomes Samples, and how their Verdicts
 * become the answer that the trainer expects.
 */
import type { z } from 'zod';
import type { LanguageId, Limits, RunReport } from '../../sandbox/index.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import type { ScoredBatch } from '../engine/index.ts';
import { AssayError } from '../errors.ts';
import type { Query } from './query.ts';

interface Described<Request> {
  readonly path: string;
  /** One line for people. */
  readonly summary: string;
  readonly request: z.ZodType<Request>;
  readonly response: z.ZodType;
}

interface Asked {
  readonly samples: readonly unknown[];
  readonly deadlineMs?: number | undefined;
}

/** Assay's own. */
export interface Protocol<Request> extends Described<Request> {
  /** Samples are validated by the engine, each alone. */
  toSamples(request: Request): Asked;
  fromVerdicts(request: Request, scored: ScoredBatch): unknown;
}

/** Somebody else's: what a row does not say, the address may. */
export interface TrainerProtocol<Request> extends Described<Request> {
  toSamples(request: Request, query: Query): Asked;
  /** @throws AssayError `unscorable` where a row has no reward and the protocol no word for that. */
  fromVerdicts(request: Request, scored: ScoredBatch, query: Query): unknown;
  /** The status by which its client comes back when the service is busy; 503 unless it says so. */
  readonly busyStatus?: number;
  /** The answer of a busy service, where the protocol has a word for it: nothing is tried again. */
  whenBusy?(request: Request, reason: string): unknown;
}

/** A protocol that runs a program and does not judge it. */
export interface RunProtocol<Request> extends Described<Request> {
  readonly busyStatus?: number;
  toProgram(request: Request): RunRequest;
  fromReport(request: Request, report: RunReport): unknown;
}

/** A question of a protocol that needs neither verifier nor sandbox. */
export interface AnswerProtocol<Request> extends Described<Request> {
  answer(request: Request): unknown;
}

export interface RunRequest {
  readonly language: LanguageId;
  readonly source: string;
  readonly stdin: string;
  readonly args?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly limits: Partial<Limits>;
}

/** For the types of what is declared. */
export const defineProtocol = <Request>(protocol: TrainerProtocol<Request>) => protocol;
export const defineAnswer = <Request>(protocol: AnswerProtocol<Request>) => protocol;
export const defineRun = <Request>(protocol: RunProtocol<Request>) => protocol;

/** Causes that another try may cure. */
const passing: ReadonlySet<string> = new Set([
  'sandbox_unavailable',
  'deadline',
  'overloaded',
  'cancelled',
  'internal',
]);

/**
 * The reward of a verdict, in a protocol without a word for rows that cannot be scored: never 0
 * unless the caller said so (`?unscorable=0`).
 * @throws AssayError `overloaded` for faults that pass, `unscorable` for rows that stay as they are
 */
export function rewardOr(verdict: Verdict, unscorable: number | undefined): number {
  if (verdict.reward !== null) return verdict.reward;
  if (isPassing(verdict)) throw busy(verdict);
  if (unscorable !== undefined) return unscorable;
  throw new AssayError('unscorable', `${verdict.cause}: ${verdict.message ?? 'no reward'}`);
}

export const isPassing = ({ cause }: Verdict): boolean => passing.has(cause);

/** Another try may score it. */
export const busy = ({ cause, message }: Verdict): AssayError =>
  new AssayError('overloaded', `${cause}: ${message ?? 'another try may succeed'}`);
