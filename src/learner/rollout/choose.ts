/**
 * Draws of a nucleus or of the k likeliest tokens, from logits that were read back: what the
 * engines' own `sample` does not offer. Temperature first, then top-k, then top-p of what is left,
 * as transformers and vLLM do. The log-prob told is over the whole vocabulary: the one that the
 * learner computes.
 */
export interface Choice {
  /** 0: the likeliest token, the first of equals. */
  readonly temperature: number;
  /** Share of the likeliest tokens that are drawn from; 1: all. */
  readonly topP: number;
  /** Number of the likeliest tokens that are drawn from; null: all. */
  readonly topK: number | null;
}

/** Whether a draw is only of some of the tokens. */
export function restricted({ temperature, topP, topK }: Choice): boolean {
  return temperature > 0 && (topP < 1 || topK !== null);
}

/** @param uniform in [0, 1). */
export function choose(
  logits: Float32Array, // [vocab]
  { temperature, topP, topK }: Choice,
  uniform: number,
): { readonly token: number; readonly logprob: number } {
  const order = Uint32Array.from(logits.keys());
  // Of equals the first goes first, so that a draw does not depend on how they are sorted.
  order.sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b);
  const most = logits[order[0] as number] as number;
  const weightOf = (token: number) => Math.exp(((logits[token] as number) - most) / temperature);
  let total = 0;
  for (const token of logits.keys()) total += weightOf(token);
  const kept = order.subarray(0, Math.min(topK ?? order.length, order.length));
  const mass = kept.reduce((sum, token) => sum + weightOf(token), 0);
  let inside = 0;
  let count = 0;
  while (count < kept.length && inside < topP * mass) {
    inside += weightOf(kept[count] as number);
    count++;
  }
  let left = uniform * inside;
  let at = 0;
  for (; at < count - 1; at++) {
    left -= weightOf(kept[at] as number);
    if (left < 0) break;
  }
  const token = kept[at] as number;
  return { token, logprob: Math.log(weightOf(token) / total) };
}
