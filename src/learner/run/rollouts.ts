/** rollouts/step-….jsonl: every response of a step with what became of it, for people to read. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { textChunks, writeFileAtomic } from '../checkpoint/atomic.ts';
import { stepName } from './checkpoints.ts';

export interface RolloutRow {
  readonly group: number;
  readonly source: string;
  readonly prompt_id: string;
  readonly prompt: string;
  readonly response: string;
  readonly tokens: number;
  readonly truncated: boolean;
  /** The verifier's reward and cause, and the reward that was learned from. */
  readonly score: number | null;
  readonly cause: string;
  /** Signs of hacking that the verifier saw. */
  readonly flags?: readonly string[];
  readonly reward: number | null;
  /** Null: not in the loss. */
  readonly advantage: number | null;
}

export async function writeRollouts(
  root: string,
  step: number,
  rows: readonly RolloutRow[],
): Promise<void> {
  const dir = join(root, 'rollouts');
  await mkdir(dir, { recursive: true });
  const text = rows.map((row) => `${JSON.stringify({ step, ...row })}\n`).join('');
  await writeFileAtomic(join(dir, `${stepName(step)}.jsonl`), textChunks(text));
}
