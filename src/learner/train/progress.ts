/** What a run tells of itself while it runs; the command line shows it. */
import type { Outage } from '../oracle.ts';
import type { ResetReason } from '../prolonged/reset.ts';
import type { Metrics } from '../run/metrics.ts';

export type RunEvent =
  | { readonly kind: 'begun'; readonly step: number; readonly steps: number; readonly text: string }
  | {
      readonly kind: 'step' | 'evaluation';
      readonly step: number;
      readonly stage: string;
      readonly metrics: Metrics;
    }
  | { readonly kind: 'reset'; readonly step: number; readonly reason: ResetReason }
  | { readonly kind: 'stage'; readonly step: number; readonly stage: string }
  | { readonly kind: 'checkpoint'; readonly step: number; readonly dir: string }
  | { readonly kind: 'outage'; readonly outage: Outage };

export type Tell = (event: RunEvent) => void;
