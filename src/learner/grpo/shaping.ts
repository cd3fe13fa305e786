/** From the verifier's reward to the one that is learned from, and whether a response is in the loss. */
import {
  type CosineLength,
  cosineIsOn,
  cosineLength,
  type SoftOverlong,
  softOverlong,
  stopProperly,
} from './length.ts';

export interface ShapingOptions {
  readonly softOverlong: SoftOverlong | null;
  /** Coefficient of `stopProperly`; null: off. Not together with `softOverlong`. */
  readonly stopProperly: number | null;
  readonly cosineLength: CosineLength | null;
  /** Responses that were cut off are left out of the loss: DAPO's overlong filtering. */
  readonly overlongFilter: boolean;
}

export const noShaping: ShapingOptions = {
  softOverlong: null,
  stopProperly: null,
  cosineLength: null,
  overlongFilter: false,
};

export interface Finished {
  /** The verifier's; null when unscorable. */
  readonly reward: number | null;
  readonly length: number;
  /** Ended by the limit on its length, not by itself. */
  readonly truncated: boolean;
}

export interface Shaped {
  readonly reward: number | null;
  /** What was added to the verifier's reward. */
  readonly shaping: number;
  /** False: no gradient comes from it. It stays in its group's baseline all the same. */
  readonly inLoss: boolean;
}

export function shape(finished: Finished, step: number, options: ShapingOptions): Shaped {
  const { reward, length, truncated } = finished;
  if (reward === null) return { reward: null, shaping: 0, inLoss: false };
  let shaped = reward;
  if (options.stopProperly !== null) shaped = stopProperly(shaped, truncated, options.stopProperly);
  if (options.softOverlong) shaped += softOverlong(length, options.softOverlong);
  const cosine = options.cosineLength;
  if (cosine && cosineIsOn(step, cosine)) shaped += cosine.weight * cosineLength(length, cosine);
  return {
    reward: shaped,
    shaping: shaped - reward,
    inLoss: !(options.overlongFilter && truncated),
  };
}
