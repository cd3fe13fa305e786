/**
 * Packed batches: the real tokens of all sequences one after another, without padding, and which
 * of them are to be scored. A token is scored from the hidden state of the one before it.
 */

export interface Sequence {
  readonly tokens: ArrayLike<number>;
  /** Default 0, 1, 2, … */
  readonly positions?: ArrayLike<number>;
  /** Whether token t is scored (never the first); default all. */
  readonly scored?: ArrayLike<number | boolean>;
}

export interface Batch {
  readonly tokens: Int32Array; // [rows]
  readonly positions: Int32Array; // [rows]
  readonly offsets: Int32Array; // [sequences + 1]
  /** The rows whose hidden state predicts a scored token. */
  readonly from: Int32Array; // [scored]
  readonly targets: Int32Array; // [scored]
  /** Which sequence a scored token belongs to, and its index there. */
  readonly places: readonly { readonly sequence: number; readonly token: number }[]; // [scored]
}

export function pack(sequences: readonly Sequence[]): Batch {
  const offsets = new Int32Array(sequences.length + 1);
  sequences.forEach(({ tokens }, s) => {
    offsets[s + 1] = (offsets[s] as number) + tokens.length;
  });
  const rows = offsets[sequences.length] as number;
  const tokens = new Int32Array(rows);
  const positions = new Int32Array(rows);
  const from: number[] = [];
  const places: { sequence: number; token: number }[] = [];
  sequences.forEach((sequence, s) => {
    const start = offsets[s] as number;
    for (let t = 0; t < sequence.tokens.length; t++) {
      tokens[start + t] = sequence.tokens[t] as number;
      positions[start + t] = sequence.positions?.[t] ?? t;
      if (t === 0 || (sequence.scored && !sequence.scored[t])) continue;
      from.push(start + t - 1);
      places.push({ sequence: s, token: t });
    }
  });
  return {
    ...{ tokens, positions, offsets, places },
    from: Int32Array.from(from),
    targets: Int32Array.from(from, (row) => tokens[row + 1] as number),
  };
}

/** Rows as trainers pad them, left or right or both. */
export interface PaddedRows {
  readonly inputIds: readonly (readonly number[])[]; // [rows][time]
  readonly attentionMask: readonly (readonly number[])[]; // [rows][time]
  readonly positionIds?: readonly (readonly number[])[]; // [rows][time]; default counts real tokens
  readonly scored?: readonly (readonly number[])[]; // [rows][time]; default all
}

/** The sequences within padded rows; `columns[s][t]` is where token t of sequence s was. */
export function unpad({ inputIds, attentionMask, positionIds, scored }: PaddedRows): {
  readonly sequences: readonly Sequence[];
  readonly columns: readonly (readonly number[])[];
} {
  const columns = attentionMask.map((mask) => [...mask.keys()].filter((t) => mask[t] !== 0));
  const sequences = columns.map((kept, row) => {
    const pick = (all: readonly (readonly number[])[]) => kept.map((t) => all[row]?.[t] as number);
    return {
      tokens: pick(inputIds),
      ...(positionIds && { positions: pick(positionIds) }),
      ...(scored && { scored: pick(scored) }),
    };
  });
  return { sequences, columns };
}
