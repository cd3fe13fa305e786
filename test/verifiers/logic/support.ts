/** Helpers of the logic tests: score through the public verifier. */
import type { Judgement, Refusal } from '../../../verifiers/contract.ts';
import { generate, type LogicOptions, logic } from '../../../verifiers/logic/index.ts';

export interface Item {
  readonly task: string;
  readonly entry: { question: string; answer: string | null; metadata: Record<string, unknown> };
  readonly config?: Record<string, unknown>;
}

/** Judges a bare answer. */
export function judge(
  item: Item,
  answer: string,
  mode: LogicOptions['mode'] = 'strict',
): Judgement | Refusal {
  return logic.score({
    response: answer,
    prompt: undefined,
    reference: { config: {}, ...item },
    options: { mode, extract: 'raw' },
  });
}

export function rewardOf(
  item: Item,
  answer: string,
  mode: LogicOptions['mode'] = 'strict',
): number | null {
  const verdict = judge(item, answer, mode);
  return verdict.status === 'scored' ? verdict.reward : null;
}

export function itemOf(task: string, seed: number, index = 0, level?: number): Item {
  const options = { task, seed, index };
  const { entry, config } = generate(level === undefined ? options : { ...options, level });
  return { task, entry, config };
}
