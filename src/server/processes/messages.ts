/** What a member process and the primary say to each other. JSON, over the channel of the fork. */
import type { Config } from '../../config.ts';
import type { ErrorCode } from '../../errors.ts';
import type { Experiment } from '../experiments/store.ts';
import type { Count } from './hub.ts';

/** What a member may ask of the primary, and the type of the answer. */
export interface Questions {
  readonly lease: { readonly value: null; readonly answer: null };
  readonly enter: { readonly value: string; readonly answer: null };
  readonly collect: { readonly value: Count; readonly answer: readonly unknown[] };
  readonly names: { readonly value: null; readonly answer: readonly string[] };
  readonly get: { readonly value: string; readonly answer: Experiment };
  readonly put: { readonly value: Experiment; readonly answer: null };
  readonly delete: { readonly value: string; readonly answer: null };
}
export type Question = keyof Questions;

export type FromMember =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode | string; readonly message: string }
  | { readonly kind: 'ask'; readonly id: number; readonly what: Question; readonly value: unknown }
  /** A lease or an entry that was answered under this id is over. */
  | { readonly kind: 'over'; readonly id: number }
  | { readonly kind: 'counted'; readonly id: number; readonly value: unknown };

export type ToMember =
  | { readonly kind: 'serve'; readonly config: Config }
  | { readonly kind: 'close' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'refusal';
      readonly id: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly retryAfterS: number | undefined;
    }
  | { readonly kind: 'count'; readonly id: number; readonly what: Count };
