/**
 * A decoder of the Qwen2, Qwen3 or Llama family on an engine: log-probabilities of a batch's
 * tokens, and their gradients.
 */
import { AssayError } from '../../errors.ts';
import type { StoredTensors } from '../checkpoint/contract.ts';
import type { Buffer, Engine, HeadShape, Scores } from '../engines/contract.ts';
import type { Batch } from './batch.ts';
import type { ModelConfig } from './config.ts';
import {
  type Attend,
  attentionShape,
  backwardLayer,
  forwardLayer,
  freeSaved,
  type Rows,
  type Saved,
} from './layer.ts';
import {
  embeddingName,
  finalNormName,
  headName,
  loadParameters,
  type Parameters,
  zerosLike,
} from './parameters.ts';
import { ropeTables } from './rope.ts';

/** A forward pass that a backward can follow. Freed by `backward`, or by `drop`. */
export interface Pass {
  readonly logprobs: Float32Array; // [scored]
  readonly entropy: Float32Array; // [scored]
  readonly held: Held;
}

interface Held {
  readonly batch: Batch;
  readonly rows: RowsOf;
  readonly layers: readonly Saved[];
  readonly last: Buffer; // [N, D], the last layer's output
  readonly rstd: Buffer; // [N]
  readonly normed: Buffer; // [N, D]
  readonly from: Buffer; // i32 [scored]
  readonly targets: Buffer; // i32 [scored]
  readonly picked: Buffer; // [scored, D]
  readonly scores: Scores;
  readonly temperature: number;
}

/** A batch's tokens and positions with the engine. */
interface RowsOf extends Rows {
  readonly tokens: Buffer; // i32 [N]
}

export class Model implements AsyncDisposable {
  readonly engine: Engine;
  readonly config: ModelConfig;
  readonly parameters: Parameters;
  #gradients: Parameters | null = null;
  /** Tables that a pass may still refer to. */
  #outgrown: Buffer[] = [];
  #tables: { readonly cos: Buffer; readonly sin: Buffer; readonly positions: number } | null = null;

  static async load(
    engine: Engine,
    config: ModelConfig,
    stored: Pick<StoredTensors, 'tensors'>,
  ): Promise<Model> {
    return new Model(engine, config, await loadParameters(engine, config, stored));
  }

