/**
 * Advantages within one group: how much better a response is than its siblings. A group in which all
 * rewards are equal, or that has one response, says nothing: its advantages are exactly 0 (verl's
 * GRPO gives a lone response its raw reward instead).
 */
import { deviation, mean, varies } from './statistics.ts';

export interface GroupOptions {
  /** Added to the deviation: verl 1e-6, TRL 1e-4, OpenRLHF 1e-9. */
  readonly eps: number;
  readonly ddof: 0 | 1;
}

export const groupDefaults: GroupOptions = { eps: 1e-6, ddof: 1 };

type Rewards = readonly number[];

const silent = (rewards: Rewards) => rewards.map(() => 0);

/** (R - mean) / (std + eps). DeepSeekMath, arXiv 2402.03300. */
export function grpo(rewards: Rewards, { eps, ddof }: GroupOptions = groupDefaults): number[] {
  if (!varies(rewards)) return silent(rewards);
  const scale = deviation(rewards, ddof) + eps;
  return centred(rewards).map((centre) => centre / scale);
}

/** R - mean. Dr. GRPO, arXiv 2503.20783. */
export function centred(rewards: Rewards): number[] {
  if (!varies(rewards)) return silent(rewards);
  const centre = mean(rewards);
  return rewards.map((reward) => reward - centre);
}

/** R - the mean of the others. RLOO, arXiv 2402.14740. */
export function rloo(rewards: Rewards): number[] {
  const n = rewards.length;
  return n < 2 ? silent(rewards) : centred(rewards).map((centre) => (n / (n - 1)) * centre);
}

/** Mean and deviation of the others; no division where the others are equal. NeMo RL's default. */
export function leaveOneOut(rewards: Rewards, { eps, ddof }: GroupOptions = groupDefaults) {
  if (!varies(rewards)) return silent(rewards);
  return rewards.map((reward, i) => {
    const others = rewards.toSpliced(i, 1);
    const std = deviation(others, ddof);
    const centre = reward - mean(others);
    return std > 0 ? centre / (std + eps) : centre;
  });
}

/** Only the best response counts, by its lead over the second. Pass@k training, arXiv 2503.19595. */
export function bestOfGroup(rewards: Rewards, { eps, ddof }: GroupOptions, scaled: boolean) {
  const [first = 0, second = 0] = rewards.toSorted((a, b) => b - a);
  const best = rewards.indexOf(first);
  const lead = rewards.length < 2 ? 0 : first - second;
  const scale = scaled ? deviation(rewards, ddof) + eps : 1;
  return rewards.map((_, i) => (i === best ? lead / scale : 0));
}
