/**
 * The shared vocabulary: a Sample goes in, a Verdict comes out.
 *
 * The policy's faults (wrong, crash, time-out, bad format) are scored, with a cause. Our faults
 * (sandbox down, reference unusable, overload) are unscorable: reward null, never 0.
 */
import { z } from 'zod';
import type { Sandbox } from '../sandbox/index.ts';

export const verifierIds = ['math', 'code', 'logic', 'instruction', 'stem'] as const;
export const VerifierId = z.enum(verifierIds);
export type VerifierId = z.infer<typeof VerifierId>;
export const isVerifierId = (name: unknown): name is VerifierId =>
  verifierIds.some((id) => id === name);

/** Longest response that is judged, in UTF-16 units; longer ones are scored `too_long`. */
export const maxResponseLength = 4 << 20;

export const Message = z.looseObject({ role: z.string(), content: z.unknown() });

export const Sample = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  verifier: VerifierId,
  prompt: z.union([z.string(), z.array(Message)]).optional(),
  response: z.string(),
  /** What the response is judged against; each verifier has its own schema. */
  reference: z.unknown(),
  /** Switches; each verifier has its own schema. */
  options: z.unknown().optional(),
});
export type Sample = z.infer<typeof Sample>;

/** Why a scored sample got its reward. */
export const scoredCauses = [
  'equal',
  'partial',
  'wrong_answer',
  'no_answer',
  'wrong_format',
  'ambiguous_answer',
  'compile_error',
  'runtime_error',
  'time_limit',
  'memory_limit',
  'output_limit',
  'process_limit',
  'file_limit',
  'disk_limit',
  'step_limit',
  'undecided',
  'too_long',
  'vacuous',
] as const;
export type ScoredCause = (typeof scoredCauses)[number];

/** Why a sample could not be scored: always our side, never the policy's. */
export const unscorableCauses = [
  'invalid_sample',
  'reference_invalid',
  'sandbox_unavailable',
  'language_unavailable',
  'deadline',
  'overloaded',
  'cancelled',
  'internal',
] as const;
export type UnscorableCause = (typeof unscorableCauses)[number];

export const Verdict = z.object({
  id: z.union([z.string(), z.number()]),
  status: z.enum(['scored', 'unscorable']),
  /** In [0, 1]; null when unscorable. */
  reward: z.number().min(0).max(1).nullable(),
  /** Full marks; null when unscorable. */
  correct: z.boolean().nullable(),
  cause: z.enum([...scoredCauses, ...unscorableCauses]),
  /** What went wrong, for a person; absent when nothing did. */
  message: z.string().optional(),
  extracted: z.string().optional(),
  parts: z.record(z.string(), z.unknown()).optional(),
  flags: z.array(z.string()).optional(),
  /** Code only: the walls that were in force. */
  isolation: z.string().optional(),
  ms: z.number(),
});
export type Verdict = z.infer<typeof Verdict>;

/** What a verifier says of one response; the engine adds id and ms to make it a Verdict. */
export interface Judgement {
  readonly status: 'scored';
  readonly reward: number;
  readonly cause: ScoredCause;
  readonly message?: string;
  readonly extracted?: string;
  readonly parts?: Record<string, unknown>;
  readonly flags?: readonly string[];
  readonly isolation?: string;
}

export interface Refusal {
  readonly status: 'unscorable';
  readonly cause: UnscorableCause;
  readonly message: string;
}

export interface Task<R, O> {
  readonly response: string;
  readonly prompt: Sample['prompt'];
  readonly reference: R;
  readonly options: O;
}

interface Shape<R, O> {
  readonly id: VerifierId;
  /** One line for `GET /v1/verifiers`. */
  readonly summary: string;
  readonly reference: z.ZodType<R>;
  readonly options: z.ZodType<O>;
}

/** Judges by computing alone; runs on a worker thread that can be killed. */
export interface PureVerifier<R, O> extends Shape<R, O> {
  readonly kind: 'pure';
  score(task: Task<R, O>): Judgement | Refusal;
}

/** Judges by running the response; awaits the sandbox and computes little itself. */
export interface SandboxVerifier<R, O> extends Shape<R, O> {
  readonly kind: 'sandbox';
  score(
    task: Task<R, O>,
    context: { readonly sandbox: Sandbox; readonly signal: AbortSignal },
  ): Promise<Judgement | Refusal>;
}

export type Verifier<R = unknown, O = unknown> = PureVerifier<R, O> | SandboxVerifier<R, O>;