  /** The model owns the parameters' buffers from here on. */
  constructor(engine: Engine, config: ModelConfig, parameters: Parameters) {
    this.engine = engine;
    this.config = config;
    this.parameters = parameters;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gradients = this.#gradients?.values() ?? [];
    const buffers = [...this.parameters.values(), ...gradients, ...this.#outgrown];
    if (this.#tables) buffers.push(this.#tables.cos, this.#tables.sin);
    for (const buffer of buffers) this.engine.free(buffer);
    this.#gradients = null;
    this.#tables = null;
    this.#outgrown = [];
  }

  /** Sums of what `backward` found since `zeroGradients`. */
  get gradients(): Parameters {
    this.#gradients ??= zerosLike(this.engine, this.parameters);
    return this.#gradients;
  }

  zeroGradients(): void {
    for (const gradient of this.gradients.values()) this.engine.fill(gradient, 0);
  }

  /** Log-probabilities and entropies of the scored tokens, keeping nothing. */
  async score(
    batch: Batch,
    temperature = 1,
  ): Promise<{ readonly logprobs: Float32Array; readonly entropy: Float32Array }> {
    const held = this.#run(batch, temperature, false);
    const { logprobs, entropy } = await this.#read(held.scores);
    this.#free(held);
    return { logprobs, entropy };
  }

  async forward(batch: Batch, temperature = 1): Promise<Pass> {
    const held = this.#run(batch, temperature, true);
    return { ...(await this.#read(held.scores)), held };
  }

  /** Adds the parameters' gradients for these of the pass's results, and frees the pass. */
  backward({ held }: Pass, dLogprobs: Float32Array, dEntropy: Float32Array | null = null): void {
    const { engine, config, parameters, gradients } = this;
    const { batch, rows, layers, normed, from, targets, picked, scores } = held;
    const D = config.hidden;
    const N = rows.rows;
    const shape = this.#headShape(targets.length, held.temperature);
    const dl = engine.upload(dLogprobs);
    const dh = dEntropy ? engine.upload(dEntropy) : null;
    const head = headName(config);
    const [weight, dWeight] = [parameters.get(head) as Buffer, gradients.get(head) as Buffer];
    const dPicked = engine.alloc(picked.length);
    engine.logprobsBackward(dPicked, dWeight, dl, dh, scores, picked, weight, targets, shape);
    const dNormed = engine.alloc(normed.length);
    engine.fill(dNormed, 0);
    engine.gatherBackward(dNormed, dPicked, from, { rows: targets.length, dim: D });
    const d = engine.alloc(N * D);
    engine.rmsnormBackward(
      ...([d, gradients.get(finalNormName) as Buffer, dNormed, held.last, held.rstd] as const),
      ...([parameters.get(finalNormName) as Buffer, this.#norm(N)] as const),
    );
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const context = { engine, config, parameters, layer };
      backwardLayer(context, rows, batch.offsets, layers[layer] as Saved, d, gradients);
    }
    const table = gradients.get(embeddingName) as Buffer;
    engine.gatherBackward(table, d, rows.tokens, { rows: N, dim: D });
    for (const buffer of [dl, dPicked, dNormed, d, ...(dh ? [dh] : [])]) engine.free(buffer);
    this.#free(held);
  }

  /** Frees a pass that no backward follows. */
  drop({ held }: Pass): void {
    this.#free(held);
  }

  /** Hidden states before the final norm, with the attention given. The caller frees them. */
  hidden(rows: RowsOf, attend: Attend, keep?: Saved[]): Buffer {
    const { engine, config, parameters } = this;
    let x = engine.alloc(rows.rows * config.hidden);
    const table = parameters.get(embeddingName) as Buffer;
    engine.gather(x, table, rows.tokens, { rows: rows.rows, dim: config.hidden });
    for (let layer = 0; layer < config.layers; layer++) {
      const { out, saved } = forwardLayer({ engine, config, parameters, layer }, rows, x, attend);
      if (keep) keep.push(saved);
      else {
        freeSaved(engine, saved);
        engine.free(x);
      }
      x = out;
    }
    return x;
  }

  /** [rows, vocab] from rows of hidden states before the final norm. The caller frees them. */
  logits(hidden: Buffer, rows: number): Buffer {
    const { engine, config, parameters } = this;
    const { vocab, hidden: D } = config;
    const normed = engine.alloc(rows * D);
    const rstd = engine.alloc(rows);
    engine.rmsnorm(normed, rstd, hidden, parameters.get(finalNormName) as Buffer, this.#norm(rows));
    const logits = engine.alloc(rows * vocab);
    const weight = parameters.get(headName(config)) as Buffer;
    engine.linear(logits, normed, weight, null, { rows, inputs: D, outputs: vocab });
    engine.free(normed);
    engine.free(rstd);
    return logits;
  }

  /** @throws AssayError `invalid_request` for a token or a position that the model does not have. */
  upload(tokens: Int32Array, positions: Int32Array): RowsOf {
    const { vocab } = this.config;
    for (const token of tokens) {
      if (token >= 0 && token < vocab) continue;
      throw new AssayError('invalid_request', `token: expected 0 to ${vocab - 1}; got ${token}`);
    }
    let last = 0;
    for (const position of positions) {
      if (position < 0) {
        throw new AssayError('invalid_request', `position: expected 0 or more; got ${position}`);
      }
      last = Math.max(last, position);
    }
    const { cos, sin } = this.#tablesFor(last + 1);
    const { engine } = this;
    const [tokenBuffer, positionBuffer] = [engine.upload(tokens), engine.upload(positions)];
    return { rows: tokens.length, tokens: tokenBuffer, positions: positionBuffer, cos, sin };
  }

  freeRows({ tokens, positions }: RowsOf): void {
    this.engine.free(tokens);
    this.engine.free(positions);
  }

  #run(batch: Batch, temperature: number, train: boolean): Held {
    const { engine, config, parameters } = this;
    const rows = this.upload(batch.tokens, batch.positions);
    const layers: Saved[] = [];
    const shape = attentionShape(config);
    const last = this.hidden(
      rows,
      (_, { q, k, v }, out, lse) => engine.attention(out, lse, q, k, v, batch.offsets, shape),
      train ? layers : undefined,
    );
    const N = rows.rows;
    const scored = batch.from.length;
    const [normed, rstd] = [engine.alloc(last.length), engine.alloc(N)];
    engine.rmsnorm(normed, rstd, last, parameters.get(finalNormName) as Buffer, this.#norm(N));
    const [from, targets] = [engine.upload(batch.from), engine.upload(batch.targets)];
    const picked = engine.alloc(scored * config.hidden);
    engine.gather(picked, normed, from, { rows: scored, dim: config.hidden });
    const scores = {
      ...{ logprobs: engine.alloc(scored), entropy: engine.alloc(scored) },
      lse: engine.alloc(scored),
    };
    const weight = parameters.get(headName(config)) as Buffer;
    engine.logprobs(scores, picked, weight, targets, this.#headShape(scored, temperature));
    return {
      ...{ batch, rows, layers, last, rstd, normed, from, targets, picked, scores, temperature },
    };
  }

  async #read(scores: Scores) {
    const logprobs = (await this.engine.read(scores.logprobs)) as Float32Array;
    const entropy = (await this.engine.read(scores.entropy)) as Float32Array;
    return { logprobs, entropy };
  }

  #free({ rows, layers, last, rstd, normed, from, targets, picked, scores }: Held): void {
    for (const saved of layers) {
      freeSaved(this.engine, saved);
      this.engine.free(saved.x);
    }
    this.freeRows(rows);
    const { logprobs, entropy, lse } = scores;
    for (const buffer of [last, rstd, normed, from, targets, picked, logprobs, entropy, lse]) {
      this.engine.free(buffer);
    }
  }

  #headShape(rows: number, temperature: number): HeadShape {
    return { rows, dim: this.config.hidden, vocab: this.config.vocab, temperature };
  }

  #norm(rows: number) {
    return { rows, dim: this.config.hidden, eps: this.config.normEps };
  }

  #tablesFor(positions: number): { readonly cos: Buffer; readonly sin: Buffer } {
    if (this.#tables && this.#tables.positions >= positions) return this.#tables;
    // In powers of two, so that a growing sequence does not make them anew each time.
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(positions, 256)));
    const { cos, sin } = ropeTables(this.config, wanted);
    if (this.#tables) this.#outgrown.push(this.#tables.cos, this.#tables.sin);
    this.#tables = {
      ...{ cos: this.engine.upload(cos), sin: this.engine.upload(sin), positions: wanted },
    };
    return this.#tables;
  }
}
