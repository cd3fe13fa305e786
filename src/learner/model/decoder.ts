/**
 * Sampling with a cache of keys and values. The cache has slots of equal room; a slot holds one
 * sequence, and any subset of slots takes the next step, so rows that have ended cost nothing and
 * their slots can be filled anew.
 */
import { AssayError } from '../../errors.ts';
import type { Buffer } from '../engines/contract.ts';
import { pack } from './batch.ts';
import { attentionShape } from './layer.ts';
import type { Model } from './model.ts';

/** A prompt and the slots that continue it: computed once, however many they are. */
export interface Prompt {
  readonly tokens: ArrayLike<number>;
  readonly slots: readonly number[];
}

export interface Drawn {
  readonly tokens: Int32Array; // [rows]
  readonly logprobs: Float32Array; // [rows], at the temperature; at 1 when it is 0
}

export class Decoder implements AsyncDisposable {
  readonly slots: number;
  readonly capacity: number;
  readonly #model: Model;
  readonly #keys: readonly Buffer[]; // a layer each: [slots * capacity, G * C]
  readonly #values: readonly Buffer[]; // a layer each: [slots * capacity, G * C]
  readonly #lengths: Int32Array; // [slots]
  /** Of the slots of the last `prefill` or `step`, in their order. */
  #logits: { readonly buffer: Buffer; readonly rows: number } | null = null; // [rows, vocab]

  /** @param capacity most tokens of a sequence, prompt and completion together. */
  constructor(model: Model, slots: number, capacity: number) {
    this.#model = model;
    this.slots = slots;
    this.capacity = capacity;
    this.#lengths = new Int32Array(slots);
    const { layers, kvHeads, headDim } = model.config;
    const room = () =>
      Array.from({ length: layers }, () =>
        model.engine.alloc(slots * capacity * kvHeads * headDim),
      );
    this.#keys = room();
    this.#values = room();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { engine } = this.#model;
    for (const buffer of [...this.#keys, ...this.#values]) engine.free(buffer);
    this.#setLogits(null);
  }

  /** Starts sequences. The logits that follow are of each prompt's slots, prompt by prompt. */
  prefill(prompts: readonly Prompt[]): void {
    const { engine, config } = this.#model;
    const batch = pack(prompts);
    const ends: number[] = [];
    prompts.forEach(({ tokens, slots }, p) => {
      for (const slot of slots) {
        this.#expectRoom(slot, tokens.length);
        this.#lengths[slot] = tokens.length;
        ends.push((batch.offsets[p + 1] as number) - 1);
      }
      if (tokens.length === 0)
        throw new AssayError('invalid_request', 'prompt: expected a token; got none');
    });
    // Which row of the prompts each row of the caches is copied from.
    const from: number[] = [];
    const to: number[] = [];
    prompts.forEach(({ tokens, slots }, p) => {
      for (const slot of slots) {
        for (let t = 0; t < tokens.length; t++) {
          from.push((batch.offsets[p] as number) + t);
          to.push(slot * this.capacity + t);
        }
      }
    });
    const source = engine.upload(Int32Array.from(from));
    const place = engine.upload(Int32Array.from(to));
    const dim = config.kvHeads * config.headDim;
    const shape = { rows: from.length, dim };
    const spread = engine.alloc(from.length * dim);
    const store = (cache: Buffer, x: Buffer) => {
      engine.gather(spread, x, source, shape);
      engine.scatter(cache, spread, place, shape);
    };
    const rows = this.#model.upload(batch.tokens, batch.positions);
    const hidden = this.#model.hidden(rows, (layer, { q, k, v }, out, lse) => {
      store(this.#keys[layer] as Buffer, k);
      store(this.#values[layer] as Buffer, v);
      engine.attention(out, lse, q, k, v, batch.offsets, attentionShape(config));
    });
    const last = engine.upload(Int32Array.from(ends));
    const picked = engine.alloc(ends.length * config.hidden);
    engine.gather(picked, hidden, last, { rows: ends.length, dim: config.hidden });
    this.#setLogits({ buffer: this.#model.logits(picked, ends.length), rows: ends.length });
    this.#model.freeRows(rows);
    for (const buffer of [source, place, spread, hidden, last, picked]) engine.free(buffer);
  }

  /** Appends a token to each of these slots. The logits that follow are of these slots, in order. */
  step(slots: ArrayLike<number>, tokens: Int32Array): void {
    const { engine, config } = this.#model;
    const batch = tokens.length;
    const chosen = Int32Array.from(slots);
    const positions = chosen.map((slot) => {
      const length = this.#lengths[slot] as number;
      this.#expectRoom(slot, length + 1);
      return length;
    });
    const rows = this.#model.upload(tokens, positions);
    const slotBuffer = engine.upload(chosen);
    const lengths = engine.upload(positions.map((length) => length + 1));
    const place = engine.upload(
      chosen.map((slot, i) => slot * this.capacity + (positions[i] as number)),
    );
    const dim = config.kvHeads * config.headDim;
    const shape = { ...attentionShape(config), batch, capacity: this.capacity };
    const hidden = this.#model.hidden(rows, (layer, { q, k, v }, out) => {
      const [keys, values] = [this.#keys[layer] as Buffer, this.#values[layer] as Buffer];
      engine.scatter(keys, k, place, { rows: batch, dim });
      engine.scatter(values, v, place, { rows: batch, dim });
      engine.attentionDecode(out, q, keys, values, slotBuffer, lengths, shape);
    });
    for (const slot of chosen) this.#lengths[slot] = (this.#lengths[slot] as number) + 1;
    this.#setLogits({ buffer: this.#model.logits(hidden, batch), rows: batch });
    this.#model.freeRows(rows);
    for (const buffer of [slotBuffer, lengths, place, hidden]) engine.free(buffer);
  }

  /** Draws the next token of each row of the last logits. Temperature 0: the likeliest. */
  async sample(uniform: Float32Array, temperature: number): Promise<Drawn> {
    const { engine, config } = this.#model;
    const { buffer, rows } = this.#expectLogits();
    const [tokens, logprobs] = [engine.alloc(rows, 'i32'), engine.alloc(rows)];
    const chance = engine.upload(uniform);
    engine.sample(tokens, logprobs, buffer, chance, { rows, vocab: config.vocab, temperature });
    const drawn = {
      tokens: (await engine.read(tokens)) as Int32Array,
      logprobs: (await engine.read(logprobs)) as Float32Array,
    };
    for (const used of [tokens, logprobs, chance]) engine.free(used);
    return drawn;
  }

  /** The last logits, [rows, vocab], for choices that `sample` does not offer. */
  async logits(): Promise<Float32Array> {
    return (await this.#model.engine.read(this.#expectLogits().buffer)) as Float32Array;
  }

  #setLogits(logits: { readonly buffer: Buffer; readonly rows: number } | null): void {
    if (this.#logits) this.#model.engine.free(this.#logits.buffer);
    this.#logits = logits;
  }

  #expectLogits() {
    if (this.#logits) return this.#logits;
    throw new AssayError('internal', 'expected a prefill before sampling; got none');
  }

  #expectRoom(slot: number, length: number): void {
    if (!(slot >= 0 && slot < this.slots)) {
      throw new AssayError('internal', `slot: expected 0 to ${this.slots - 1}; got ${slot}`);
    }
    if (length <= this.capacity) return;
    throw new AssayError(
      'internal',
      `tokens of a slot: expected at most ${this.capacity}; got ${length}`,
    );
  }
}
