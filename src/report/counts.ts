/** Counts over verdicts, all together and by name; the number of names is bounded. */
import type { Verdict } from '../../verifiers/contract.ts';

export class Counts {
  rows = 0;
  verdicts = 0;
  scored = 0;
  correct = 0;
  flagged = 0;
  ms = 0;
  #sum = 0;

  add({ reward, correct, flags, ms }: Verdict): void {
    this.verdicts++;
    this.ms += ms;
    if (flags !== undefined && flags.length > 0) this.flagged++;
    if (reward === null) return;
    this.scored++;
    this.#sum += reward;
    if (correct) this.correct++;
  }

  get unscorable(): number {
    return this.verdicts - this.scored;
  }

  get meanReward(): number | null {
    return this.scored === 0 ? null : this.#sum / this.scored;
  }
}

/** Most names counted apart; a hostile file may name a source in every row. */
const maxNames = 100;

export const others = 'all others';

export class CountsByName {
  readonly #names = new Map<string, Counts>();

  of(name: string): Counts {
    const known = this.#names.get(name);
    if (known) return known;
    const key = this.#names.size < maxNames ? name : others;
    const counts = this.#names.get(key) ?? new Counts();
    this.#names.set(key, counts);
    return counts;
  }

  /** Most verdicts first. */
  entries(): [string, Counts][] {
    return [...this.#names].sort(([, a], [, b]) => b.verdicts - a.verdicts);
  }
}

export const bins = 20;

/** Rewards in twenty equal bins; the last holds 1. */
export class Histogram {
  readonly counts = new Uint32Array(bins);

  add(reward: number): void {
    const bin = Math.min(bins - 1, Math.floor(reward * bins));
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
  }
}
