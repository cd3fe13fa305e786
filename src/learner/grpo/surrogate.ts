/**
 * The policy's part of the loss, one response at a time: for each token its value, the gradient with
 * respect to its log-prob, and the ratio of new to old probability.
 */
import { clip } from './kl.ts';

export interface SurrogateOptions {
  readonly clipLow: number;
  readonly clipHigh: number;
  /** Where the advantage is negative the loss is at most this many times its size; null: no bound. */
  readonly dualClip: number | null;
}

/** What was clipped of a token, and on which side. */
export type Clipped = 'no' | 'low' | 'high' | 'dual';

export interface TokenLosses {
  readonly loss: Float64Array;
  readonly gradient: Float64Array;
  readonly ratio: Float64Array;
  readonly clipped: readonly Clipped[];
}

export type LogProbs = ArrayLike<number>;

export type Surrogate = (
  logp: LogProbs,
  old: LogProbs,
  advantage: number,
  options: SurrogateOptions,
) => TokenLosses;

/** Beyond this the log-ratio is cut off and has no gradient (verl, NeMo RL). */
export const maxLogRatio = 20;

/** max(-rA, -clip(r)A) with bounds of their own below and above. PPO; DAPO's clip-higher. */
const ppo: Surrogate = (logp, old, advantage, options) => {
  const tokens = emptyTokens(logp.length);
  for (let t = 0; t < logp.length; t++) {
    const difference = (logp[t] as number) - (old[t] as number);
    put(tokens, t, clippedTerm(difference, advantage, options));
  }
  return tokens;
};

/**
 * One ratio a response, the geometric mean of its tokens', clipped as one. Its value is given to
 * each token, so that a mean over tokens is the response's loss. GSPO, arXiv 2507.18071.
 */
const gspo: Surrogate = (logp, old, advantage, options) => {
  const tokens = emptyTokens(logp.length);
  let sum = 0;
  for (let t = 0; t < logp.length; t++) sum += (logp[t] as number) - (old[t] as number);
  const term = clippedTerm(sum / logp.length, advantage, options);
  for (let t = 0; t < logp.length; t++) put(tokens, t, term);
  return tokens;
};

/** The clipped ratio is only a weight: clipped tokens keep their gradient. CISPO, arXiv 2506.13585. */
const cispo: Surrogate = (logp, old, advantage, { clipLow, clipHigh }) => {
  const tokens = emptyTokens(logp.length);
  for (let t = 0; t < logp.length; t++) {
    const ratio = Math.exp(clip((logp[t] as number) - (old[t] as number), maxLogRatio));
    const weight = Math.min(Math.max(ratio, 1 - clipLow), 1 + clipHigh);
    const gradient = -weight * advantage;
    const clipped = weight === ratio ? 'no' : weight < ratio ? 'high' : 'low';
    put(tokens, t, { loss: gradient * (logp[t] as number), gradient, ratio, clipped });
  }
  return tokens;
};

export const surrogates = { ppo, gspo, cispo } as const satisfies Record<string, Surrogate>;
export type SurrogateName = keyof typeof surrogates;
export const surrogateNames = Object.keys(surrogates) as SurrogateName[];

interface TokenTerm {
  readonly loss: number;
  readonly gradient: number;
  readonly ratio: number;
  readonly clipped: Clipped;
}

function clippedTerm(difference: number, advantage: number, options: SurrogateOptions): TokenTerm {
  const { clipLow, clipHigh, dualClip } = options;
  const bounded = clip(difference, maxLogRatio);
  const ratio = Math.exp(bounded);
  const plain = -advantage * ratio;
  const limit = -advantage * Math.min(Math.max(ratio, 1 - clipLow), 1 + clipHigh);
  const loss = Math.max(plain, limit);
  if (dualClip !== null && advantage < 0 && loss > -advantage * dualClip) {
    return { loss: -advantage * dualClip, gradient: 0, ratio, clipped: 'dual' };
  }
  if (limit > plain) {
    return { loss, gradient: 0, ratio, clipped: advantage > 0 ? 'high' : 'low' };
  }
  return { loss, gradient: bounded === difference ? plain : 0, ratio, clipped: 'no' };
}

function emptyTokens(length: number): TokenLosses & { clipped: Clipped[] } {
  return {
    loss: new Float64Array(length),
    gradient: new Float64Array(length),
    ratio: new Float64Array(length),
    clipped: new Array<Clipped>(length).fill('no'),
  };
}

function put(tokens: ReturnType<typeof emptyTokens>, t: number, term: TokenTerm): void {
  tokens.loss[t] = term.loss;
  tokens.gradient[t] = term.gradient;
  tokens.ratio[t] = term.ratio;
  tokens.clipped[t] = term.clipped;
}
